import { StudioError } from '../../shared/errors.ts';
import type { Random } from '../../shared/random.ts';

/**
 * One epoch's draws: `count` indices with replacement, a positive image (one with crack) weighing
 * negatives / positives, so that half of what the network sees has a crack in it.
 * Without negatives all weigh the same.
 *
 * @throws StudioError when no image is positive: there is nothing to learn.
 */
export function drawEpoch(
  train: readonly number[],
  positive: readonly boolean[],
  random: Random,
  count = train.length,
): number[] {
  const positives = train.filter(index => positive[index]);
  const negatives = train.filter(index => !positive[index]);
  if (positives.length === 0) throw new StudioError('No positive samples in train split.');
  // Equal total weight on both sides: first choose the side, then an image of it.
  const positiveShare = negatives.length === 0 ? 1 : 0.5;
  return Array.from({ length: count }, () => {
    const side = random.chance(positiveShare) ? positives : negatives;
    return side[random.below(side.length)];
  });
}
