import { overlap, unionOf } from '../../shared/geometry/box.ts';
import { type Colour, colourOf } from '../../shared/image/colour.ts';
import type { Box } from '../../shared/image/gray-image.ts';
import { rasterizeLabels } from '../../shared/labels/rasterize.ts';
import { differenceOf } from '../../shared/labels/shapes/shapes.ts';
import type { ImageLabel } from '../../shared/schemas/label.ts';
import { boxOf } from './label-shape.ts';

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
    if (was.id === label.id) add(was === label ? null : differenceOf(was, label));
    else for (const moved of [was, label]) add(boxOf(moved));
  });
  return changed;
}

/** The mask's pixels within `box` in the colours of their classes, transparent where there is no label: [height, width, RGBA]. */
export function maskPixels(
  labels: readonly ImageLabel[],
  box: Box,
  classes: readonly { name: string; colour: string }[],
): Uint8ClampedArray<ArrayBuffer> {
  const names = classes.map(({ name }) => name);
  const shown = labels.filter(label => names.includes(label.class) && overlap(boxOf(label), box));
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

/** Rows that are painted at once: a few ms of a picture as wide as cameras make them. */
const BAND = 64;

/** What is still to be painted, in bands of rows. The one that has waited longest comes first: what changes all the time must not hold up the rest. */
export class DueBands {
  readonly #bands = new Map<number, Box>();

  add(box: Box): void {
    for (let band = Math.floor(box.y1 / BAND); band * BAND < box.y2; band++) {
      const part = { ...box, y1: Math.max(box.y1, band * BAND), y2: Math.min(box.y2, (band + 1) * BAND) };
      this.#bands.set(band, unionOf(this.#bands.get(band) ?? null, part));
    }
  }

  take(): Box | null {
    for (const [band, box] of this.#bands) {
      this.#bands.delete(band);
      return box;
    }
    return null;
  }
}
