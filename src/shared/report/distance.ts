import { usageError } from '../errors.ts';
import { parseTime } from '../time.ts';

/** A time of the video at which the way along the asset is known. */
export interface DistanceMark {
  readonly ms: number;
  readonly m: number;
}

/** Marks as a person writes them, "00:00:00=0 00:10:00=42.5", with times that rise. Throws a usage error. */
export function parseDistance(text: string): DistanceMark[] {
  const words = text.trim().split(/\s+/);
  const marks = words.map(word => {
    const [time, metres, ...rest] = word.split('=');
    const m = Number(metres);
    if (rest.length > 0 || !metres || !Number.isFinite(m)) throw wrong(text);
    return { ms: parseTime('The distance', time), m };
  });
  if (marks.length < 2 || marks.some(({ ms }, i) => i > 0 && ms <= marks[i - 1].ms)) throw wrong(text);
  return marks;
}

/** The way along the asset at a time, m, evenly between two marks; null before the first and after the last. */
export function distanceAt(marks: readonly DistanceMark[], ms: number): number | null {
  const after = marks.findIndex(mark => mark.ms >= ms);
  if (after < 0) return null;
  if (marks[after].ms === ms) return marks[after].m;
  if (after === 0) return null;
  const [a, b] = [marks[after - 1], marks[after]];
  return a.m + ((b.m - a.m) * (ms - a.ms)) / (b.ms - a.ms);
}

function wrong(text: string) {
  return usageError(`The distance wants two or more times in order with their metres, "0s=0 60s=12.5", not "${text}".`);
}
