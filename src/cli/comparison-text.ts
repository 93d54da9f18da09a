import type { RunComparison } from '../shared/contract-compare.ts';
import type { Difference } from '../shared/metrics/compare.ts';
import { score } from './evaluation-text.ts';
import { plainTable } from './output.ts';

interface Asked {
  readonly split: string;
  readonly seed: number;
  readonly threshold: number;
  readonly mode: string;
}

/** A comparison for other programs; keys are a promise to them. */
export function comparisonRecord(comparison: RunComparison, { split, seed, threshold, mode }: Asked) {
  const { names, scores, settings, images, meanDice, pooledF1, notes, verdict } = comparison;
  const runs = scores.map(({ meanDice, meanIou, pooled, tolerant }, i) => ({
    run: names[i],
    mean_dice: meanDice,
    mean_iou: meanIou,
    f1: pooled.f1,
    tolerant_f1: tolerant.f1,
  }));
  return {
    split,
    images: images.length,
    threshold,
    mode,
    runs,
    settings,
    mean_dice: meanDice,
    pooled_f1: pooledF1,
    level: 0.95,
    seed,
    notes,
    verdict,
    per_image: images,
  };
}

/** A comparison as a person reads it in a terminal. */
export function comparisonText(comparison: RunComparison, { split, threshold, mode }: Asked): string {
  const { images, meanDice, pooledF1, notes, verdict } = comparison;
  return [
    settingsTable(comparison),
    imageTable(comparison),
    `${images.length} images of split "${split}", mode ${mode}, counted at native resolution, threshold ${threshold}`,
    ...notes,
    scoreTable(comparison),
    'Second less first, with the 95 % interval of a paired bootstrap over images:',
    `  mean Dice ${interval(meanDice)}`,
    `  pooled F1 ${interval(pooledF1)}`,
    verdict,
  ].join('\n');
}

/** With its sign, which 0 has not. */
const signed = (value: number) => (Number(score(value)) === 0 ? score(0) : (value < 0 ? '' : '+') + score(value));

function interval({ difference, low, high }: Difference): string {
  return `${signed(difference)} (${signed(low)} to ${signed(high)})`;
}

function settingsTable({ names, settings }: RunComparison): string {
  if (settings.length === 0) return 'The settings are the same.';
  const table = plainTable(['setting', ...names]);
  for (const { name, values } of settings) table.push([name, ...values.map(value => String(value ?? ''))]);
  return table.toString();
}

function imageTable({ names, images }: RunComparison): string {
  const table = plainTable(['Dice of image', ...names, 'difference']);
  for (const { image, dice, difference } of images) table.push([image, ...dice.map(score), signed(difference)]);
  return table.toString();
}

function scoreTable({ names, scores }: RunComparison): string {
  const table = plainTable(['', ...names]);
  table.push(
    ['mean Dice per image', ...scores.map(({ meanDice }) => score(meanDice))],
    ['mean IoU per image', ...scores.map(({ meanIou }) => score(meanIou))],
    ['pooled F1', ...scores.map(({ pooled }) => score(pooled.f1))],
    ['tolerant F1 (within 2 px)', ...scores.map(({ tolerant }) => score(tolerant.f1))],
  );
  return table.toString();
}
