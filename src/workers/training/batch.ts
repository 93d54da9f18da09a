import { pathToFileURL } from 'node:url';
import { Tinypool } from 'tinypool';
import { builtEntry } from '../../node/root.ts';
import { augmentInto, warpOf } from './augment.ts';
import type { Augmentation } from './augmentations.ts';
import type { CropDraw } from './crop-sampler.ts';
import { PreparedData, type SquarePair } from './prepared-data.ts';
import { warpMargin } from './warp.ts';

/** One image of a batch, decided on but not yet read. */
export interface Draw {
  /** Index into the prepared set. */
  index: number;
  /** Of a native set: the top left pixel of the part that is taken. */
  crop?: CropDraw['crop'];
  augmentation: Augmentation;
}

/** What a training step takes: `x` gray / 255 and `y` 0 or 1, or the class's index, both float32 [count, 1, size, size]. */
export interface Batch {
  x: Float32Array;
  y: Float32Array;
  count: number;
}

/** Reads and augments the images of one batch. */
export function makeBatch(data: PreparedData, draws: readonly Draw[]): Batch {
  const { size } = data.manifest;
  const x = new Float32Array(draws.length * size * size);
  const y = new Float32Array(x.length);
  draws.forEach((draw, i) => {
    augmentInto({ ...read(data, draw), size, augmentation: draw.augmentation }, { x, y, offset: i * size * size });
  });
  return { x, y, count: draws.length };
}

/** A whole image, or a crop with as much around it as its warp reaches for, so that a border is invented only at the image's. */
function read(data: PreparedData, { index, crop, augmentation }: Draw): SquarePair & { margin: number } {
  if (!crop) return { ...data.read(index), margin: 0 };
  const { size } = data.manifest;
  const margin = warpMargin(size, warpOf(augmentation));
  const square = { x: crop.x - margin, y: crop.y - margin, side: size + 2 * margin };
  return { ...data.crop(index, square), margin };
}

/** Makes batches in order, ahead of the step that takes them. */
export interface BatchMaker {
  /** The batches of `plan`, in its order, whatever the number of threads. */
  batches(plan: readonly Draw[][]): AsyncGenerator<Batch>;
  close(): Promise<void>;
}

/**
 * Makes batches on `threads` worker threads, up to two a thread ahead of the device; with none, between the steps.
 *
 * @param dir the prepared set's folder
 */
export function createBatchMaker(dir: string, threads: number): BatchMaker {
  if (threads === 0) return inlineBatchMaker(dir);
  const pool = new Tinypool({
    filename: pathToFileURL(builtEntry('batch-thread')).href,
    minThreads: threads,
    maxThreads: threads,
    workerData: { dir },
  });
  return {
    async *batches(plan) {
      const ahead: Promise<Batch>[] = [];
      let next = 0;
      while (next < plan.length || ahead.length > 0) {
        while (next < plan.length && ahead.length < 2 * threads) {
          const made: Promise<Batch> = pool.run(plan[next++]);
          made.catch(() => {}); // a failure is thrown where the batch is awaited
          ahead.push(made);
        }
        yield await (ahead.shift() as Promise<Batch>);
      }
    },
    close: () => pool.destroy(),
  };
}

function inlineBatchMaker(dir: string): BatchMaker {
  const data = new PreparedData(dir);
  return {
    async *batches(plan) {
      for (const draws of plan) yield makeBatch(data, draws);
    },
    close: async () => data.close(),
  };
}
