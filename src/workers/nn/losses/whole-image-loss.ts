import type { LossSettings } from '../../../shared/training/loss-settings.ts';
import { type Plane, planeOperators } from './plane-operators.ts';
import { segmentationLoss } from './segmentation-loss.ts';

/**
 * The loss over one whole image that the network sees in tiles: a loss of tiles would ask of each, however empty, a Dice of its
 * own. The parts are functions of sums over the pixels, which go on from tile to tile; where tiles overlap, each gives its share.
 */
export class WholeImageLoss {
  readonly #settings: LossSettings;
  /** The sums so far, in the order in which the parts ask for them, one number a channel. */
  readonly #sums: Float64Array[] = [];
  #value = Number.NaN;

  constructor(settings: LossSettings) {
    this.#settings = settings;
  }

  /**
   * One tile.
   *
   * @param logits a channel each, [size, size]
   * @param truth 0 or 1, or the index of a class, [size, size]
   * @param shares of the tile in its pixels, [size, size]; those of a pixel sum to 1 over all tiles, beyond the image they are 0
   */
  add(logits: readonly Float32Array[], truth: ArrayLike<number>, shares: Float64Array): void {
    let asked = 0;
    const total = (x: Plane) => {
      this.#sums[asked] ??= new Float64Array(x.length);
      const sums = this.#sums[asked++];
      for (const [channel, values] of x.entries()) sums[channel] += weighted(values, shares);
      return Array.from(sums, sum => Float64Array.of(sum));
    };
    const plane = logits.map(channel => Float64Array.from(channel));
    const loss = segmentationLoss(planeOperators(total), plane, [Float64Array.from(truth)], this.#settings);
    this.#value = loss[0][0];
  }

  /** Over all tiles added; NaN without any. */
  get value(): number {
    return this.#value;
  }
}

/** What has no share may be no number. */
function weighted(values: Float64Array, shares: Float64Array): number {
  return shares.reduce((sum, share, i) => (share > 0 ? sum + share * values[i] : sum), 0);
}
