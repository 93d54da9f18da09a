import type { FilePath } from '../../node/project-path.ts';
import { oneLine, StudioError } from '../../shared/errors.ts';
import { measureMask } from '../../shared/measure/measure-mask.ts';
import { measurementOf } from '../../shared/measure/measurement.ts';
import { type MeasurementRecord, measurementsDocument } from '../../shared/measure/measurements-document.ts';
import type { ScaleSource } from '../../shared/measure/scale.ts';
import type { Scales } from '../../shared/measure/scales.ts';
import type { WidthClasses } from '../../shared/measure/width-classes.ts';
import { exists } from '../files/listing.ts';
import { readMask } from '../images/masks.ts';
import { readGray } from '../images/png.ts';
import { scaleByMarker } from './find-markers.ts';
import { writeMeasurements } from './write-measurements.ts';

export interface MeasuredPicture {
  readonly image: FilePath;
  readonly mask: FilePath;
  readonly name: string;
  readonly scale: ScaleSource | null;
}

export interface MeasureImages {
  readonly pictures: readonly MeasuredPicture[];
  /** As the file of the result names them: one that was given for all, or those that the project keeps. */
  readonly scale: ScaleSource | null;
  readonly scales?: Scales;
  /** Each picture has a scale of its own, by the marker in it, whose printed square has sides of so many mm. */
  readonly markerMm?: number | undefined;
  readonly classes: WidthClasses | null;
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
  const measurements: MeasurementRecord[] = [];
  for (const picture of options.pictures) {
    if (options.signal?.aborted)
      throw new StudioError('The measuring was stopped before its end; nothing was written.');
    const image = picture.name;
    try {
      const records = await measureOne(picture, options);
      for (const record of records) measurements.push(record);
      yield { image, records };
    } catch (error) {
      yield { image, error: oneLine(error) };
    }
  }
  const { out, scale, scales, markerMm, classes } = options;
  const by = { scale, ...(scales && { scales }), ...(markerMm !== undefined && { marker_mm: markerMm }) };
  const how = { ...by, classes, from_picture: true };
  await writeMeasurements(out, measurementsDocument({ ...how, measurements }));
}

async function measureOne(
  { image, mask: maskPath, name, scale: known }: MeasuredPicture,
  { classes, minAreaPx, markerMm }: MeasureImages,
): Promise<MeasurementRecord[]> {
  if (!(await exists(maskPath)))
    throw new StudioError(`${name} has no mask ${maskPath}: label it, or predict it first.`);
  const [gray, mask] = [await readGray(image), await readMask(maskPath)];
  if (gray.width !== mask.width || gray.height !== mask.height) {
    throw new StudioError(
      `The mask ${maskPath} is ${mask.width}x${mask.height} px but its image is ${gray.width}x${gray.height} px: export the mask at the image's size.`,
    );
  }
  const scale = markerMm === undefined ? known : scaleByMarker(gray, markerMm, name);
  const cracks = measureMask(mask, { gray, ...(minAreaPx !== undefined && { minAreaPx }) });
  return cracks.map((crack, i) => ({ image: name, crack: i + 1, ...measurementOf(crack, { scale, classes }) }));
}
