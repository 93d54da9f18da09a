import type { VideoInfo } from '../../shared/schemas/video.ts';
import { type IndexOptions, openFrameIndex } from './frame-index.ts';
import { hasSquarePixels } from './picture-form.ts';
import { isQuarterTurn } from './turning.ts';

/** What a video holds, from decoding it (or from the cache of an earlier look). Errors as `openFrameIndex`. */
export async function probeVideo(video: string, options: IndexOptions = {}): Promise<VideoInfo> {
  return (await openFrameIndex(video, options)).info;
}

/** What is to be said of a video before its frames are used: one sentence each. */
export function videoNotes(info: VideoInfo): string[] {
  return [damageNote(info), pixelNote(info), rangeNote(info), turnNote(info)].filter(note => note !== undefined);
}

/** A file that is damaged or breaks off: what decodes, and what the decoder said first. */
export function damageNote(info: VideoInfo): string | undefined {
  if (info.damage === undefined) return undefined;
  const promised = info.containerDurationMs ? ` of ${(info.containerDurationMs / 1000).toFixed(2)} s` : '';
  const decoded = `${info.frames} frames decode, ${(info.durationMs / 1000).toFixed(2)} s${promised}`;
  return `${info.path} is damaged or breaks off: ${decoded} (ffmpeg: ${info.damage.trim().replace(/\.$/, '')}).`;
}

function pixelNote(info: VideoInfo): string | undefined {
  if (hasSquarePixels(info)) return undefined;
  const stored = `${info.storedWidth} x ${info.storedHeight}`;
  const pixels = `The pixels of ${info.path} are not square (${info.pixelAspect.join(':')})`;
  return info.form.squarePixels
    ? `${pixels}: its frames of ${stored} are shown and saved as players show them, ${info.width} x ${info.height}.`
    : `${pixels}: its frames are taken as stored, ${stored}, and look squeezed.`;
}

function rangeNote({ path, dynamicRange, form }: VideoInfo): string | undefined {
  if (dynamicRange === 'sdr') return undefined;
  const range = `${path} has a high dynamic range (${dynamicRange === 'pq' ? 'PQ' : 'HLG'})`;
  return form.toneMap
    ? `${range}: its frames are tone-mapped.`
    : `${range}: its frames are shown and saved without tone mapping, which makes them pale.`;
}

function turnNote({ path, rotation }: VideoInfo): string | undefined {
  if (isQuarterTurn(rotation)) return undefined;
  return `${path} asks to be turned by ${rotation} degrees, which no player does: its frames are taken unturned.`;
}
