import type { Evaluation } from '../main/inspection/evaluate.ts';
import type { Evaluated } from '../main/inspection/evaluation-record.ts';
import type { ClassScores } from '../shared/metrics/class-counts.ts';
import { adviceOnCracks } from '../shared/metrics/crack-counts.ts';
import { crackPixels, type ImageScore, worstImages } from '../shared/metrics/image-score.ts';
import { plainTable } from './output.ts';

/** Enough to know what goes wrong; `--images` shows the rest. */
const WORST = 5;

/** A score between 0 and 1, as every table shows it. */
export const score = (value: number) => value.toFixed(4);

/** An evaluation as a person reads it in a terminal. */
export function evaluationText(evaluation: Evaluation, options: Evaluated & { readonly images?: boolean }): string {
  const { images, chosen } = evaluation;
  const { split, mode, threshold } = options;
  const worst = worstImages(images, WORST);
  return [
    ...(options.images ? [imageTable(images)] : []),
    ...(!options.images && worst.length > 0 ? ['Worst first:', imageTable(worst)] : []),
    `${images.length} images of split "${split}", mode ${mode}, counted at native resolution (masks as they are), threshold ${threshold}`,
    scoreTable(evaluation, options),
    crackLine(evaluation),
    adviceOnCracks(evaluation.cracks),
    ...(evaluation.classes
      ? ['By class; the likeliest decides, whatever the threshold:', classTable(evaluation.classes)]
      : []),
    ...(chosen ? [] : ['No threshold was chosen: the folder has no val split to choose it on.']),
    ...(chosen && split !== 'train' ? ['The chosen threshold saw val: on new images expect less.'] : []),
  ].join('\n');
}

function crackLine({ cracks, interval, images }: Evaluation): string {
  const found = cracks.reduce((sum, counts) => sum + counts.found.length, 0);
  const all = found + cracks.reduce((sum, counts) => sum + counts.missed.length, 0);
  const alarms = cracks.reduce((sum, { falseAlarms }) => sum + falseAlarms, 0) / images.length;
  return `F1 ${score(interval.low)} to ${score(interval.high)} in 95 % of samples of these images; ${found} of ${all} cracks found, ${alarms.toFixed(2)} false alarms an image.`;
}

function imageTable(scores: readonly ImageScore[]): string {
  const table = plainTable(['image', 'Dice', 'IoU', 'precision', 'recall', 'crack px']);
  for (const row of scores) {
    const { image, dice, iou, precision, recall } = row;
    table.push([image, score(dice), score(iou), score(precision), score(recall), crackPixels(row)]);
  }
  return table.toString();
}

function classTable(classes: readonly ClassScores[]): string {
  const table = plainTable(['class', 'mean Dice', 'IoU', 'precision', 'recall', 'F1']);
  for (const { name, meanDice, iou, precision, recall, f1 } of classes) {
    table.push([name, ...[meanDice, iou, precision, recall, f1].map(score)]);
  }
  return table.toString();
}

function scoreTable(evaluation: Evaluation, { threshold }: Evaluated): string {
  const { pooled, tolerant, oracle, meanDice, meanIou, chosen } = evaluation;
  const table = plainTable(['', `at ${threshold}`, ...(chosen ? [`at ${chosen.threshold}, chosen on val`] : [])]);
  const row = (name: string, value: number, other?: number) =>
    table.push([name, score(value), ...(chosen ? [other === undefined ? '' : score(other)] : [])]);
  row('pooled precision', pooled.precision, chosen?.pooled.precision);
  row('pooled recall', pooled.recall, chosen?.pooled.recall);
  row('pooled F1', pooled.f1, chosen?.pooled.f1);
  row('pooled crack IoU', pooled.iou, chosen?.pooled.iou);
  row('mean Dice per image', meanDice, chosen?.meanDice);
  row('mean IoU per image', meanIou, chosen?.meanIou);
  row('tolerant F1 (within 2 px)', tolerant.f1);
  row(`best-threshold F1 (oracle, at ${oracle.threshold})`, oracle.f1);
  return table.toString();
}
