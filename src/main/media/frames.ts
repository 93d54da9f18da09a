import { crc32 } from 'node:zlib';
import { StudioError, usageError } from '../../shared/errors.ts';
import type { RgbImage } from '../../shared/image/gray-image.ts';
import type { FrameIndex } from '../../shared/schemas/video.ts';
import { keepEveryFrame, theFfmpeg } from './ffmpeg-path.ts';
import { rawFrames } from './ffmpeg-process.ts';

/**
 * Frame `number` of the video, bit for bit as a decode from the start gives it: [height, width, 3] bytes, R G B.
 *
 * ffmpeg seeks to the middle between this frame's time and the one before, and the pixels must have the checksum of the
 * index. Where they do not (MPEG-TS lands on a later key frame, an open GOP starts with broken frames) the frame is
 * looked for from an earlier start, and at last by decoding from the beginning.
 */
export async function readFrame(index: FrameIndex, number: number, signal?: AbortSignal): Promise<RgbImage> {
  checkFrameNumber(index, number);
  for (const leadMs of [0, 12_000]) {
    const start = seekTime(index, number) - leadMs;
    if (start <= 0) break;
    // From an earlier start the frames up to this one pass by, plus a few that a rough seek may put in front.
    const passing = index.timesMs.slice(0, number).filter(time => time >= start - leadMs).length;
    const found = await findByChecksum(index, number, start, leadMs === 0 ? 1 : passing + 1, signal);
    if (found) return found;
  }
  return decodeFromStart(index, number, signal);
}

/** Frames decoded in one pass cost less than a seek each, up to about this many frames from one wanted to the next. */
const WORTH_PASSING = 100;

/**
 * Many frames in rising order, each once, one at a time in memory. Neighbours come from one decode, others from a seek each;
 * all are bit-identical to a decode from the start, as `readFrame` gives them.
 */
export async function* readFrames(
  index: FrameIndex,
  numbers: readonly number[],
  signal?: AbortSignal,
): AsyncGenerator<{ frame: number; image: RgbImage }> {
  const wanted = [...new Set(numbers)].sort((a, b) => a - b);
  for (const frame of wanted) checkFrameNumber(index, frame);
  for (const group of neighbours(wanted)) {
    if (group.length === 1) yield { frame: group[0], image: await readFrame(index, group[0], signal) };
    else yield* readGroup(index, group, signal);
  }
}

/** Cuts a rising list of frame numbers where two lie too far apart to decode all that is between. */
function neighbours(wanted: readonly number[]): number[][] {
  const groups: number[][] = [];
  for (const frame of wanted) {
    const group = groups.at(-1);
    if (group && frame - group[group.length - 1] <= WORTH_PASSING) group.push(frame);
    else groups.push([frame]);
  }
  return groups;
}

async function* readGroup(
  index: FrameIndex,
  group: readonly number[],
  signal?: AbortSignal,
): AsyncGenerator<{ frame: number; image: RgbImage }> {
  let next = 0;
  let frame = group[0];
  for await (const image of decode(index, seekTime(index, frame), undefined, signal)) {
    if (frame === group[next]) {
      // A pass that has lost count (see readFrame) ends; the frames it still owes are read one by one.
      if (!isFrame(index, frame, image)) break;
      yield { frame, image };
      next++;
    }
    frame++;
    if (next === group.length) return;
  }
  for (const owed of group.slice(next)) yield { frame: owed, image: await readFrame(index, owed, signal) };
}

function checkFrameNumber({ info }: FrameIndex, number: number): void {
  if (Number.isInteger(number) && number >= 0 && number < info.frames) return;
  throw usageError(`Frame ${number} is not in ${info.path}: its frames are 0 to ${info.frames - 1}.`);
}

/** ms to seek to so that this frame is the first to come out; 0 for the first frame needs no seek. */
function seekTime({ timesMs }: FrameIndex, number: number): number {
  return number === 0 ? 0 : (timesMs[number - 1] + timesMs[number]) / 2;
}

function isFrame(index: FrameIndex, number: number, image: RgbImage): boolean {
  return crc32(image.data) === index.checksums[number];
}

/** The first of `most` frames after a seek that has the checksum of frame `number`. */
async function findByChecksum(
  index: FrameIndex,
  number: number,
  startMs: number,
  most: number,
  signal?: AbortSignal,
): Promise<RgbImage | undefined> {
  for await (const image of decode(index, startMs, ['-frames:v', String(most)], signal)) {
    if (isFrame(index, number, image)) return image;
  }
  return undefined;
}

async function decodeFromStart(index: FrameIndex, number: number, signal?: AbortSignal): Promise<RgbImage> {
  const filter = ['-vf', `select=eq(n\\,${number})`, '-frames:v', '1'];
  for await (const image of decode(index, 0, filter, signal)) return image;
  throw new StudioError(
    `Frame ${number} of ${index.info.path} no longer decodes: was the file changed? Open the video again.`,
  );
}

async function* decode(
  { info }: FrameIndex,
  startMs: number,
  output: readonly string[] = [],
  signal?: AbortSignal,
): AsyncGenerator<RgbImage> {
  const ffmpeg = await theFfmpeg();
  const work = {
    input: info.path,
    inputOptions: startMs > 0 ? ['-ss', (startMs / 1000).toFixed(6)] : [],
    output: ['-an', '-sn', '-dn', ...keepEveryFrame(ffmpeg.version), ...output],
  };
  for await (const data of rawFrames(ffmpeg, work, info.width * info.height * 3, signal)) {
    yield { width: info.width, height: info.height, data };
  }
}
