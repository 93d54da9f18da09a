import type { RgbImage } from '../../shared/image/gray-image.ts';
import type { PictureForm, VideoInfo } from '../../shared/schemas/video.ts';
import { parseBanner } from './banner.ts';
import { decodeFrames } from './decoded-frames.ts';
import { theFfmpeg } from './ffmpeg-path.ts';
import { startFfmpeg } from './ffmpeg-process.ts';
import { HASH_FRAMES, type HashHeader, readFrameHashes } from './frame-hashes.ts';
import { statVideo, unreadable } from './frame-index.ts';
import { infoInForm } from './picture-form.ts';
import { factsOf } from './video-info.ts';

/** What one frame tells of a video, before all are counted. */
export interface FirstLook {
  /** Frames and their rate are what the container promises. */
  readonly info: VideoInfo;
  readonly picture: RgbImage;
}

/** Frames a second where the container says nothing. */
const USUAL_FPS = 25;

/** Opens a video and decodes its first frame, which takes a moment. Throws as `openFrameIndex` does. */
export async function lookAtVideo(video: string, form: PictureForm, signal?: AbortSignal): Promise<FirstLook> {
  const info = infoInForm(await readFacts(video, signal), form);
  for await (const { image } of decodeFrames(info, { lengthMs: 10_000, signal })) return { info, picture: image };
  throw unreadable(video, { banner: [], firstError: undefined }, 'none of its frames decodes');
}

async function readFacts(video: string, signal: AbortSignal | undefined): Promise<VideoInfo> {
  const file = await statVideo(video);
  const output = ['-an', '-sn', '-dn', '-frames:v', '1', ...HASH_FRAMES, 'pipe:1'];
  const options = { need: { urgency: 'save' }, signal } as const;
  const child = await startFfmpeg(await theFfmpeg(), { input: video, output }, options);
  try {
    const header: HashHeader = { timeBase: 1, width: 0, height: 0, pixelAspect: [1, 1] };
    for await (const _ of readFrameHashes(child.stdout, header));
    const { log } = await child.ended;
    child.signal.throwIfAborted();
    const banner = parseBanner(log.banner);
    if (!banner || banner.attachedPicture) throw unreadable(video, log);
    if (header.width === 0) throw unreadable(video, log, 'none of its frames decodes');
    const fps = banner.fps || USUAL_FPS;
    return {
      ...factsOf(file, banner, header),
      frames: Math.max(1, Math.round((banner.durationMs * fps) / 1000)),
      averageFps: fps,
      durationMs: banner.durationMs,
      variableRate: false,
    };
  } finally {
    await child.stop();
  }
}
