import type { PooledScores } from '../../shared/metrics/confusion.ts';
import { adviceOnCracks, type CrackCounts } from '../../shared/metrics/crack-counts.ts';
import { crackPixels, type ImageScore, worstImages } from '../../shared/metrics/image-score.ts';
import { TOLERANCE } from '../../shared/metrics/tolerance.ts';
import type { InputMode } from '../../shared/model-usage.ts';
import type { EvaluatedSplit, Evaluation } from './evaluate.ts';

/** What was evaluated, and how. */
export interface Evaluated {
  readonly split: EvaluatedSplit;
  readonly threshold: number;
  readonly mode: InputMode;
}

/** More would not be looked at one by one. */
export const WORST = 5;

/** An evaluation for other programs, without its images; keys are a promise to them. */
export function evaluationRecord(evaluation: Evaluation, { split, threshold, mode }: Evaluated) {
  const { images, failed, pooled, tolerant, chosen, oracle, classes, curve, interval, cracks } = evaluation;
  const sum = (of: (counts: CrackCounts) => number) => cracks.reduce((total, counts) => total + of(counts), 0);
  return {
    split,
    images: images.length,
    failed,
    resolution: 'native',
    mode,
    threshold,
    ...scores(pooled, evaluation),
    f1_95: [interval.low, interval.high],
    cracks: sum(({ found, missed }) => found.length + missed.length),
    cracks_found: sum(({ found }) => found.length),
    false_alarms: sum(({ falseAlarms }) => falseAlarms),
    advice: adviceOnCracks(cracks),
    tolerance_px: TOLERANCE,
    tolerant_precision: tolerant.precision,
    tolerant_recall: tolerant.recall,
    tolerant_f1: tolerant.f1,
    chosen_on_val: chosen && {
      threshold: chosen.threshold,
      val_f1: chosen.valF1,
      ...scores(chosen.pooled, chosen),
    },
    oracle_f1: oracle.f1,
    oracle_threshold: oracle.threshold,
    ...(classes && {
      by_class: classes.map(({ name, meanDice, ...pooled }) => ({ class: name, mean_dice: meanDice, ...pooled })),
    }),
    worst: worstImages(images, WORST).map(({ image }) => image),
    curve: curve.map(({ threshold, precision, recall, f1 }) => ({ threshold, precision, recall, f1 })),
  };
}

function scores(pooled: PooledScores, { meanDice, meanIou }: { meanDice: number; meanIou: number }) {
  return { ...pooled, mean_dice: meanDice, mean_iou: meanIou };
}

/** One image of an evaluation for other programs. */
export function imageRecord(score: ImageScore) {
  const { image, dice, iou, precision, recall, counts } = score;
  return { image, dice, iou, precision, recall, crack_pixels: crackPixels(score), ...counts };
}
