import { type Colour, colourOf } from '../../shared/image/colour.ts';
import type { Box } from '../../shared/image/gray-image.ts';
import { rasterizeLabels } from '../../shared/labels/rasterize.ts';
import type { ImageLabel, Point } from '../../shared/schemas/label.ts';
import { boxOf, intersects, unionOf } from './label-shape.ts';

/**
 * The box in which the mask can differ between two lists of labels, or null. Labels never change in place: those that are
 * the same object in both lists, in the same order, paint the same.
 */
export function changedBox(before: readonly ImageLabel[], after: readonly ImageLabel[]): Box | null {
  const old = new Map(before.map(label => [label.id, label]));
  const now = new Map(after.map(label => [label.id, label]));
  const keptBefore = before.filter(({ id }) => now.has(id));
  const keptAfter = after.filter(({ id }) => old.has(id));
  let changed: Box | null = null;
  const add = (box: Box | null) => {
    if (box) changed = unionOf(changed, box);
  };
  for (const label of before) if (!now.has(label.id)) add(boxOf(label));
  for (const label of after) if (!old.has(label.id)) add(boxOf(label));
  keptAfter.forEach((label, i) => {
    const was = keptBefore[i];
    if (was.id === label.id) add(differenceOf(was, label));
    else for (const moved of [was, label]) add(boxOf(moved));
  });
  return changed;
}

/** The box in which two versions of a label can differ: that of the stretch of their lines which is not the same. */
function differenceOf(a: ImageLabel, b: ImageLabel): Box | null {
  if (a === b) return null;
  if (a.shape === 'brush' || b.shape === 'brush' || !isLike(a, b) || borderOf(a)) return unionOf(boxOf(a), boxOf(b));
  const shorter = Math.min(a.points.length, b.points.length);
  let head = 0;
  while (head < shorter && isSame(a.points[head], b.points[head])) head++;
  let tail = 0;
  while (tail < shorter - head && isSame(a.points.at(-1 - tail)!, b.points.at(-1 - tail)!)) tail++;
  return unionOf(boxOf(withoutEnds(a, head, tail)), boxOf(withoutEnds(b, head, tail)));
}

type WithVertices = Extract<ImageLabel, { points: Point[] }>;

function isLike(a: WithVertices, b: WithVertices): boolean {
  const width = (label: WithVertices) => (label.shape === 'polyline' ? label.width : null);
  return a.shape === b.shape && a.class === b.class && width(a) === width(b) && borderOf(a) === borderOf(b);
}

/** How the corners of a border are drawn depends on where its lowest row is, so all of it may change. */
function borderOf(label: WithVertices): true | 'opencv' | undefined {
  return label.shape === 'polygon' ? label.border : undefined;
}

function isSame(a: Point, b: Point): boolean {
  return a === b || (a[0] === b[0] && a[1] === b[1]);
}

/** The vertices between the first `head` and the last `tail`, with the neighbours that edges join them to. */
function withoutEnds(label: WithVertices, head: number, tail: number): WithVertices {
  const { points, shape } = label;
  const middle = points.slice(Math.max(0, head - 1), points.length - tail + 1);
  const ring = shape === 'polygon' && (head === 0 || tail === 0) ? [points[0], points.at(-1)!] : [];
  return { ...label, points: [...middle, ...ring] };
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
