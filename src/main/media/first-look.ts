import type { RgbImage } from '../../shared/image/gray-image.ts';
import type { PictureForm, VideoInfo } from '../../shared/schemas/video.ts';
import { parseBanner } from './banner.ts';
import { decodeFrames } from './decoded-frames.ts';
import type { Need } from './decoders.ts';
import { keepEveryFrame, theFfmpeg } from './ffmpeg-path.ts';
import { startFfmpeg } from './ffmpeg-process.ts';
import { HASH_FRAMES, newHeader, readFrameHashes, timeOf } from './frame-hashes.ts';
import { statVideo } from './frame-index.ts';
import { infoInForm } from './picture-form.ts';
import { turning } from './turning.ts';
import { unreadable } from './unreadable.ts';
import { factsOf } from './video-info.ts';

/** What one frame tells of a video, before all are counted. */
export interface FirstLook {
  /** Frames and their rate are what the container promises. */
  readonly info: VideoInfo;
  readonly picture: RgbImage;
}

/** Frames a second where the container says nothing. */
const USUAL_FPS = 25;

/** Two days of 30 frames a second: more is not believed before it is counted. */
const MOST_PROMISED = 5_000_000;

/** Opens a video and decodes its first frame, which takes a moment. Throws as `openFrameIndex` does. */
export async function lookAtVideo(video: string, form: PictureForm, signal?: AbortSignal): Promise<FirstLook> {
  const { info } = await factsAtFirst(video, form, { urgency: 'save' }, signal);
  for await (const { image } of decodeFrames(info, { lengthMs: 10_000, signal })) return { info, picture: image };
  throw unreadable(video, { banner: [], firstError: undefined }, 'none of its frames decodes');
}

/** What a file promises, and when its first frame is shown, ms; undefined when it does not say. */
interface FirstFacts {
  readonly info: VideoInfo;
  readonly firstMs: number | undefined;
}

/** Reads the facts of a first frame. Throws as `openFrameIndex`. */
export async function factsAtFirst(
  video: string,
  form: PictureForm,
  need: Need,
  signal: AbortSignal | undefined,
): Promise<FirstFacts> {
  const first = await readFirst(video, [], need, signal);
  const inputOptions = turning(first.info.rotation);
  // Laid askew, a frame has other facts.
  const { info, firstMs } = inputOptions.length === 0 ? first : await readFirst(video, inputOptions, need, signal);
  return { info: infoInForm(info, form), firstMs };
}

async function readFirst(
  video: string,
  inputOptions: readonly string[],
  need: Need,
  signal: AbortSignal | undefined,
): Promise<FirstFacts> {
  const file = await statVideo(video);
  const ffmpeg = await theFfmpeg();
  const output = ['-an', '-sn', '-dn', '-frames:v', '1', ...keepEveryFrame(ffmpeg.version), ...HASH_FRAMES, 'pipe:1'];
  const child = await startFfmpeg(ffmpeg, { input: video, inputOptions, output }, { need, signal });
  try {
    const header = newHeader();
    let firstMs: number | undefined;
    for await (const frame of readFrameHashes(child.stdout, header)) firstMs = timeOf(frame, header);
    const { log } = await child.ended;
    child.signal.throwIfAborted();
    const banner = parseBanner(log.banner);
    if (!banner || banner.attachedPicture) throw unreadable(video, log);
    if (header.width === 0) throw unreadable(video, log, 'none of its frames decodes');
    const fps = banner.fps || USUAL_FPS;
    const info = {
      ...factsOf(file, banner, header),
      frames: promisedFrames(file.size, banner.durationMs, fps),
      averageFps: fps,
      durationMs: banner.durationMs,
      variableRate: false,
    };
    return { info, firstMs };
  } finally {
    await child.stop();
  }
}

/** No frame takes less than a byte, whatever years a damaged file promises. */
function promisedFrames(bytes: number, durationMs: number, fps: number): number {
  return Math.max(1, Math.min(Math.round((durationMs * fps) / 1000), bytes, MOST_PROMISED));
}
