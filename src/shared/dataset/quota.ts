/** How many frames of each class validate. */
export interface Quota {
  readonly positives: number;
  readonly negatives: number;
}

/**
 * The reference rule (`prep_dataset`): `max(minValPos, round(ratio * positives))`, but at least one positive stays in
 * train; `round(ratio * negatives)`.
 */
export function valQuota(
  positives: number,
  negatives: number,
  options: { readonly valRatio: number; readonly minValPos: number },
): Quota {
  const wanted = Math.max(options.minValPos, roundHalfEven(options.valRatio * positives));
  return {
    positives: Math.max(0, Math.min(wanted, positives - 1)),
    negatives: roundHalfEven(options.valRatio * negatives),
  };
}

/** Rounds as Python's `round` does: a half goes to the even neighbour, so 2.5 gives 2 and 3.5 gives 4. */
export function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}
