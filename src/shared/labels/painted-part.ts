import { commonOf, unionOf } from '../geometry/box.ts';
import type { Box, GrayImage } from '../image/gray-image.ts';
import type { Label } from '../schemas/label.ts';
import { brushOf } from './brush-mask.ts';
import { clippedTo, labelBox, type Size } from './label-box.ts';
import { paintLabel } from './rasterize.ts';
import { partsOf } from './shapes/polyline.ts';
import { inKind, marksOf } from './shapes/shapes.ts';
import { brushOfStretches, type Stretch, stretchesOfMask, united, without } from './stretches.ts';

/** The mask of labels, 1 where any is, in the smallest box of the image that holds them all; null when none is inside. */
export function paintedPart(labels: readonly Label[], size: Size): { box: Box; mask: GrayImage } | null {
  let all: Box | null = null;
  for (const label of labels) {
    const box = clippedTo(labelBox(label), size);
    if (box) all = unionOf(all, box);
  }
  if (!all) return null;
  return { box: all, mask: maskIn(all, labels) };
}

/** The mask of labels in a box of their px: 1 where any is. */
export function maskIn(box: Box, labels: readonly Label[]): GrayImage {
  const [width, height] = [box.x2 - box.x1, box.y2 - box.y1];
  const mask = { width, height, data: new Uint8Array(width * height) };
  for (const label of labels) paintLabel(mask, label, 1, box);
  return mask;
}

/**
 * What others leave of a label within a box that holds all of it that counts: the label itself where they take nothing, else
 * a brush mask, for no other shape could say it; null when nothing is left.
 */
export function leftOf(label: Label, others: readonly Label[], box: Box): Label | null {
  const own = stretchesIn(box, label);
  const left = others.reduce((left, other) => without(left, stretchesIn(box, other)), own);
  if (lengthOf(left) === lengthOf(own)) return label;
  const brush = brushOfStretches(left);
  return brush && { ...brush, ...marksOf(label) };
}

/** The pixels of a label in a box of its px, row by row. */
export function stretchesIn(box: Box, label: Label): Stretch[] {
  // The box of a long stroke may be all of the picture: it is painted bit by bit.
  const parts = inKind({ polyline: partsOf }, label) ?? [label];
  return joined(
    parts.map(part => {
      const own = commonOf(labelBox(part), box);
      return own ? stretchesOfMask(maskIn(own, [part]), own.x1, own.y1) : [];
    }),
  );
}

/** Several lists as one, the neighbours first: none of them is gone through often. */
function joined(lists: readonly Stretch[][]): Stretch[] {
  if (lists.length < 2) return lists[0] ?? [];
  const middle = lists.length >> 1;
  return united(joined(lists.slice(0, middle)), joined(lists.slice(middle)));
}

function lengthOf(stretches: readonly Stretch[]): number {
  return stretches.reduce((sum, { from, to }) => sum + to - from, 0);
}

/** How many pixels of an image are under any of the labels. */
export function pixelsOf(labels: readonly Label[], size: Size): number {
  return countSet(paintedPart(labels, size)?.mask.data ?? []);
}

/** How many values are not 0. */
export function countSet(data: Iterable<number> & ArrayLike<number>): number {
  let count = 0;
  for (let i = 0; i < data.length; i++) if (data[i] !== 0) count++;
  return count;
}

/** The label as a brush label of the pixels that `mask` has, whose upper left pixel is (x, y); null when there are none. */
export function asBrush(label: Label, mask: GrayImage, x: number, y: number): Label | null {
  const brush = brushOf(mask, x, y);
  return brush && { ...brush, ...marksOf(label) };
}
