import type { SplitOptions } from '../schemas/split.ts';

/** How many frames of each class validate. */
export interface Quota {
  readonly positives: number;
  readonly negatives: number;
}

/** What the reference pipeline holds back at least (`MIN_VAL_POS` of `prep_dataset`), however few positives there are. */
export const REFERENCE_MIN_VAL_POS = 10;

/**
 * The reference rule (`prep_dataset`): `max(minValPos, round(ratio * positives))`, but at least one positive stays in
 * train; `round(ratio * negatives)`. With `auto` the reference's minimum, but at most a fifth of the positives (ours):
 * from 50 on the two are the same.
 */
export function valQuota(
  positives: number,
  negatives: number,
  { valRatio, minValPos }: Pick<SplitOptions, 'valRatio' | 'minValPos'>,
): Quota {
  const least = minValPos === 'auto' ? Math.min(REFERENCE_MIN_VAL_POS, Math.ceil(positives / 5)) : minValPos;
  const wanted = Math.max(least, roundHalfEven(valRatio * positives));
  return {
    positives: Math.max(0, Math.min(wanted, positives - 1)),
    negatives: roundHalfEven(valRatio * negatives),
  };
}

/** Rounds as Python's `round` does: a half goes to the even neighbour, so 2.5 gives 2 and 3.5 gives 4. */
export function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}
