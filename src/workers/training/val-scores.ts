import { largestChannel } from '../../shared/inference/class-channels.ts';
import { countClasses, meanOfClasses } from '../../shared/metrics/class-counts.ts';
import { countAtThreshold, diceAndIou } from '../../shared/metrics/confusion.ts';

/**
 * Means over the val images; Dice and IoU at threshold 0.5, where an empty image predicted empty scores 1. With classes, they
 * are means over these first, and the largest probability decides.
 */
export interface Validation {
  loss: number;
  dice: number;
  iou: number;
  /** Each class's mean Dice, by its name. */
  diceByClass?: Record<string, number>;
}

/** Dice and IoU of val images, collected one by one. */
export class ValScores {
  readonly #classes: readonly string[];
  readonly #diceOfClass: number[];
  #images = 0;
  #dice = 0;
  #iou = 0;

  /** @param classes those that the network tells apart; none when it has one channel */
  constructor(classes: readonly string[]) {
    this.#classes = classes;
    this.#diceOfClass = classes.map(() => 0);
  }

  /**
   * One image. Logits will do for probabilities, with the threshold of theirs.
   *
   * @param channels of the network's output, each [height, width]
   * @param truth 0 or 1, or class indices, [height, width]
   * @param threshold above which a network of one channel says crack
   */
  add(channels: readonly Float32Array[], truth: ArrayLike<number>, threshold: number): void {
    const { dice, iou } =
      this.#classes.length === 0
        ? diceAndIou(countAtThreshold(channels[0], truth, threshold))
        : this.#ofClasses(channels, truth);
    this.#images++;
    this.#dice += dice;
    this.#iou += iou;
  }

  #ofClasses(channels: readonly Float32Array[], truth: ArrayLike<number>): { dice: number; iou: number } {
    const counts = countClasses(largestChannel(channels), truth, this.#classes.length);
    for (const [i, count] of counts.entries()) this.#diceOfClass[i] += diceAndIou(count).dice;
    return meanOfClasses(counts);
  }

  means(): Omit<Validation, 'loss'> {
    const byClass = this.#classes.map((name, i) => [name, this.#diceOfClass[i] / this.#images]);
    return {
      dice: this.#dice / this.#images,
      iou: this.#iou / this.#images,
      ...(byClass.length > 0 && { diceByClass: Object.fromEntries(byClass) }),
    };
  }
}
