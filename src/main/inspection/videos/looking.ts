import type { PredictionMode } from '../../../shared/contract-inspect.ts';
import { sharpnessOf } from '../../../shared/dataset/frame-likeness.ts';
import { exposureOf, exposureProblem } from '../../../shared/dataset/health/exposure.ts';
import { doubtOf } from '../../../shared/events/ask-next.ts';
import { type Detection, type DetectionLimits, detectionsOf } from '../../../shared/events/detections.ts';
import { type Plane, planeOf } from '../../../shared/events/plane.ts';
import type { Moment } from '../../../shared/events/track.ts';
import type { Roi } from '../../../shared/geometry/roi.ts';
import type { GrayImage, RgbImage } from '../../../shared/image/gray-image.ts';
import { sampleImage } from '../../collect/draw-sample.ts';
import type { Predictor } from '../../jobs/predictor.ts';

/** A small picture of the crop, to see whether anything changed; its longer side, px. */
const THUMBNAIL = 64;

/** A frame before it is looked at. */
export interface Crop extends Moment {
  /** As the model is given it. */
  readonly gray: GrayImage;
  readonly thumbnail: Plane;
}

export interface Look extends Crop {
  /** The largest probability in the ROI. */
  readonly score: number;
  readonly sharpness: number;
  /** See `doubtOf`. */
  readonly doubt: number;
  /** Null where enough can be seen. */
  readonly exposure: NonNullable<ReturnType<typeof exposureProblem>>['kind'] | null;
  readonly detections: readonly Detection[];
}

export function cropOf(moment: Moment, frame: RgbImage, roi: Roi): Crop {
  const gray = sampleImage(frame, roi, {});
  return { ...moment, gray, thumbnail: planeOf(gray, THUMBNAIL) };
}

export interface Looking {
  readonly predictor: Predictor;
  readonly mode: PredictionMode;
  readonly roi: Roi;
  readonly limits: DetectionLimits;
}

/** Runs the model on a crop; what lies outside the ROI is no crack. */
export async function lookAt(crop: Crop, { predictor, mode, roi, limits }: Looking): Promise<Look> {
  const { width, height } = crop.gray;
  const data = await predictor.predict(crop.gray, mode);
  let [score, pixels] = [0, 0];
  for (let i = 0; i < data.length; i++) {
    if (roi.mask.data[i] === 0) data[i] = 0;
    else {
      pixels++;
      if (data[i] > score) score = data[i];
    }
  }
  const seen = { sharpness: sharpnessOf(crop.gray), exposure: exposureProblem(exposureOf(crop.gray))?.kind ?? null };
  return {
    ...crop,
    ...seen,
    score,
    doubt: doubtOf(data, pixels),
    detections: detectionsOf({ width, height, data }, limits),
  };
}
