import { type FilePath, projectPath } from '../../node/project-path.ts';
import { widthsIn } from '../../shared/metrics/crack-counts.ts';
import type { DataFacts } from '../../shared/training/plan.ts';
import { readSplits } from '../dataset/read-splits.ts';
import { FOR_THE_DISK, mapConcurrently } from '../files/concurrency.ts';
import { readMask } from '../images/masks.ts';
import { readSize } from '../images/png.ts';
import { trainingLayout } from '../layout/training-layout.ts';

/** Masks that are looked at, evenly spread over the train images. */
const MOST_MASKS = 32;

/** What a plan wants to know of a training folder that is split. Throws a StudioError. */
export async function readDataFacts(dataDir: FilePath): Promise<DataFacts> {
  const layout = trainingLayout(projectPath(dataDir));
  const { train, val } = await readSplits(dataDir);
  const sizesOf = (names: readonly string[]) =>
    mapConcurrently(names, name => readSize(layout.image(name)), FOR_THE_DISK);
  const [sizes, valSizes] = [await sizesOf(train), await sizesOf(val)];
  const every = Math.max(1, train.length / MOST_MASKS);
  const some = train.filter((_, i) => Math.floor(i / every) > Math.floor((i - 1) / every));
  const widths = await mapConcurrently(some, async name => crackOf(await readMask(layout.mask(name))));
  const cracks = widths.filter(({ pixels }) => pixels > 0);
  const pixels = cracks.reduce((sum, crack) => sum + crack.pixels, 0);
  const byArea = sizes.toSorted((a, b) => a.width * a.height - b.width * b.height);
  return {
    train: train.length,
    positives: Math.round((train.length * cracks.length) / some.length),
    ...byArea[byArea.length >> 1],
    ...{ trainPixels: areaOf(sizes), valPixels: areaOf(valSizes) },
    ...(pixels > 0 && { crackWidth: cracks.reduce((sum, { width, pixels }) => sum + width * pixels, 0) / pixels }),
  };
}

function areaOf(sizes: readonly { width: number; height: number }[]): number {
  return sizes.reduce((sum, { width, height }) => sum + width * height, 0);
}

/** The pixels of crack in a mask, and their mean width. */
function crackOf({ data, width, height }: { data: Uint8Array; width: number; height: number }) {
  const pixels = Int32Array.from(data.keys()).filter(at => data[at] !== 0);
  return { pixels: pixels.length, width: pixels.length > 0 ? widthsIn(data, width, height)(pixels) : 0 };
}
