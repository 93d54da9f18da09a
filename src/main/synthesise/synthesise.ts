import { writeFileAtomic } from '../../node/atomic-file.ts';
import { makeFolder } from '../../node/folders.ts';
import { type FilePath, projectPath } from '../../node/project-path.ts';
import { StudioError } from '../../shared/errors.ts';
import type { GrayImage } from '../../shared/image/gray-image.ts';
import { type LabelDocument, newDocument } from '../../shared/schemas/label.ts';
import { type DrawnPicture, drawPicture, maskOf } from '../../shared/synthesise/draw-picture.ts';
import { exists, listPngs } from '../files/listing.ts';
import { readGray, writeGray } from '../images/png.ts';
import { trainingLayout } from '../layout/training-layout.ts';

export interface SynthesiseOptions {
  /** Becomes a training folder: images/, masks/ and labels/. */
  readonly out: FilePath;
  readonly count: number;
  readonly seed: number;
  /** Side of the pictures, px; those on grounds have the grounds' size. */
  readonly size: number;
  /** Pictures without cracks, on which cracks are drawn in turn. */
  readonly grounds: readonly FilePath[];
  readonly signal: AbortSignal;
  /** Of each picture how many labels it has, and how many pictures are done. */
  onPicture(labels: number, done: number): void;
}

/**
 * Draws pictures of damage and of what is none, with masks and label documents. The same seed gives the same files.
 *
 * @throws StudioError when there are pictures already, a ground cannot be read, or the disk gives out
 */
export async function synthesise(options: SynthesiseOptions): Promise<void> {
  const { count, seed, size, grounds, signal } = options;
  const layout = trainingLayout(projectPath(options.out));
  if ((await exists(layout.images)) && (await listPngs(layout.images)).length > 0) {
    throw new StudioError(`${layout.images} holds pictures already: name a folder that is empty or not there yet.`);
  }
  for (const dir of [options.out, layout.images, layout.masks, layout.labels]) await makeFolder(dir);
  for (let i = 0; i < count; i++) {
    signal.throwIfAborted();
    const ground = grounds.length > 0 ? await readGray(grounds[i % grounds.length]) : undefined;
    const drawn = drawPicture(ground ?? { width: size, height: size }, seed, i, ground);
    const image = `${String(i).padStart(6, '0')}.png`;
    await writeGray(layout.image(image), drawn.picture);
    await writeGray(layout.mask(image), inWhite(maskOf(drawn)));
    await writeFileAtomic(layout.label(image), `${JSON.stringify(documentOf(image, drawn))}\n`);
    options.onPicture(drawn.labels.length, i + 1);
  }
}

function inWhite({ width, height, data }: GrayImage): GrayImage {
  return { width, height, data: data.map(value => (value > 0 ? 255 : 0)) };
}

/** Verified: what is not labelled is no damage. */
function documentOf(image: string, { picture: { width, height }, labels }: DrawnPicture): LabelDocument {
  const named = labels.map((label, i) => ({ ...label, id: `drawn-${i + 1}` }));
  return { ...newDocument({ image, width, height }), revision: 1, state: 'verified', labels: named };
}
