import { basename, extname, join } from 'node:path';
import * as z from 'zod';
import { writeFileAtomic } from '../../node/atomic-file.ts';
import { listFolder, makeFolder } from '../../node/folders.ts';
import { StudioError } from '../../shared/errors.ts';
import { rasterizeLabels } from '../../shared/labels/rasterize.ts';
import type { VideoLabels } from '../../shared/schemas/label.ts';
import { mapConcurrently } from '../files/concurrency.ts';
import { readBytes } from '../files/read.ts';
import { writeGray } from '../images/png.ts';
import { trainingLayout } from '../layout/training-layout.ts';

export interface ImportDemoLabels {
  /** A video's folder as `collect` writes it: `images/`, `meta/`. */
  readonly samplesDir: string;
  readonly labels: VideoLabels;
  /** The training folder to write to. */
  readonly outDir: string;
  readonly signal?: AbortSignal;
}

const metaSchema = z.object({
  frame_index: z.int().nonnegative(),
  bbox_xyxy: z.tuple([z.int(), z.int(), z.int(), z.int()]),
});

/**
 * Turns collected samples and the labels of their video into training images and masks, named `<video>__<base>.png` so
 * that frames of two videos never meet. Samples whose frame is not verified are passed over. Throws a StudioError.
 */
export async function importDemoLabels(options: ImportDemoLabels): Promise<{ images: number; positives: number }> {
  const { samplesDir, labels, outDir, signal } = options;
  const out = trainingLayout(outDir);
  await makeFolder(outDir);
  await makeFolder(out.images);
  await makeFolder(out.masks);
  const verified = new Map(
    labels.frames.filter(frame => frame.state === 'verified').map(frame => [frame.frame, frame]),
  );
  const classes = [...new Set(labels.frames.flatMap(frame => frame.labels.map(label => label.class)))];
  const stem = basename(labels.video, extname(labels.video));
  const results = await mapConcurrently(await listMeta(samplesDir), async metaFile => {
    signal?.throwIfAborted();
    const base = metaFile.slice(0, -'.json'.length);
    const meta = await readMeta(join(samplesDir, 'meta', metaFile));
    const frame = verified.get(meta.frame_index);
    if (!frame) return null;
    const [x1, y1, x2, y2] = meta.bbox_xyxy;
    const mask = rasterizeLabels(frame.labels, { x1, y1, x2, y2 }, classes);
    const name = `${stem}__${base}.png`;
    await writeFileAtomic(out.image(name), await readBytes(join(samplesDir, 'images', `${base}.png`)));
    await writeGray(out.mask(name), { ...mask, data: mask.data.map(value => (value > 0 ? 255 : 0)) });
    return mask.data.some(value => value > 0);
  });
  const written = results.filter(result => result !== null);
  return { images: written.length, positives: written.filter(Boolean).length };
}

async function listMeta(samplesDir: string): Promise<string[]> {
  const folder = join(samplesDir, 'meta');
  return (await listFolder(folder)).filter(name => name.endsWith('.json') && !name.startsWith('.')).sort();
}

async function readMeta(path: string): Promise<z.infer<typeof metaSchema>> {
  const text = (await readBytes(path)).toString('utf8');
  try {
    return metaSchema.parse(JSON.parse(text));
  } catch {
    throw new StudioError(`${path} is not the metadata of a sample: collect the frame again.`);
  }
}
