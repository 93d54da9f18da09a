import type { JobContext } from '../../jobs/jobs.ts';
import type { InspectionProgress } from './inspection.ts';

/** As often as an eye can follow, ms. */
const PUBLISH_MS = 250;

/** Publishes how far an inspection is, in seconds of video, with its speed and what was found; `now`: a clock, ms. */
export function publishInspection(
  progress: JobContext['progress'],
  now: () => number = () => performance.now(),
): (at: InspectionProgress) => void {
  let begun: { ms: number; doneMs: number } | undefined;
  let publishedMs = -Infinity;
  return ({ doneMs, totalMs, cracks }) => {
    const ms = now();
    // From the first frame on: one that is resumed did not do at once what was there before.
    begun ??= { ms, doneMs };
    if (ms - publishedMs < PUBLISH_MS && doneMs < totalMs) return;
    publishedMs = ms;
    const speed = ms > begun.ms ? (doneMs - begun.doneMs) / (ms - begun.ms) : 0;
    const words = [cracks === 1 ? '1 crack' : `${cracks} cracks`, ...speedWords(speed, totalMs - doneMs), 'second'];
    progress(Math.round(doneMs / 1000), Math.max(1, Math.round(totalMs / 1000)), words.join(' · '));
  };
}

/** `speed`: ms of video in a ms. */
function speedWords(speed: number, restMs: number): string[] {
  if (speed <= 0) return [];
  const seconds = Math.ceil(restMs / speed / 1000);
  const left =
    seconds < 60
      ? `${seconds} s`
      : seconds < 3600
        ? `${Math.ceil(seconds / 60)} min`
        : `${(seconds / 3600).toFixed(1)} h`;
  return [`${speed.toFixed(1)} × real time`, `${left} left`];
}
