/**
 * Whether a training has gone `patience` epochs without a better val Dice; never with a patience of 0.
 *
 * @param dice of the epochs done, in order
 */
export function isExhausted(dice: readonly number[], patience: number): boolean {
  return patience > 0 && dice.length > 0 && dice.length - bestEpoch(dice) >= patience;
}

/** The sentence that tells the user that a training has ended for this reason. */
export function exhaustedNote(dice: readonly number[], patience: number): string {
  const epoch = bestEpoch(dice);
  const epochs = patience === 1 ? 'epoch' : 'epochs';
  return `Stopped early after epoch ${dice.length}: ${patience} ${epochs} without a better val Dice than ${dice[epoch - 1].toFixed(4)} of epoch ${epoch}.`;
}

/** The first epoch with the best Dice, from 1. */
function bestEpoch(dice: readonly number[]): number {
  return dice.indexOf(Math.max(...dice)) + 1;
}
