/** Where and when a frame was taken, as its file name says. */
export interface FrameTime {
  /** The video's name, or '' for a frame that names none. */
  readonly video: string;
  /** Presentation time, ms. */
  readonly ms: number;
}

const COLLECTED = /^(?:(.+)__)?(\d{2})([0-5]\d)([0-5]\d)(\d{3})_f\d{7,}_/;

/**
 * Reads the collect naming `HHMMSSmmm_f<7 digits>_<tag>…`, with or without `<video>__` before it.
 * Returns null for any other name.
 */
export function parseFrameTime(fileName: string): FrameTime | null {
  const match = COLLECTED.exec(fileName);
  if (!match) return null;
  const [, video = '', hours, minutes, seconds, ms] = match;
  return { video, ms: ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000 + Number(ms) };
}
