import { commonOf } from '../geometry/box.ts';
import { cropGray, type GrayImage } from '../image/gray-image.ts';
import { squaredDistances } from '../metrics/distance-transform.ts';
import type { ImageLabel } from '../schemas/label.ts';
import { brushOf } from './brush-mask.ts';
import { clippedTo, labelBox, type Size } from './label-box.ts';
import type { LabelEdit } from './label-edits.ts';
import { maskIn } from './painted-part.ts';

/** Px that a label grows or shrinks by, and by which its rim is smoothed. */
const STEP = 1;
const SMOOTH = 2;

/** What can be done to the pixels of a label: its holes filled, it grown or shrunk by a px, its rim smoothed. Masks are of 0 and 1. */
const RESHAPES = {
  fill: filled,
  grow,
  shrink: (mask: GrayImage) => inverse(grow(inverse(mask))),
  smooth: smoothed,
} as const;
export type Reshape = keyof typeof RESHAPES;

/** The edits that do it to labels of an image of `size` px, each of which becomes a brush mask; none for those that nothing would be left of, or that stay as they are. */
export function reshapedBy(how: Reshape, labels: readonly ImageLabel[], size: Size): LabelEdit[] {
  return labels.flatMap((label): LabelEdit[] => {
    const { x1, y1, x2, y2 } = labelBox(label);
    // A px more on each side, so that it can grow and that all outside hangs together; none that lies too far off the image to change it.
    const around = { x1: x1 - STEP, y1: y1 - STEP, x2: x2 + STEP, y2: y2 + STEP };
    const box = commonOf(around, { x1: -SMOOTH, y1: -SMOOTH, x2: size.width + SMOOTH, y2: size.height + SMOOTH });
    const inside = box && clippedTo(box, size);
    if (!box || !inside) return [];
    const mask = maskIn(box, [label]);
    const part = { x1: inside.x1 - box.x1, y1: inside.y1 - box.y1, x2: inside.x2 - box.x1, y2: inside.y2 - box.y1 };
    const before = cropGray(mask, part);
    const after = cropGray(RESHAPES[how](mask), part);
    if (after.data.every((value, i) => value === before.data[i])) return [];
    const shape = brushOf(after, inside.x1, inside.y1);
    return shape ? [{ kind: 'replace', label: { ...shape, id: label.id, class: label.class, source: 'drawn' } }] : [];
  });
}

function inverse(mask: GrayImage): GrayImage {
  return { ...mask, data: mask.data.map(value => 1 - value) };
}

function grow({ width, height, data }: GrayImage): GrayImage {
  const distances = squaredDistances(data, width, height);
  return { width, height, data: data.map((_, i) => (distances[i] <= STEP ** 2 ? 1 : 0)) };
}

/** What is not 4-connected to the rim of the mask, where no label is, is a hole. */
function filled({ width, height, data }: GrayImage): GrayImage {
  const outside = new Uint8Array(data.length);
  const next: number[] = [];
  const visit = (at: number) => {
    if (data[at] !== 0 || outside[at] !== 0) return;
    outside[at] = 1;
    next.push(at);
  };
  for (let x = 0; x < width; x++) for (const y of [0, height - 1]) visit(y * width + x);
  for (let y = 0; y < height; y++) for (const x of [0, width - 1]) visit(y * width + x);
  for (let at = next.pop(); at !== undefined; at = next.pop()) {
    const x = at % width;
    if (x > 0) visit(at - 1);
    if (x + 1 < width) visit(at + 1);
    if (at >= width) visit(at - width);
    if (at + width < data.length) visit(at + width);
  }
  return { width, height, data: outside.map(value => 1 - value) };
}

/** What most of the pixels within reach are (a median filter). */
function smoothed({ width, height, data }: GrayImage): GrayImage {
  const sums = new Int32Array((width + 1) * (height + 1));
  for (let y = 0, row = 0; y < height; y++, row = 0) {
    for (let x = 0; x < width; x++) {
      row += data[y * width + x];
      sums[(y + 1) * (width + 1) + x + 1] = sums[y * (width + 1) + x + 1] + row;
    }
  }
  return {
    width,
    height,
    data: data.map((_, i) => {
      const [x, y] = [i % width, Math.floor(i / width)];
      const [x1, x2] = [Math.max(0, x - SMOOTH), Math.min(width, x + SMOOTH + 1)];
      const [y1, y2] = [Math.max(0, y - SMOOTH) * (width + 1), Math.min(height, y + SMOOTH + 1) * (width + 1)];
      const count = sums[y2 + x2] - sums[y2 + x1] - sums[y1 + x2] + sums[y1 + x1];
      return 2 * count > (2 * SMOOTH + 1) ** 2 ? 1 : 0;
    }),
  };
}
