import { join, parse } from 'node:path';
import { writeFileAtomic } from '../../node/atomic-file.ts';
import { makeFolder } from '../../node/folders.ts';
import { oneLine, StudioError } from '../../shared/errors.ts';
import { measureMask } from '../../shared/measure/measure-mask.ts';
import { exists } from '../files/listing.ts';
import { readMask } from '../images/masks.ts';
import { readGray } from '../images/png.ts';
import {
  type Interpretation,
  type MeasurementRecord,
  measurementRecord,
  measurementsCsv,
} from './measurement-records.ts';

export interface MeasureImages extends Interpretation {
  readonly images: readonly { readonly path: string; readonly stem: string }[];
  /** Holds a mask of the same name, as PNG, for each image. */
  readonly masks: string;
  /** Gets measurements.csv and measurements.json. */
  readonly out: string;
  /** Components of fewer pixels are specks. */
  readonly minAreaPx?: number;
  readonly signal?: AbortSignal;
}

/** What was measured in one image, or why it could not be. */
export type MeasuredImage =
  | { readonly image: string; readonly records: readonly MeasurementRecord[] }
  | { readonly image: string; readonly error: string };

/**
 * Measures the cracks of every image that has a mask, one image in memory at a time, and writes one record a crack to `out`. An image that
 * cannot be measured is reported and passed over. Throws a StudioError when the result cannot be written, or is stopped.
 */
export async function* measureImages(options: MeasureImages): AsyncGenerator<MeasuredImage> {
  const all: MeasurementRecord[] = [];
  for (const { path } of options.images) {
    if (options.signal?.aborted)
      throw new StudioError('The measuring was stopped before its end; nothing was written.');
    const image = parse(path).base;
    try {
      const records = await measureOne(path, image, options);
      all.push(...records);
      yield { image, records };
    } catch (error) {
      yield { image, error: oneLine(error) };
    }
  }
  await makeFolder(options.out);
  const { scale, classes } = options;
  const document = { version: 1, scale, classes, unit: scale ? 'mm' : 'px', measurements: all };
  await writeFileAtomic(join(options.out, 'measurements.json'), `${JSON.stringify(document, null, 1)}\n`);
  await writeFileAtomic(join(options.out, 'measurements.csv'), measurementsCsv(all));
}

async function measureOne(path: string, image: string, options: MeasureImages): Promise<MeasurementRecord[]> {
  const maskPath = join(options.masks, `${parse(path).name}.png`);
  if (!(await exists(maskPath)))
    throw new StudioError(`${image} has no mask ${maskPath}: label it, or predict it first.`);
  const [gray, mask] = [await readGray(path), await readMask(maskPath)];
  if (gray.width !== mask.width || gray.height !== mask.height) {
    throw new StudioError(
      `The mask ${maskPath} is ${mask.width}x${mask.height} px but its image is ${gray.width}x${gray.height} px: export the mask at the image's size.`,
    );
  }
  const { minAreaPx } = options;
  const cracks = measureMask(mask, { gray, ...(minAreaPx !== undefined && { minAreaPx }) });
  return cracks.map((crack, i) => measurementRecord(image, i + 1, crack, options));
}
