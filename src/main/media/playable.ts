import { extname } from 'node:path';
import type { VideoInfo } from '../../shared/schemas/video.ts';

const MP4 = ['.mp4', '.m4v', '.mov', '.mkv'];
/** Codecs, as ffmpeg names them, that Chromium decodes, and the containers in which it finds them. */
const PLAYED: Readonly<Record<string, readonly string[]>> = {
  h264: MP4,
  vp8: ['.webm', '.mkv'],
  vp9: ['.webm', '.mkv', '.mp4'],
  av1: ['.webm', '.mkv', '.mp4'],
};

/** Whether Chromium is likely to play a file. It may still refuse (10 bits, 4:4:4): the page sees that and asks for a proxy. */
export function playable({ path, codec }: VideoInfo): boolean {
  return PLAYED[codec]?.includes(extname(path).toLowerCase()) ?? false;
}
