import type { StepLoss } from '../../shared/contract-training.ts';

/** Points kept of one training: more than a screen has columns. */
const KEPT = 4096;

/** The losses of all steps of a training; when they become too many, neighbours are merged into their mean. */
export class StepSeries {
  #points: StepLoss[] = [];
  /** Steps that one point stands for. */
  #stride = 1;
  #open: { losses: number; count: number } = { losses: 0, count: 0 };

  add({ step, loss }: StepLoss): void {
    this.#open.losses += loss;
    if (++this.#open.count < this.#stride) return;
    this.#points.push({ step, loss: this.#open.losses / this.#open.count });
    this.#open = { losses: 0, count: 0 };
    if (this.#points.length >= KEPT) this.#thin();
  }

  /** In the order of their steps; a merged point bears the number of its last step. */
  get points(): StepLoss[] {
    return this.#points;
  }

  #thin(): void {
    const pairs = Array.from({ length: this.#points.length / 2 }, (_, i) => [
      this.#points[2 * i],
      this.#points[2 * i + 1],
    ]);
    this.#points = pairs.map(([a, b]) => ({ step: b.step, loss: (a.loss + b.loss) / 2 }));
    this.#stride *= 2;
  }
}
