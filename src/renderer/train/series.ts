import type { StepLoss } from '../../shared/contract-training.ts';
import type { EpochMetrics } from '../../shared/schemas/training.ts';

/** Columns as uPlot wants them: x first, then a column a series; null where a series has no value. */
export type Columns = [number[], ...(number | null)[][]];

/** Which of an epoch's numbers a curve shows. */
export type Metric = 'tr_loss' | 'va_loss' | 'va_dice' | 'va_iou';

/** Curves of several runs over one axis of epochs: for each run, the metrics in their order. */
export function epochColumns(runs: readonly (readonly EpochMetrics[])[], metrics: readonly Metric[]): Columns {
  const longest = Math.max(0, ...runs.flatMap(epochs => epochs.map(({ epoch }) => epoch)));
  const x = Array.from({ length: longest }, (_, i) => i + 1);
  const columns = runs.flatMap(epochs => {
    const byEpoch = new Map(epochs.map(each => [each.epoch, each]));
    return metrics.map(metric => x.map(epoch => byEpoch.get(epoch)?.[metric] ?? null));
  });
  return [x, ...columns];
}

/** Steps over which the smooth line averages, at the least and as a share of all. */
const LEAST_WINDOW = 5;
const WINDOW_SHARE = 0.04;

/** The losses of steps, and the same smoothed: an exponential mean that starts as a plain one, so that it has no bias. */
export function stepColumns(steps: readonly StepLoss[]): Columns {
  const decay = 1 - 1 / Math.max(LEAST_WINDOW, WINDOW_SHARE * steps.length);
  let sum = 0;
  let weight = 0;
  const smooth = steps.map(({ loss }) => {
    sum = decay * sum + loss;
    weight = decay * weight + 1;
    return sum / weight;
  });
  return [steps.map(({ step }) => step), steps.map(({ loss }) => loss), smooth];
}
