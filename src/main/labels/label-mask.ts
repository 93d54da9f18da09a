import { setImmediate } from 'node:timers/promises';
import { writeFileAtomic } from '../../node/atomic-file.ts';
import { makeFolder } from '../../node/folders.ts';
import type { GrayImage } from '../../shared/image/gray-image.ts';
import { runsOf } from '../../shared/labels/brush-mask.ts';
import { isPredicted } from '../../shared/labels/predictions.ts';
import { paintLabel } from '../../shared/labels/rasterize.ts';
import type { ImageLabel, LabelDocument } from '../../shared/schemas/label.ts';
import { exists } from '../files/listing.ts';
import { readBytes } from '../files/read.ts';
import { readMask } from '../images/masks.ts';
import { writeGray } from '../images/png.ts';
import type { ProjectLayout } from '../layout/project-layout.ts';

/** How long other calls may wait for a mask to be painted, ms. */
const SLICE = 10;

/** The mask of a document as the reference pipeline wants it: 255 where any label is that is not merely predicted, else 0. */
export async function maskOf({ width, height, labels }: LabelDocument): Promise<GrayImage> {
  const mask = { width, height, data: new Uint8Array(width * height) };
  let began = performance.now();
  for (const label of labels) {
    if (isPredicted(label)) continue;
    paintLabel(mask, label, 255);
    if (performance.now() - began < SLICE) continue;
    await setImmediate();
    began = performance.now();
  }
  return mask;
}

/** Writes the mask PNG of a document. Throws a StudioError. */
export async function writeMaskOf(layout: ProjectLayout, document: LabelDocument): Promise<void> {
  await makeFolder(layout.masks);
  await writeGray(layout.mask(document.image), await maskOf(document));
}

/** Whether the mask on disk is the document's, or missing: another tool may have worked on it since. */
export async function isMaskOf(layout: ProjectLayout, document: LabelDocument): Promise<boolean> {
  const path = layout.mask(document.image);
  if (!(await exists(path))) return true;
  try {
    const { width, height, data } = await readMask(path);
    const expected = await maskOf(document);
    return width === expected.width && height === expected.height && Buffer.compare(data, expected.data) === 0;
  } catch {
    return false;
  }
}

/** Keeps the mask that another tool made before the first label of ours replaces it; one kept earlier stays. */
export async function keepOriginalMask(layout: ProjectLayout, image: string): Promise<void> {
  const original = layout.original(image);
  if ((await exists(original)) || !(await exists(layout.mask(image)))) return;
  await makeFolder(original.parent);
  await writeFileAtomic(original, await readBytes(layout.mask(image)));
}

/** The mask that another tool made, as one brush label to go on from: none if it is empty or of another size. */
export async function labelsOfMask(
  layout: ProjectLayout,
  image: { name: string; width: number; height: number },
  className: string,
): Promise<ImageLabel[]> {
  if (!(await exists(layout.mask(image.name)))) return [];
  const { width, height, data } = await readMask(layout.mask(image.name));
  if (width !== image.width || height !== image.height || !data.includes(255)) return [];
  const box = { x: 0, y: 0, width, height };
  return [{ id: 'mask', shape: 'brush', class: className, source: 'imported', ...box, runs: runsOf(data) }];
}
