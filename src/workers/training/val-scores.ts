import { largestChannel } from '../../shared/inference/class-channels.ts';
import { countClasses, meanOfClasses } from '../../shared/metrics/class-counts.ts';
import { countAtThreshold, diceAndIou, pooledScores } from '../../shared/metrics/confusion.ts';
import {
  addToHistogram,
  bestThreshold,
  countsOf,
  emptyHistogram,
  precisionRecallCurve,
} from '../../shared/metrics/precision-recall.ts';
import { MODEL_USAGE } from '../../shared/model-usage.ts';

/**
 * Means over the val images; Dice and IoU at threshold 0.5, where an empty image predicted empty scores 1. With classes, they
 * are means over these first, and the largest probability decides.
 */
export interface Validation {
  loss: number;
  dice: number;
  iou: number;
  /** Of all val pixels together; undefined with classes. */
  f1?: number;
  /**
   * The threshold with the best F1 of all val pixels, and that F1; 0.5 and its F1 where none does better than calling every
   * pixel crack, for such a network has found nothing yet. Undefined with classes.
   */
  best?: { threshold: number; f1: number };
  /** Each class's mean Dice, by its name. */
  diceByClass?: Record<string, number>;
}

/** Dice and IoU of val images, collected one by one. */
export class ValScores {
  readonly #classes: readonly string[];
  readonly #diceOfClass: number[];
  readonly #histogram = emptyHistogram();
  #images = 0;
  #dice = 0;
  #iou = 0;

  /** @param classes those that the network tells apart; none when it has one channel */
  constructor(classes: readonly string[]) {
    this.#classes = classes;
    this.#diceOfClass = classes.map(() => 0);
  }

  /**
   * One image.
   *
   * @param channels of the network's output, probabilities (of several channels logits will do), each [height, width]
   * @param truth 0 or 1, or class indices, [height, width]
   */
  add(channels: readonly Float32Array[], truth: ArrayLike<number>): void {
    const { dice, iou } =
      this.#classes.length === 0 ? this.#ofCrack(channels[0], truth) : this.#ofClasses(channels, truth);
    this.#images++;
    this.#dice += dice;
    this.#iou += iou;
  }

  #ofCrack(probability: Float32Array, truth: ArrayLike<number>): { dice: number; iou: number } {
    addToHistogram(this.#histogram, probability, truth);
    return diceAndIou(countAtThreshold(probability, truth, MODEL_USAGE.threshold));
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
      ...(byClass.length > 0 ? { diceByClass: Object.fromEntries(byClass) } : this.#pooled()),
    };
  }

  #pooled(): Required<Pick<Validation, 'f1' | 'best'>> {
    const { threshold } = MODEL_USAGE;
    const { f1 } = pooledScores(countsOf(this.#histogram, threshold));
    const everything = pooledScores(countsOf(this.#histogram, 0));
    const best = bestThreshold(precisionRecallCurve(this.#histogram));
    return { f1, best: best.f1 > everything.f1 ? best : { threshold, f1 } };
  }
}
