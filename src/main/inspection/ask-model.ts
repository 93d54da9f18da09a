import type { PredictionMode } from '../../shared/contract-inspect.ts';
import type { GrayImage } from '../../shared/image/gray-image.ts';
import { anyClass, largestChannel } from '../../shared/inference/class-channels.ts';
import type { PredictOptions, Predictor } from '../jobs/predictor.ts';

/** What a model says of a picture, [height, width] each. */
export interface Said {
  /** Of crack, 0 to 1. */
  readonly probability: Float32Array;
  /** The likeliest class of each pixel, should it be none of the background, from 1; null where the model does not tell them apart. */
  readonly classes: Uint8Array | null;
  /** How long it took. */
  readonly milliseconds: number;
}

/** The probability of crack, and the likeliest class of each pixel. Throws a StudioError. */
export async function askModel(
  predictor: Predictor,
  image: GrayImage,
  mode: PredictionMode,
  options?: PredictOptions,
): Promise<Said> {
  const started = performance.now();
  const passed = () => performance.now() - started;
  if (predictor.classes.length === 0) {
    const probability = await predictor.predict(image, mode, options);
    return { probability, classes: null, milliseconds: passed() };
  }
  const channels = await predictor.predictClasses(image, mode, options);
  return { probability: anyClass(channels), classes: largestChannel(channels, 1), milliseconds: passed() };
}

/** Probabilities as round(255 p), and the largest of them. */
export function inBytes(probability: Float32Array): { data: Uint8Array; highest: number } {
  const data = new Uint8Array(probability.length);
  let highest = 0;
  for (let i = 0; i < data.length; i++) {
    data[i] = Math.round(255 * probability[i]);
    if (probability[i] > highest) highest = probability[i];
  }
  return { data, highest };
}
