import { Readable } from 'node:stream';
import { StudioError, usageError } from '../../shared/errors.ts';
import type { RgbImage } from '../../shared/image/gray-image.ts';
import type { FrameIndex } from '../../shared/schemas/video.ts';
import { mapAhead } from '../files/concurrency.ts';
import { type DecodeOptions, decodeFrames } from './decoded-frames.ts';
import { intervalsOf } from './frame-filter.ts';
import { seeksOf } from './seeks.ts';

export interface ReadFrame {
  readonly frame: number;
  readonly image: RgbImage;
}

/** Who wants the frames, and whether anybody still does. */
export type Reading = Pick<DecodeOptions, 'need' | 'signal'>;

/** Frames decoded in one pass cost less than a seek each, up to about this many frames from one wanted to the next. */
const WORTH_PASSING = 100;
/** Stretches of so few frames are decoded side by side: they fit in memory. */
const [SHORT, AT_ONCE] = [2, 2];
/** Wanted frames that one ffmpeg is told of: its command line has an end. */
const MOST_AT_ONCE = 1000;
/** How long before the first wanted frame decoding begins, ms: what is tried in this order. */
const LEADS_MS = [0, 12_000];
/** What is read beyond the last wanted frame, ms: decoders give frames late. */
const TAIL_MS = 5000;

/** Frame `number` of the video, bit for bit as a decode from the start gives it: [height, width, 3] bytes, R G B. */
export async function readFrame(index: FrameIndex, number: number, reading: Reading = {}): Promise<RgbImage> {
  for await (const { image } of readFrames(index, [number], reading)) return image;
  throw changed(index, number);
}

/**
 * Many frames in rising order, each once, one at a time in memory, bit for bit as a decode from the start gives them.
 *
 * ffmpeg seeks to the middle between a frame's time and the one before, and what comes must have the checksum of the
 * index. Where it has not (MPEG-TS lands on a later key frame, an open GOP starts with broken frames) it is looked for from
 * an earlier start, and at last by decoding from the beginning, then once for all frames that are still wanted.
 */
export async function* readFrames(
  index: FrameIndex,
  numbers: readonly number[],
  reading: Reading = {},
): AsyncGenerator<ReadFrame> {
  const wanted = [...new Set(numbers)].sort((a, b) => a - b);
  for (const frame of wanted) requireFrame(index, frame);
  const stretches = stretchesOf(wanted);
  const found = stretches.every(({ length }) => length <= SHORT)
    ? sideBySide(index, stretches, reading)
    : oneByOne(index, stretches, reading);
  let last = -1;
  for await (const each of found) {
    if (each === 'missed')
      return yield* readFromStart(
        index,
        wanted.filter(frame => frame > last),
        reading,
      );
    last = each.frame;
    yield each;
  }
}

/** Rising frame numbers, cut where a seek costs less than decoding on. */
export function stretchesOf(wanted: readonly number[]): number[][] {
  const stretches: number[][] = [];
  for (const [i, frame] of wanted.entries()) {
    const last = stretches.at(-1);
    if (last && frame - wanted[i - 1] <= WORTH_PASSING && last.length < MOST_AT_ONCE) last.push(frame);
    else stretches.push([frame]);
  }
  return stretches;
}

/** The next frame, or that it does not come by seeking. */
type Found = ReadFrame | 'missed';

async function* oneByOne(index: FrameIndex, stretches: readonly number[][], reading: Reading): AsyncGenerator<Found> {
  for (const stretch of stretches) yield* seekStretch(index, stretch, reading);
}

/** While one stretch is decoded the next is, too, as far as there are decoders; each is held in memory, so that none waits for another. */
async function* sideBySide(index: FrameIndex, stretches: readonly number[][], reading: Reading): AsyncGenerator<Found> {
  const all = async (stretch: readonly number[]) => {
    const found: Found[] = [];
    for await (const each of seekStretch(index, stretch, reading)) found.push(each);
    return found;
  };
  for await (const found of mapAhead(Readable.from(stretches), all, AT_ONCE)) yield* found;
}

/** Seeks to the frames of a stretch from where it must, and once more from earlier. */
async function* seekStretch(index: FrameIndex, stretch: readonly number[], reading: Reading): AsyncGenerator<Found> {
  const seeks = seeksOf(index);
  let owed = stretch;
  for (const lead of LEADS_MS) {
    const startMs = seekTime(index, owed[0]) - lead;
    // From the beginning everything is found: see `readFromStart`.
    if (seeks.isVain(lead) || (startMs <= 0 && owed[0] > 0)) continue;
    const found = yield* readFrom(index, owed, startMs, reading);
    seeks.note(lead, found > 0);
    owed = owed.slice(found);
    if (owed.length === 0) return;
  }
  yield 'missed';
}

/** Throws a usage error when the video has no frame of this number. */
export function requireFrame({ info }: FrameIndex, number: number): void {
  if (Number.isInteger(number) && number >= 0 && number < info.frames) return;
  throw usageError(`Frame ${number} is not in ${info.path}: its frames are 0 to ${info.frames - 1}.`);
}

/** ms to seek to so that this frame is the first to come out; 0 for the first frame needs no seek. */
function seekTime({ timesMs }: FrameIndex, number: number): number {
  return number === 0 ? 0 : (timesMs[number - 1] + timesMs[number]) / 2;
}

/** Yields the first of the wanted frames, as many as are found after a seek to `startMs`; gives their number. */
async function* readFrom(
  index: FrameIndex,
  wanted: readonly number[],
  startMs: number,
  reading: Reading,
): AsyncGenerator<ReadFrame, number> {
  const last = wanted[wanted.length - 1];
  const options = {
    startMs,
    lengthMs: index.timesMs[last] - startMs + TAIL_MS,
    intervals: intervalsOf(index.timesMs, wanted, startMs),
    ...reading,
  };
  return yield* recognise(index, wanted, options);
}

/** Decodes once from the beginning: by the frames' times, and what those do not find by counting. Throws a StudioError. */
async function* readFromStart(
  index: FrameIndex,
  wanted: readonly number[],
  reading: Reading,
): AsyncGenerator<ReadFrame> {
  const intervals = joined(intervalsOf(index.timesMs, wanted, 0));
  const found = yield* recognise(index, wanted, { intervals, ...reading });
  if (found === wanted.length) return;
  const owed = new Set(wanted.slice(found));
  let number = 0;
  for await (const { image, checksum } of decodeFrames(index.info, reading)) {
    if (owed.delete(number)) {
      if (checksum !== index.checksums[number]) throw changed(index, number);
      yield { frame: number, image };
    }
    if (owed.size === 0) return;
    number++;
  }
  throw changed(index, Math.min(...owed));
}

/** Yields the wanted frames by their checksums, in rising order, up to the first that does not come; gives how many came. */
async function* recognise(
  { info, checksums }: FrameIndex,
  wanted: readonly number[],
  options: DecodeOptions,
): AsyncGenerator<ReadFrame, number> {
  let found = 0;
  for await (const { image, checksum } of decodeFrames(info, options)) {
    if (checksum === checksums[wanted[found]]) {
      yield { frame: wanted[found], image };
      if (++found === wanted.length) break;
    } else if (wanted.slice(found + 1, found + 9).some(later => checksums[later] === checksum)) break;
  }
  return found;
}

/** As many intervals as one command line takes: those that lie nearest to each other become one. */
function joined(intervals: ReturnType<typeof intervalsOf>): ReturnType<typeof intervalsOf> {
  if (intervals.length <= MOST_AT_ONCE) return intervals;
  const gaps = intervals.slice(1).map(([from], i) => from - intervals[i][1]);
  const limit = gaps.toSorted((a, b) => b - a)[MOST_AT_ONCE - 1];
  const few: [number, number][] = [];
  for (const [i, [from, to]] of intervals.entries()) {
    const last = few.at(-1);
    if (last && gaps[i - 1] <= limit) last[1] = to;
    else few.push([from, to]);
  }
  return few;
}

function changed({ info }: FrameIndex, number: number): StudioError {
  return new StudioError(
    `Frame ${number} of ${info.path} no longer decodes as it did: was the file changed? Open the video again.`,
  );
}
