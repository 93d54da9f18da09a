import { DICE_EPSILON, softplus } from './loss-parts.ts';
import type { LossSettings } from './losses.ts';
import type { WholeImageLoss } from './whole-image-loss.ts';

/** The loss of `class-losses.ts` over one whole image (see `ImageLoss`). */
export class ClassImageLoss implements WholeImageLoss {
  readonly #focalGamma: number;
  #pixels = 0;
  #crossEntropy = 0;
  #focal = 0;
  /** Sums for each channel, the background's among them. */
  readonly #hit: Float64Array;
  readonly #predicted: Float64Array;
  readonly #labelled: Float64Array;

  constructor({ focalGamma }: Pick<LossSettings, 'focalGamma'>, channels: number) {
    this.#focalGamma = focalGamma;
    this.#hit = new Float64Array(channels);
    this.#predicted = new Float64Array(channels);
    this.#labelled = new Float64Array(channels);
  }

  add(channels: readonly Float32Array[], at: number, truth: number, share: number): void {
    const logits = channels.map(channel => channel[at]);
    const all = logSumExp(logits);
    const wrong = logSumExp(logits.filter((_, channel) => channel !== truth)) - logits[truth];
    const surprise = softplus(wrong);
    this.#crossEntropy += share * surprise;
    this.#focal += share * Math.exp(-this.#focalGamma * softplus(-wrong)) * surprise;
    this.#pixels += share;
    for (const [channel, logit] of logits.entries()) {
      const probability = Math.exp(logit - all);
      this.#predicted[channel] += share * probability;
      if (channel !== truth) continue;
      this.#hit[channel] += share * probability;
      this.#labelled[channel] += share;
    }
  }

  value({ bce, dice, focal, tversky, tverskyAlpha, tverskyBeta }: LossSettings): number {
    const classes = this.#hit.length - 1;
    let [softDice, tverskyIndex] = [0, 0];
    for (let c = 1; c <= classes; c++) {
      const [hit, predicted, labelled] = [this.#hit[c], this.#predicted[c], this.#labelled[c]];
      softDice += (2 * hit) / (predicted + labelled + DICE_EPSILON) / classes;
      const wrong = tverskyAlpha * (predicted - hit) + tverskyBeta * (labelled - hit);
      tverskyIndex += hit / (hit + wrong + DICE_EPSILON) / classes;
    }
    const means = (bce * this.#crossEntropy + focal * this.#focal) / this.#pixels;
    return means + dice * (1 - softDice) + tversky * (1 - tverskyIndex);
  }
}

function logSumExp(logits: readonly number[]): number {
  const largest = Math.max(...logits);
  return largest + Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit - largest), 0));
}
