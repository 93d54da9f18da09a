import { ClassImageLoss } from './class-image-loss.ts';
import { DICE_EPSILON, softplus } from './loss-parts.ts';
import type { LossSettings } from './losses.ts';
import type { WholeImageLoss } from './whole-image-loss.ts';

/** For a network of so many channels. */
export function imageLoss(settings: LossSettings, channels: number): WholeImageLoss {
  return channels > 1 ? new ClassImageLoss(settings, channels) : new ImageLoss(settings);
}

/**
 * The loss of `losses.ts` over one whole image that the network sees in tiles: a loss of tiles would ask of each, however
 * empty, a Dice of its own. Every part is a function of sums over the pixels; where tiles overlap, each gives its share.
 */
class ImageLoss implements WholeImageLoss {
  readonly #focalGamma: number;
  #pixels = 0;
  #bce = 0;
  #focal = 0;
  #hit = 0;
  #predicted = 0;
  #crack = 0;

  constructor({ focalGamma }: Pick<LossSettings, 'focalGamma'>) {
    this.#focalGamma = focalGamma;
  }

  add([logits]: readonly Float32Array[], at: number, crack: number, share: number): void {
    const logit = logits[at];
    const probability = 1 / (1 + Math.exp(-logit));
    // -log of the probability given to the truth, and that of being wrong (`focalLoss`).
    const wrong = crack ? -logit : logit;
    const surprise = softplus(wrong);
    this.#bce += share * surprise;
    this.#focal += share * Math.exp(-this.#focalGamma * softplus(-wrong)) * surprise;
    this.#predicted += share * probability;
    this.#pixels += share;
    if (!crack) return;
    this.#hit += share * probability;
    this.#crack += share;
  }

  value({ bce, dice, focal, tversky, tverskyAlpha, tverskyBeta }: LossSettings): number {
    const softDice = (2 * this.#hit) / (this.#predicted + this.#crack + DICE_EPSILON);
    const falseCrack = tverskyAlpha * (this.#predicted - this.#hit);
    const missed = tverskyBeta * (this.#crack - this.#hit);
    const tverskyIndex = this.#hit / (this.#hit + falseCrack + missed + DICE_EPSILON);
    const means = (bce * this.#bce + focal * this.#focal) / this.#pixels;
    return means + dice * (1 - softDice) + tversky * (1 - tverskyIndex);
  }
}
