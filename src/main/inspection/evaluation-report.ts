import { join } from 'node:path';
import { writeFileAtomic } from '../../node/atomic-file.ts';
import { makeFolder } from '../../node/folders.ts';
import { crackPixels, type ImageScore, worstImages } from '../../shared/metrics/image-score.ts';
import { type CurveMark, drawCurve } from './curve-picture.ts';
import type { Evaluation } from './evaluate.ts';
import { type Evaluated, evaluationRecord, imageRecord, WORST } from './evaluation-record.ts';

export interface EvaluationReport extends Evaluated {
  readonly evaluation: Evaluation;
  /** Path of the model and the training folder, as they were named. */
  readonly model: string;
  readonly data: string;
  /** The folder that gets `evaluation.json`, `report.md` and `curve.svg`. */
  readonly out: string;
}

/** Writes an evaluation for programs, for readers and as a picture. Throws a StudioError. */
export async function writeEvaluation(report: EvaluationReport): Promise<void> {
  const { evaluation, model, data, out } = report;
  const record = {
    model,
    data,
    ...evaluationRecord(evaluation, report),
    per_image: evaluation.images.map(imageRecord),
  };
  await makeFolder(out);
  await writeFileAtomic(join(out, 'evaluation.json'), `${JSON.stringify(record, null, 2)}\n`);
  await writeFileAtomic(join(out, 'curve.svg'), drawCurve(evaluation.curve, marksOf(report)));
  await writeFileAtomic(join(out, 'report.md'), textOf(report));
}

function marksOf({ evaluation: { pooled, chosen }, threshold }: EvaluationReport): CurveMark[] {
  const marks = [{ name: `threshold ${threshold}: F1 ${pooled.f1.toFixed(3)}`, colour: '#d9480f', ...pooled }];
  if (chosen) {
    const name = `threshold ${chosen.threshold}, chosen on val: F1 ${chosen.pooled.f1.toFixed(3)}`;
    marks.push({ name, colour: '#2b8a3e', ...chosen.pooled });
  }
  return marks;
}

const number = (value: number) => value.toFixed(4);

function textOf(report: EvaluationReport): string {
  const { evaluation, model, data, split, mode } = report;
  const { images, failed } = evaluation;
  return [
    '# Evaluation',
    '',
    `Model \`${model}\` on ${images.length} images of split "${split}" of \`${data}\`, mode ${mode}, counted at native`,
    `resolution (masks as they are).${failed > 0 ? ` ${failed} images could not be counted.` : ''}`,
    '',
    ...scoreRows(report),
    '',
    ...remarks(report),
    '',
    ...classRows(report),
    '![Precision-recall curve](curve.svg)',
    '',
    '## Worst images',
    '',
    ...imageRows(worstImages(images, WORST), 'Every image is predicted without a wrong pixel.'),
    '',
    '## All images',
    '',
    ...imageRows(images),
    '',
  ].join('\n');
}

function scoreRows({ evaluation, threshold }: EvaluationReport): string[] {
  const { pooled, tolerant, meanDice, meanIou, chosen } = evaluation;
  const row = (name: string, here: number, there?: number) => {
    const second = there === undefined ? '' : number(there);
    return `| ${name} | ${number(here)} |${chosen ? ` ${second} |` : ''}`;
  };
  return [
    `| | threshold ${threshold} |${chosen ? ` threshold ${chosen.threshold}, chosen on val |` : ''}`,
    `|---|---|${chosen ? '---|' : ''}`,
    row('pooled precision', pooled.precision, chosen?.pooled.precision),
    row('pooled recall', pooled.recall, chosen?.pooled.recall),
    row('pooled F1', pooled.f1, chosen?.pooled.f1),
    row('pooled crack IoU', pooled.iou, chosen?.pooled.iou),
    row('mean Dice per image', meanDice, chosen?.meanDice),
    row('mean IoU per image', meanIou, chosen?.meanIou),
    row('tolerant precision', tolerant.precision),
    row('tolerant recall', tolerant.recall),
    row('tolerant F1', tolerant.f1),
  ];
}

/** Each class by itself, where they are told apart. */
function classRows({ evaluation: { classes } }: EvaluationReport): string[] {
  if (!classes) return [];
  return [
    '## By class',
    '',
    'The likeliest class decides, whatever the threshold; all figures above are of any class, against the masks.',
    '',
    '| class | mean Dice per image | IoU | precision | recall | F1 |',
    '|---|---|---|---|---|---|',
    ...classes.map(({ name, meanDice, iou, precision, recall, f1 }) => {
      const cells = [name.replaceAll('|', '\\|'), ...[meanDice, iou, precision, recall, f1].map(number)];
      return `| ${cells.join(' | ')} |`;
    }),
    '',
  ];
}

/** What the numbers are and are not. */
function remarks({ evaluation: { chosen, oracle }, split }: EvaluationReport): string[] {
  return [
    'Tolerant scores count a predicted pixel as true within 2 px of a labelled one, and a labelled pixel as found within',
    '2 px of a predicted one.',
    '',
    ...(chosen ? [] : ['The folder has no val split, so no threshold was chosen on it.', '']),
    ...(chosen && split !== 'train'
      ? ['The chosen threshold saw val images that it is scored on here: on new images expect less.', '']
      : []),
    `The best F1 that any threshold gives on these very images is ${number(oracle.f1)}, at ${oracle.threshold}: an upper`,
    'bound, not a result.',
  ];
}

function imageRows(scores: readonly ImageScore[], none = ''): string[] {
  if (scores.length === 0) return [none];
  return [
    '| image | Dice | IoU | precision | recall | crack px |',
    '|---|---|---|---|---|---|',
    ...scores.map(score => {
      const { image, dice, iou, precision, recall } = score;
      const cells = [image.replaceAll('|', '\\|'), ...[dice, iou, precision, recall].map(number), crackPixels(score)];
      return `| ${cells.join(' | ')} |`;
    }),
  ];
}
