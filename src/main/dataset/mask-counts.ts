import { basename, dirname } from 'node:path';
import type { FilePath } from '../../node/project-path.ts';
import { exists } from '../files/listing.ts';
import { readMask } from '../images/masks.ts';
import { readSize } from '../images/png.ts';
import { trainingLayout } from '../layout/training-layout.ts';

/** What one mask says; an image without a mask has no crack. */
export interface MaskCount {
  readonly pixels: number;
  readonly crackPixels: number;
}

/** Counts the pixels of a mask, or of its image when there is none. Throws a StudioError. */
export async function countMask(path: FilePath): Promise<MaskCount> {
  if (!(await exists(path))) {
    const { width, height } = await readSize(imageOf(path));
    return { pixels: width * height, crackPixels: 0 };
  }
  const { data } = await readMask(path);
  let crackPixels = 0;
  for (const value of data) if (value !== 0) crackPixels++;
  return { pixels: data.length, crackPixels };
}

function imageOf(mask: FilePath): FilePath {
  if (typeof mask === 'string') return trainingLayout(dirname(dirname(mask))).image(basename(mask));
  return trainingLayout(mask.parent.parent).image(basename(mask.path));
}
