import type { Box, GrayImage } from '../image/gray-image.ts';
import type { Label } from '../schemas/label.ts';
import { shapeOf } from './shapes/shapes.ts';

/**
 * The one rule from labels to mask: the class index (1 for the first of `classes`, 0 for no label) of every pixel of
 * `box`, given in the labels' own px. What a label covers is its shape's (`shapes/`); later labels paint over earlier ones.
 * Throws when a label's class is not among `classes`.
 */
export function rasterizeLabels(labels: readonly Label[], box: Box, classes: readonly string[]): GrayImage {
  const width = box.x2 - box.x1;
  const height = box.y2 - box.y1;
  const mask: GrayImage = { width, height, data: new Uint8Array(width * height) };
  for (const label of labels) {
    const index = classes.indexOf(label.class) + 1;
    if (index === 0) throw new Error(`class ${label.class} is not one of ${classes.join(', ')}`);
    paintLabel(mask, label, index, box);
  }
  return mask;
}

/** Paints one label over a mask, whose upper left corner lies at (x1, y1) of the labels' own px. */
export function paintLabel(mask: GrayImage, label: Label, value: number, { x1, y1 } = { x1: 0, y1: 0 }): void {
  shapeOf(label).paint({ ...mask, x1, y1 }, label, value);
}
