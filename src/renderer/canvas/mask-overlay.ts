import type { Box } from '../../shared/image/gray-image.ts';
import { rasterizeLabels } from '../../shared/labels/rasterize.ts';
import type { ImageLabel } from '../../shared/schemas/label.ts';
import { boxOf, intersects, unionOf } from './label-shape.ts';

/** R, G, B, each 0 to 255. */
export type Colour = readonly [number, number, number];

/** `#rrggbb` as numbers. */
export function colourOf(hex: string): Colour {
  const value = Number.parseInt(hex.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

/**
 * The box in which the mask can differ between two lists of labels, or null. Labels never change in place: those that are
 * the same object in both lists, in the same order, paint the same.
 */
export function changedBox(before: readonly ImageLabel[], after: readonly ImageLabel[]): Box | null {
  const [old, now] = [new Set(before), new Set(after)];
  const keptBefore = before.filter(label => now.has(label));
  const keptAfter = after.filter(label => old.has(label));
  const moved = keptAfter.filter((label, i) => label !== keptBefore[i]);
  const changed = [...before.filter(label => !now.has(label)), ...after.filter(label => !old.has(label)), ...moved];
  return changed.reduce<Box | null>((box, label) => unionOf(box, boxOf(label)), null);
}

/** The mask's pixels within `box` in the colours of their classes, transparent where there is no label: [height, width, RGBA]. */
export function maskPixels(
  labels: readonly ImageLabel[],
  box: Box,
  classes: readonly { name: string; colour: string }[],
): Uint8ClampedArray<ArrayBuffer> {
  const names = classes.map(({ name }) => name);
  const shown = labels.filter(label => names.includes(label.class) && intersects(boxOf(label), box));
  const { data } = rasterizeLabels(shown, box, names);
  const pixels = new Uint32Array(data.length);
  const colours = [0, ...classes.map(({ colour }) => packed(colourOf(colour), 255))];
  for (let i = 0; i < data.length; i++) pixels[i] = colours[data[i]];
  return new Uint8ClampedArray(pixels.buffer);
}

/** A colour as the four bytes R, G, B, alpha (0 to 255) in this machine's order: a pixel of an ImageData as one number. */
export function packed([r, g, b]: Colour, alpha: number): number {
  return new Uint32Array(Uint8Array.of(r, g, b, alpha).buffer)[0];
}
