import * as z from 'zod';
import type { ProjectPath } from '../../../node/project-path.ts';
import { StudioError } from '../../../shared/errors.ts';
import type { Detection } from '../../../shared/events/detections.ts';
import { runsOf } from '../../../shared/events/tracker.ts';
import { lookSchema } from '../../../shared/schemas/inspection.ts';
import { textLines } from '../../files/text-lines.ts';
import type { Crop, Look } from './looking.ts';

/** A line of a shard's `looks.jsonl`: a line of `frames.jsonl` to all its digits, and the detections that the tracker is given. */
const lineSchema = lookSchema.omit({ same: true, cracks: true, print: true, motion: true }).extend({
  sharpness: z.number(),
  doubt: z.number(),
  detections: z.array(
    z.object({
      score: z.number(),
      skeleton: z.array(z.number()),
      /** Index of a first pixel and how many follow from there, in turn. */
      runs: z.array(z.int().nonnegative()),
      crossing: z.int().nullable(),
      unclear: z.boolean(),
    }),
  ),
});
type Line = z.infer<typeof lineSchema>;

/** What the model saw in a frame, without the picture. */
export type Sight = Omit<Look, keyof Crop>;

export function lineOf({ frame, ms, score, sharpness, exposure, doubt, detections }: Look): Line {
  const kept = detections.map(({ score, skeleton, pixels, crossing, unclear }) => {
    return { score, skeleton: [...skeleton], runs: runsOf([...pixels]), crossing, unclear };
  });
  return { frame, ms, score, sharpness, ...(exposure && { exposure }), doubt, detections: kept };
}

function sightOf({ score, sharpness, exposure, doubt, detections }: Line): Sight {
  return { score, sharpness, doubt, exposure: exposure ?? null, detections: detections.map(detectionOf) };
}

function detectionOf({ skeleton, runs, ...known }: Line['detections'][number]): Detection {
  const pixels: number[] = [];
  for (let i = 0; i < runs.length; i += 2) for (let at = 0; at < runs[i + 1]; at++) pixels.push(runs[i] + at);
  const placed = { skeleton: Float64Array.from(skeleton), pixels: Int32Array.from(pixels), areaPx: pixels.length };
  return { ...known, ...placed, whole: null };
}

/** What shards saw, read as the video goes on: between two frames that are due is in memory, no more. */
export class KnownLooks {
  readonly #lines: AsyncGenerator<Line>;
  readonly #kept = new Map<number, Sight>();
  #asked = -1;
  /** This frame and those before are not asked for any more. */
  #gone = -1;
  #read = -1;

  /** `files`: of all shards, in the order of their frames. */
  constructor(files: readonly ProjectPath[]) {
    this.#lines = linesOf(files);
  }

  /**
   * What was seen in a frame; null when no shard looked at it. A frame is asked for before those between it and the one that was asked for
   * before. Throws a StudioError for a file that is damaged.
   */
  async at(frame: number): Promise<Sight | null> {
    if (frame > this.#asked) {
      for (const old of this.#kept.keys()) if (old < this.#asked) this.#kept.delete(old);
      this.#gone = this.#asked;
      this.#asked = frame;
    }
    while (this.#read < frame) {
      const { value, done } = await this.#lines.next();
      this.#read = done ? Infinity : value.frame;
      if (!done && value.frame > this.#gone) this.#kept.set(value.frame, sightOf(value));
    }
    return this.#kept.get(frame) ?? null;
  }

  /** What was seen up to a frame is not asked for any more. */
  skipTo(frame: number): void {
    this.#asked = frame;
  }

  async close(): Promise<void> {
    await this.#lines.return(undefined);
  }
}

async function* linesOf(files: readonly ProjectPath[]): AsyncGenerator<Line> {
  for (const path of files) for await (const line of textLines(path)) yield parsed(line, path);
}

function parsed(line: string, path: ProjectPath): Line {
  try {
    return lineSchema.parse(JSON.parse(line));
  } catch (error) {
    throw damaged(path, error);
  }
}

function damaged(path: ProjectPath, cause: unknown): StudioError {
  return new StudioError(`${path} is damaged: remove its folder and make this shard again.`, 'failure', { cause });
}
