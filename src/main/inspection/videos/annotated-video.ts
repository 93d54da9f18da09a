import { motionOfLook } from '../../../shared/events/compare-events.ts';
import { maskSeen } from '../../../shared/events/seen-mask.ts';
import { mapPoint } from '../../../shared/geometry/affine.ts';
import type { Colour } from '../../../shared/image/colour.ts';
import type { RgbImage } from '../../../shared/image/gray-image.ts';
import { drawWords } from '../../../shared/reference/annotated-picture.ts';
import type { CrackEvent, EventsDocument, MaskedLook, SeenMask } from '../../../shared/schemas/inspection.ts';
import type { Point } from '../../../shared/schemas/point.ts';
import type { FrameIndex, VideoInfo } from '../../../shared/schemas/video.ts';
import { formatTime } from '../../../shared/time.ts';
import { encodeVideo } from '../../media/encode-video.ts';
import { readFrames } from '../../media/frames.ts';
import type { Exported } from './inspection.ts';
import { looksWithMasks } from './inspection-files.ts';
import { outlined } from './outlined.ts';
import { framesToLookAt } from './schedule.ts';

/** Where the words stand, their size, and the most frames a second that a video of changing rate gets. */
const PLACE: Point = [10, 25];
const [SCALE, FASTEST] = [0.7, 60];
const WORDS: Colour = [255, 255, 255];

/**
 * Writes `annotated.mp4`: all of the stretch that was inspected, with the time, the ids of the events in view and a line around what was taken for
 * cracks. Between two looks the line goes along with the camera. Throws a StudioError.
 */
export async function writeAnnotatedVideo(inspection: Exported, { events }: EventsDocument): Promise<void> {
  const { index, folder, settings, signal } = inspection;
  const { width, height } = index.info;
  const due = framesToLookAt(index, settings);
  const [first, last] = [due[0], due[due.length - 1]];
  const rate = rateOf(index.info);
  const file = folder.join('annotated.mp4');
  await encodeVideo(evenly(annotated(inspection, events, first, last), index, rate), {
    ...{ width, height, rate, file, signal },
  });
}

function rateOf({ variableRate, averageFps, nominalFps }: VideoInfo): number {
  return variableRate ? Math.min(FASTEST, Math.max(averageFps, nominalFps)) : averageFps;
}

interface Shown {
  readonly frame: number;
  readonly picture: RgbImage;
}

async function* annotated(
  { index, folder, signal }: Exported,
  events: readonly CrackEvent[],
  first: number,
  last: number,
): AsyncGenerator<Shown> {
  const frames = Array.from({ length: last - first + 1 }, (_, i) => first + i);
  const looks = new LooksAround(looksWithMasks(folder));
  for await (const { frame, image } of readFrames(index, frames, { need: { urgency: 'background' }, signal })) {
    const inView = events.filter(({ begin, end }) => begin.frame <= frame && frame <= end.frame);
    const masks = inView.length > 0 ? await looks.masksAt(frame) : [];
    const picture = outlined(image, masks);
    const ids = inView.length > 0 ? `  CRACK ${inView.map(({ id }) => id).join(' ')}` : '';
    drawWords(picture, `${formatTime(index.timesMs[frame])}${ids}`, PLACE, SCALE, WORDS);
    yield { frame, picture };
  }
}

/** The pictures at a constant rate, each for as long as its frame is shown. */
async function* evenly(shown: AsyncIterable<Shown>, { timesMs }: FrameIndex, rate: number): AsyncGenerator<RgbImage> {
  let [begunMs, written] = [0, 0];
  let before: RgbImage | undefined;
  for await (const { frame, picture } of shown) {
    if (!before) begunMs = timesMs[frame];
    const due = Math.round(((timesMs[frame] - begunMs) * rate) / 1000);
    for (; before && written < due; written++) yield before;
    before = picture;
  }
  if (before) yield before;
}

/** What was taken for cracks, read as the video goes on. */
class LooksAround {
  readonly #looks: AsyncGenerator<MaskedLook>;
  #before: MaskedLook | undefined;
  #next: MaskedLook | undefined;
  #begun = false;

  constructor(looks: AsyncGenerator<MaskedLook>) {
    this.#looks = looks;
  }

  /** Frames are asked for in rising order. */
  async masksAt(frame: number): Promise<CrackEvent['mask'][]> {
    while (!this.#begun || (this.#next && this.#next.frame <= frame)) {
      this.#begun = true;
      this.#before = this.#next;
      this.#next = (await this.#looks.next()).value;
    }
    return (this.#before?.masks ?? []).map(mask => this.#movedTo(frame, mask));
  }

  #movedTo(frame: number, seen: SeenMask): CrackEvent['mask'] {
    const mask = maskSeen(seen);
    const [before, next] = [this.#before!, this.#next];
    if (frame === before.frame || !next?.motion) return mask;
    const part = (frame - before.frame) / (next.frame - before.frame);
    const centre: Point = [mask.x + mask.width / 2, mask.y + mask.height / 2];
    const [x, y] = mapPoint(motionOfLook(next.motion), centre);
    const [dx, dy] = [part * (x - centre[0]), part * (y - centre[1])];
    return { ...mask, x: mask.x + Math.round(dx), y: mask.y + Math.round(dy) };
  }
}
