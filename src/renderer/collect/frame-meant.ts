import { parseTime } from '../../shared/time.ts';
import { clampFrame, frameShownAt } from '../app/frame-times.ts';

/** The frame that "83", "12.5s" or "00:01:02.500" means; a number without a unit is a frame's. Throws a usage error. */
export function frameMeant(text: string, timesMs: readonly number[]): number {
  if (/^\d+$/.test(text.trim())) return clampFrame(timesMs, Number(text));
  return frameShownAt({ timesMs }, parseTime('This field', text));
}
