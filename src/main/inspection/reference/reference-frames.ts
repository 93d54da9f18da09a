import { StudioError } from '../../../shared/errors.ts';
import type { Vertex } from '../../../shared/geometry/line.ts';
import { placeRoi, type Roi } from '../../../shared/geometry/roi.ts';
import type { GrayImage, RgbImage } from '../../../shared/image/gray-image.ts';
import { BLACK_HAT_HISTORY, BLACK_HAT_MARGIN, blackHatMask } from '../../../shared/reference/black-hat-mask.ts';
import { type CrackBox, crackBoxes } from '../../../shared/reference/crack-boxes.ts';
import { MODEL_HISTORY, MODEL_MARGIN, MODEL_THRESHOLD, modelMask } from '../../../shared/reference/model-mask.ts';
import { inspectedMoments, type ReferenceMoment } from '../../../shared/reference/timeline.ts';
import { Vote } from '../../../shared/reference/vote.ts';
import type { FrameIndex, PictureForm } from '../../../shared/schemas/video.ts';
import { sampleImage } from '../../collect/draw-sample.ts';
import { mapAhead } from '../../files/concurrency.ts';
import type { Predictor } from '../../jobs/predictor.ts';
import type { Urgency } from '../../media/decoders.ts';
import { type ReadFrame, readFrames } from '../../media/frames.ts';

/** Frames are as the file has them, as OpenCV gives them. */
export const REFERENCE_FORM: PictureForm = { squarePixels: false, toneMap: false };

/** Frames whose masks are being found at a time: while the model works on one, the next is decoded and made ready. */
const AT_ONCE = 3;

export interface ReferenceChoices {
  /** In `REFERENCE_FORM`. */
  readonly index: FrameIndex;
  /** Null finds cracks without a model, by black-hats. */
  readonly predictor: Predictor | null;
  /** In full-frame px; the whole frame when left out. */
  readonly roi?: readonly Vertex[] | undefined;
  readonly startMs?: number | undefined;
  readonly endMs?: number | undefined;
  /** Of a model's probability. Default: the reference's. */
  readonly threshold?: number | undefined;
  /** How urgent decoding is. Default: that of a command. */
  readonly urgency?: Urgency | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A frame as the reference has inspected it. */
export interface ReferenceFrame extends ReferenceMoment {
  readonly image: RgbImage;
  /** Whose box the vote covers. */
  readonly roi: Roi;
  readonly vote: GrayImage;
  readonly boxes: readonly CrackBox[];
}

/** The frames that the reference would inspect. Throws a StudioError when there is none. */
export function momentsOf({ index, startMs, endMs }: ReferenceChoices): ReferenceMoment[] {
  const { timesMs, info } = index;
  const moments = inspectedMoments({ timesMs, timeBase: info.timeBase, startMs, endMs });
  if (moments.length > 0) return moments;
  throw new StudioError(
    `${info.path} has no frame to inspect there: it lasts ${(info.durationMs / 1000).toFixed(1)} s, and the reference passes over the first one.`,
  );
}

/** Inspects every frame as the reference does, one after the other: mask, vote, boxes. Throws a StudioError. */
export async function* referenceFrames(choices: ReferenceChoices): AsyncGenerator<ReferenceFrame> {
  const { index, predictor, urgency = 'command', signal } = choices;
  const moments = momentsOf(choices);
  const byIndex = new Map(moments.map(moment => [moment.index, moment]));
  const { width, height } = index.info;
  const roi = placeRoi(choices.roi, width, height, predictor ? MODEL_MARGIN : BLACK_HAT_MARGIN);
  const vote = new Vote(predictor ? MODEL_HISTORY : BLACK_HAT_HISTORY);
  const find = finder(choices, roi);
  const frames = readFrames(index, [...byIndex.keys()], { need: { urgency }, signal });
  const found = async ({ frame, image }: ReadFrame) => ({ frame, image, mask: await find(image) });
  for await (const { frame, image, mask } of mapAhead(frames, found, AT_ONCE)) {
    signal?.throwIfAborted();
    const all = vote.add(mask);
    yield { ...byIndex.get(frame)!, image, roi, vote: all, boxes: crackBoxes(all, roi.box) };
  }
}

function finder({ predictor, threshold = MODEL_THRESHOLD }: ReferenceChoices, roi: Roi) {
  return async (image: RgbImage): Promise<GrayImage> => {
    const gray = sampleImage(image, roi, { maskOutside: true });
    if (!predictor) return blackHatMask(gray, roi, image);
    return modelMask(await predictor.predict(gray, 'resize'), roi, threshold);
  };
}
