import { parseFrameTime } from '../../shared/dataset/sample-name.ts';
import { formatTime } from '../../shared/time.ts';

/** Where the page finds a small picture of a training image; with the file's time, another address once it has changed. */
export function thumbnailUrl(name: string, mtime = 0): string {
  return `/thumbnails/project/data/dl_train/images/${encodeURIComponent(name)}?v=${Math.round(mtime)}`;
}

/** What a training image is called where there is little room: a collected frame by its time, anything else by its name. */
export function shortName(name: string): string {
  const frame = parseFrameTime(name);
  return frame ? formatTime(frame.ms) : name.replace(/\.png$/, '');
}
