import type { PredictionMode } from '../../shared/contract-inspect.ts';
import type { ImageScore } from '../../shared/metrics/image-score.ts';
import type { Predictor } from '../jobs/predictor.ts';
import { type SheetRow, writeContactSheet } from './contact-sheet.ts';
import { maskOf } from './predict-images.ts';
import { readPair } from './score-images.ts';

export interface SetContactSheetOptions {
  predictor: Predictor;
  /** The training folder that was evaluated. */
  dir: string;
  /** What `evaluateSet` gave for its images. */
  scores: readonly ImageScore[];
  threshold: number;
  mode: PredictionMode;
  /** Path of the PNG. */
  out: string;
  subtitle?: string;
}

/** A sheet of more rows is not looked at to its end. */
const MAX_ROWS = 8;

/** Writes a contact sheet that spans an evaluation honestly: best, worst and evenly between by Dice, best first. */
export async function writeSetContactSheet(options: SetContactSheetOptions): Promise<void> {
  const { predictor, dir, threshold, mode, out, subtitle } = options;
  const rows: SheetRow[] = [];
  for (const { image: name, dice } of spreadByDice(options.scores, MAX_ROWS)) {
    const { image, mask } = await readPair(dir, name);
    const prediction = maskOf(await predictor.predict(image, mode), image, threshold);
    rows.push({ title: name, image, label: mask, prediction, dice });
  }
  await writeContactSheet({ rows, out, ...(subtitle ? { subtitle } : {}) });
}

/**
 * At most `count` scores, evenly from best to worst. Images with crack come before those without, which score 1 for
 * showing nothing: they are taken only where room is left.
 */
export function spreadByDice(scores: readonly ImageScore[], count: number): ImageScore[] {
  const hasCrack = ({ counts }: ImageScore) => counts.tp + counts.fn > 0;
  const byDice = (a: ImageScore, b: ImageScore) => b.dice - a.dice;
  const cracked = scores.filter(hasCrack).sort(byDice);
  const empty = scores.filter(score => !hasCrack(score)).sort(byDice);
  const chosen = evenly(cracked, count);
  return [...chosen, ...evenly(empty, count - chosen.length)];
}

/** First, last and evenly between. */
function evenly<T>(items: readonly T[], count: number): T[] {
  if (items.length <= count) return [...items];
  if (count <= 1) return items.slice(0, count);
  return Array.from({ length: count }, (_, i) => items[Math.round((i * (items.length - 1)) / (count - 1))]);
}
