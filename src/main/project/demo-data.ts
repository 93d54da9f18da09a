import { basename, extname, join } from 'node:path';
import * as z from 'zod';
import { unpackedRoot } from '../../node/root.ts';
import { type Point, pointSchema, type VideoLabels, videoLabelsSchema } from '../../shared/schemas/label.ts';
import { readBytes } from '../files/read.ts';

/** A video with its labels and where to look in it. */
export interface DemoData {
  /** Path of the video. */
  readonly video: string;
  /** The video's name without its extension. */
  readonly name: string;
  readonly labels: VideoLabels;
  /** The class that the labels mark. */
  readonly class: string;
  /** Vertices around the part that wears, px of the full frame. */
  readonly roi: readonly Point[];
}

/** The folder of the demo that comes with the studio. */
export const DEMO_FOLDER = join(unpackedRoot, 'assets/sample');

const demoSchema = z.object({
  version: z.literal(1),
  video: z.string(),
  labels: z.string(),
  class: z.string(),
  roi: z.array(pointSchema).min(3),
});

/** Reads `sample.json` and the labels it names. Throws a StudioError when a file cannot be read. */
export async function readDemoData(folder: string): Promise<DemoData> {
  const { video, labels, class: className, roi } = demoSchema.parse(await readJson(join(folder, 'sample.json')));
  return {
    video: join(folder, video),
    name: basename(video, extname(video)),
    labels: videoLabelsSchema.parse(await readJson(join(folder, labels))),
    class: className,
    roi,
  };
}

async function readJson(path: string): Promise<unknown> {
  return JSON.parse((await readBytes(path)).toString('utf8'));
}
