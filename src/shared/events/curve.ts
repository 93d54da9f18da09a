import type { LookRecord } from '../schemas/inspection.ts';

/** A point of the probability curve: the largest probability of a stretch of looks, and where it is. */
export type CurvePoint = [frame: number, ms: number, score: number];

/** The curve of an inspection, of at most so many stretches of as many looks, each with its highest point. */
export function curveOf(looks: readonly LookRecord[], most: number): CurvePoint[] {
  const seen = looks.filter(({ same }) => !same);
  const size = Math.ceil(seen.length / most);
  const points: CurvePoint[] = [];
  for (const [i, { frame, ms, score }] of seen.entries()) {
    if (i % size === 0) points.push([frame, ms, score]);
    else if (score > points[points.length - 1][2]) points[points.length - 1] = [frame, ms, score];
  }
  return points;
}
