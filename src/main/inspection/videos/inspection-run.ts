import { printOf } from '../../../shared/events/ask-next.ts';
import { motionBetween } from '../../../shared/events/motion.ts';
import { differenceOf } from '../../../shared/events/plane.ts';
import type { Moment } from '../../../shared/events/track.ts';
import { changes, repeat, runsOf, track, tracksOf } from '../../../shared/events/tracker.ts';
import type { Affine } from '../../../shared/geometry/affine.ts';
import type { Roi } from '../../../shared/geometry/roi.ts';
import type { Box } from '../../../shared/image/gray-image.ts';
import { countsToString } from '../../../shared/labels/rle.ts';
import { brushOfStretches, type Stretch, stretchesOf } from '../../../shared/labels/stretches.ts';
import type { LookRecord, MaskedLook, SeenMask } from '../../../shared/schemas/inspection.ts';
import { readFrame, readFrames } from '../../media/frames.ts';
import type { InspectVideo } from './inspection.ts';
import { lineOf } from './known-looks.ts';
import { type Crop, cropOf, type Look, type Looking, lookAt } from './looking.ts';
import type { InspectionLog, Snapshot } from './snapshot.ts';

/** Thumbnails that differ by less, gray levels in the mean, show the same … */
const SAME = 1;
/** … but not for longer than this without a look, ms. */
const LOOK_AGAIN_MS = 2000;

/** One inspection at work. */
export class InspectionRun {
  readonly #inspection: InspectVideo;
  readonly #log: InspectionLog;
  readonly #looking: Looking;
  readonly #isShard: boolean;
  readonly state: Pick<Snapshot, 'tracker'>;
  looks: number;
  /** The frame before, and the last that the model saw. */
  #before: Crop | null;
  #inspected: Crop | null;

  private constructor(
    inspection: InspectVideo,
    log: InspectionLog,
    { tracker, looks }: Snapshot,
    before: Crop | null,
    inspected: Crop | null,
    isShard: boolean,
  ) {
    const { predictor, roi, settings } = inspection;
    const { mode, threshold: high, low, min_area_px: minAreaPx, min_length_px: minLengthPx } = settings;
    this.#inspection = inspection;
    this.#log = log;
    this.#looking = { predictor, mode, roi, limits: { high, low, minAreaPx, minLengthPx } };
    this.state = { tracker };
    this.looks = looks;
    this.#before = before;
    this.#inspected = inspected;
    this.#isShard = isShard;
  }

  static async resume(
    inspection: InspectVideo,
    log: InspectionLog,
    snapshot: Snapshot,
    isShard: boolean,
  ): Promise<InspectionRun> {
    const again = async (moment: Moment | null) =>
      moment &&
      cropOf(moment, await readFrame(inspection.index, moment.frame, { signal: inspection.signal }), inspection.roi);
    const [before, inspected] = [await again(snapshot.before), await again(snapshot.inspected)];
    return new InspectionRun(inspection, log, snapshot, before, inspected, isShard);
  }

  /** The next frame that is due. */
  async take(crop: Crop): Promise<void> {
    if (this.#looksTheSame(crop)) return this.#repeat(crop);
    const look = await this.#lookAt(crop);
    const before = this.#before;
    const motion = motionOf(before, look);
    const tracked = { ...look, ...this.#frameOf(look), motion };
    if (before && crop.frame > before.frame + 1 && changes(this.state.tracker, before, tracked)) {
      await this.#lookBetween(before, look);
      return this.#track(look);
    }
    this.#track(look, motion);
  }

  #looksTheSame(crop: Crop): boolean {
    const last = this.#inspected;
    return last !== null && crop.ms - last.ms < LOOK_AGAIN_MS && differenceOf(last.thumbnail, crop.thumbnail) < SAME;
  }

  #repeat(crop: Crop): void {
    const before = this.#before!;
    repeat(this.state.tracker, before, crop);
    if (!this.#isShard) this.#note({ ...momentOf(crop), score: 0, cracks: 0, same: true });
    this.#before = crop;
  }

  /** Looks at every frame between two looks, so that begin and end are exact to the frame. */
  async #lookBetween(before: Moment, after: Moment): Promise<void> {
    const { index, signal, roi } = this.#inspection;
    const between = Array.from({ length: after.frame - before.frame - 1 }, (_, i) => before.frame + 1 + i);
    for await (const { frame, image } of readFrames(index, between, { signal })) {
      this.#track(await this.#lookAt(cropOf({ frame, ms: index.timesMs[frame] }, image, roi)));
    }
  }

  async #lookAt(crop: Crop): Promise<Look> {
    const known = await this.#inspection.known?.at(crop.frame);
    return known ? { ...crop, ...known } : lookAt(crop, this.#looking);
  }

  #track(look: Look, motion = motionOf(this.#before, look)): void {
    track(this.state.tracker, { ...look, ...this.#frameOf(look), motion });
    this.#note(this.#isShard ? lineOf(look) : recordOf(look, this.#before ? motion : undefined, this.#inspection.roi));
    this.#before = look;
    this.#inspected = look;
  }

  #frameOf({ gray: { width, height } }: Crop) {
    return { width, height, minLengthPx: this.#looking.limits.minLengthPx };
  }

  #note(line: LookRecord | ReturnType<typeof lineOf>): void {
    this.looks++;
    this.#log.add(line);
  }

  async commit(): Promise<void> {
    const places = {
      before: this.#before && momentOf(this.#before),
      inspected: this.#inspected && momentOf(this.#inspected),
    };
    await this.#log.commit({ ...places, looks: this.looks, tracker: this.state.tracker });
  }

  tell(due: readonly number[]): void {
    const { index, onProgress } = this.#inspection;
    const before = this.#before;
    if (!before || !onProgress) return;
    const [first, last] = [index.timesMs[due[0]], index.timesMs[due[due.length - 1]]];
    const cracks = tracksOf(this.state.tracker).length;
    onProgress({ frame: before.frame, ms: before.ms, doneMs: before.ms - first, totalMs: last - first, cracks });
  }
}

/** `motion`: undefined at the first look, null at a cut. */
function recordOf(look: Look, motion: Affine | null | undefined, { box }: Roi): MaskedLook {
  const { score, sharpness, exposure, doubt, detections } = look;
  const seen = { sharpness: Number(sharpness.toPrecision(4)), ...(exposure && { exposure }) };
  const learned = { doubt: Number(doubt.toFixed(4)), print: printOf(look.thumbnail) };
  return {
    ...{ ...momentOf(look), score: Number(score.toFixed(4)), cracks: detections.length, ...seen, ...learned },
    ...(motion !== undefined && { motion: motion && inFrame(motion, box) }),
    ...(detections.length > 0 && { masks: detections.map(({ pixels }) => maskOf(pixels, look.gray.width, box)) }),
  };
}

/** Pixels of a crop of this width as a mask in the frame. */
function maskOf(pixels: Int32Array, width: number, { x1, y1 }: Box): SeenMask {
  const stretches: Stretch[] = [];
  const runs = runsOf([...pixels]);
  for (let i = 0; i < runs.length; i += 2) {
    const part = { x: x1, y: y1, width, runs: [runs[i], runs[i + 1]] };
    stretches.push(...stretchesOf(part));
  }
  const { shape: _, runs: lengths, ...box } = brushOfStretches(stretches)!;
  return { ...box, rle: countsToString(lengths) };
}

/** The motion of a crop in px of the frame, as a look has it. */
function inFrame({ a, b, e, f }: Affine, { x1, y1 }: Box): NonNullable<LookRecord['motion']> {
  const [right, down] = [e + x1 - a * x1 + b * y1, f + y1 - b * x1 - a * y1];
  return [Number(a.toFixed(6)), Number(b.toFixed(6)), Number(right.toFixed(2)), Number(down.toFixed(2))];
}

function momentOf({ frame, ms }: Moment): Moment {
  return { frame, ms };
}

/** The first frame begins a picture of its own. */
function motionOf(before: Crop | null, after: Crop) {
  return before && motionBetween(before.gray, after.gray);
}
