import type { TrainingState } from '../contract-training.ts';
import { ADVISED_IMAGES } from '../dataset/advice.ts';

/** From this val Dice on a model is good by the reference guide. */
const GOOD_DICE = 0.7;
/** Below this it has found next to nothing; ours. */
const NOTHING = 0.05;
/** Whole images that are made smaller than this lose thin cracks, px; ours. */
const SMALL_INPUT = 256;
/** A best epoch among this last share of them was no end yet; ours. */
const LAST_SHARE = 0.1;

type Ended = Pick<TrainingState, 'best' | 'train' | 'config'> & { readonly epochs: { readonly length: number } };

/** What may help a training that ended with a poor val Dice, a sentence each, the likeliest first; nothing for a good one. */
export function adviceOnDice({ best, train, config, epochs: { length: done } }: Ended): string[] {
  if (!best || best.dice >= GOOD_DICE) return [];
  const advice: string[] = [];
  if (best.epoch > (1 - LAST_SHARE) * done) advice.push('It was still getting better when it ended: train it longer.');
  if (train < ADVISED_IMAGES)
    advice.push(`It learned from ${train} images: label more, ${ADVISED_IMAGES} are a good start.`);
  if (config.input === 'resize' && config.size < SMALL_INPUT) {
    advice.push(`At ${config.size} px thin cracks get lost: choose a larger input, or crops at native resolution.`);
  }
  if (best.dice < NOTHING || advice.length === 0) {
    advice.push('Look at its worst images below, and at the check in Dataset: are the labels right?');
  }
  return advice;
}
