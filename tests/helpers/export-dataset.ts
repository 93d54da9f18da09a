import { join } from 'node:path';
import fc from 'fast-check';
import { expect } from 'vitest';
import { openSink } from '../../src/main/interchange/export/sink.ts';
import { BACKGROUND, type ForeignImage, type Side } from '../../src/main/interchange/formats/foreign.ts';
import type { ExportDataset, ExportImage, Format, Reading } from '../../src/main/interchange/formats/format.ts';
import { openSource, type Source } from '../../src/main/interchange/import/source.ts';
import { pathOf } from '../../src/node/project-path.ts';
import { NoteCounts } from '../../src/shared/interchange/notes.ts';
import { rasterizeLabels } from '../../src/shared/labels/rasterize.ts';
import { type Label, type LabelDocument, labelDocumentSchema, type Point } from '../../src/shared/schemas/label.ts';
import type { LabelClass } from '../../src/shared/schemas/project.ts';
import { temporaryFolder, writePicture } from './pictures.ts';
import { anyLabel } from './shapes.ts';

/** An image on its way out: what is left out is 12x12 px, verified, without labels and on no side. */
export interface Exported {
  readonly name: string;
  readonly labels?: readonly Label[];
  readonly state?: LabelDocument['state'];
  readonly side?: Side | null;
  readonly width?: number;
  readonly height?: number;
}

/** Classes of these names, with colours of their own. */
export function classesOf(...names: string[]): LabelClass[] {
  return names.map((name, i) => ({ name, colour: `#${(0xff5a3c - i * 0x123457).toString(16).padStart(6, '0')}` }));
}

export function documentOf({
  name,
  labels = [],
  state = 'verified',
  width = 12,
  height = 12,
}: Exported): LabelDocument {
  const numbered = labels.map((label, i) => ({ ...label, id: `l${i}` }));
  const common = { version: 1, revision: 0, changed: null };
  return labelDocumentSchema.parse({ ...common, image: name, width, height, state, labels: numbered });
}

/** A dataset as the formats are given it; `withImages` draws a gray picture for each. */
export async function exportDataset(
  images: readonly Exported[],
  { classes = classesOf('crack'), withImages = false } = {},
): Promise<ExportDataset> {
  const folder = temporaryFolder();
  const list = images.map((image): ExportImage => {
    const path = join(folder, image.name);
    return { name: image.name, document: documentOf(image), side: image.side ?? null, path };
  });
  for (const { path, document } of withImages ? list : []) {
    await writePicture(pathOf(path), document.width, document.height, i => i % 200);
  }
  return {
    classes,
    count: list.length,
    async *images() {
      yield* list;
    },
    withImages,
  };
}

/** Writes a dataset to a folder, or a zip, and opens it; `codes` are those of the notes. */
export async function written(format: Format, dataset: ExportDataset, name = 'out') {
  const path = join(temporaryFolder(), name);
  const notes = new NoteCounts();
  const sink = await openSink(path);
  await format.write!(dataset, sink, notes.takeNote);
  await sink.commit();
  return { path, source: await openSource(path), notes: notes.list(), codes: notes.list().map(({ code }) => code) };
}

/** What a format reads from a source, image by image. */
export async function readBack(format: Format, source: Source): Promise<{ reading: Reading; images: ForeignImage[] }> {
  const reading = await format.read(source);
  const images: ForeignImage[] = [];
  for await (const image of reading.images()) images.push(image);
  return { reading, images };
}

/** The class index of each pixel as text, one line a row: `.` is background. */
export function maskRows(
  labels: readonly Label[],
  width: number,
  height: number,
  classes: readonly string[],
): string[] {
  const { data } = rasterizeLabels(labels, { x1: 0, y1: 0, x2: width, y2: height }, [...classes, BACKGROUND]);
  const digit = (value: number) => (value === 0 || value > classes.length ? '.' : String(value));
  return Array.from({ length: height }, (_, y) =>
    Array.from(data.subarray(y * width, (y + 1) * width), digit).join(''),
  );
}

export const polygon = (points: Point[], name = 'crack'): Label => ({
  shape: 'polygon',
  class: name,
  source: 'drawn',
  points,
});

export const rectangle = (x1: number, y1: number, x2: number, y2: number, name = 'crack') =>
  polygon([...corners(x1, x2, y1), ...corners(x2, x1, y2)], name);

const corners = (from: number, to: number, y: number): Point[] => [from, to].map(x => [x, y]);

export const polyline = (points: Point[], width: number, name = 'crack'): Label => ({
  shape: 'polyline',
  class: name,
  source: 'drawn',
  points,
  width,
});

/** Labels of every shape, inside, over the edge and outside of a picture of `size` px, overlapping as they like. */
export function arbitraryLabels(size: number, classNames: readonly string[], maxLength = 6): fc.Arbitrary<Label[]> {
  return fc.array(anyLabel(size, classNames), { maxLength });
}

/** An image in every state that there is, with labels and without. */
export function inEveryState(): Exported[] {
  const labels = [rectangle(0, 0, 2, 2)];
  return [
    { name: '1.png', state: 'verified' },
    { name: '2.png', state: 'unlabelled' },
    { name: '3.png', state: 'in progress', labels },
    { name: '4.png', state: 'verified', labels },
    { name: '5.png', state: 'unlabelled', labels },
  ];
}

/** Side of the images of `arbitraryImages`, px. */
const SIDE = 16;

/** Up to three images: verified ones with labels of these classes, and unlabelled ones without. */
export function arbitraryImages(classNames: readonly string[]): fc.Arbitrary<Exported[]> {
  const state = fc.constantFrom('verified' as const, 'unlabelled' as const);
  const image = fc.record({ labels: arbitraryLabels(SIDE, classNames), state });
  return fc.array(image, { minLength: 1, maxLength: 3 }).map(images =>
    images.map(({ labels, state }, i) => {
      const size = { width: SIDE, height: SIDE };
      return { name: `${i}.png`, ...size, state, labels: state === 'verified' ? labels : [] };
    }),
  );
}

/** Of `arbitraryImages`: the mask of each class, the state and the pixels came back. `nameOf`: what an image is called there. */
export function expectAllBack(
  images: readonly Exported[],
  back: readonly ForeignImage[],
  classNames: readonly string[],
  nameOf: (image: ForeignImage) => string,
): void {
  for (const { name, labels = [], state } of images) {
    const rows = maskRows(labels, SIDE, SIDE, classNames);
    const painted = rows.join('').replaceAll('.', '').length;
    const found = back.find(each => nameOf(each) === name);
    expect(maskRows(found?.labels ?? [], SIDE, SIDE, classNames)).toEqual(rows);
    expect(found?.state).toBe(state === 'unlabelled' ? 'unknown' : painted > 0 ? 'labelled' : 'empty');
    expect(found?.pixels ?? 0).toBe(painted);
  }
}
