import { type FilePath, projectPath } from '../../node/project-path.ts';
import { StudioError } from '../../shared/errors.ts';
import { bootstrapInterval, type Interval } from '../../shared/metrics/bootstrap.ts';
import { type ClassScores, scoresByClass } from '../../shared/metrics/class-counts.ts';
import { pooledF1 } from '../../shared/metrics/compare.ts';
import { addCounts, type Confusion, type PooledScores, pooledScores } from '../../shared/metrics/confusion.ts';
import type { CrackCounts } from '../../shared/metrics/crack-counts.ts';
import { type ImageScore, meanScores, type SetScores, setScores } from '../../shared/metrics/image-score.ts';
import {
  bestThreshold,
  type CurvePoint,
  countsOf,
  type ProbabilityHistogram,
  precisionRecallCurve,
  sumHistograms,
} from '../../shared/metrics/precision-recall.ts';
import { readNames, readSplits } from '../dataset/read-splits.ts';
import { mapConcurrently } from '../files/concurrency.ts';
import { exists, listPngs } from '../files/listing.ts';
import { trainingLayout } from '../layout/training-layout.ts';
import { type ScoreOptions, scoreImages } from './score-images.ts';

export type EvaluatedSplit = 'train' | 'val' | 'all';

export interface EvaluateOptions extends ScoreOptions {
  /** The training folder: images/, masks/ and, unless `split` is `all`, splits/. */
  dir: FilePath;
  split: EvaluatedSplit;
  onImage?(score: ImageScore, done: number, total: number): void;
}

/** A threshold chosen on the val split, and what it gives on the images evaluated. */
export interface ChosenThreshold {
  readonly threshold: number;
  /** The best pooled F1 on val, for which it was chosen. */
  readonly valF1: number;
  readonly pooled: PooledScores;
  readonly meanDice: number;
  readonly meanIou: number;
}

export interface Evaluation extends SetScores {
  readonly images: readonly ImageScore[];
  /** Images that could not be counted. */
  readonly failed: number;
  /** Of the pooled F1: 95 % over images drawn anew. */
  readonly interval: Interval;
  /** Cracks counted whole, of each image. */
  readonly cracks: readonly CrackCounts[];
  /** Precision and recall pooled over the pixels of all images, by threshold. */
  readonly curve: readonly CurvePoint[];
  /** Null where the folder has no val split that could be counted. On val itself it is as good as the oracle. */
  readonly chosen: ChosenThreshold | null;
  /** The best pooled F1 that any threshold gives on these very images: an upper bound, not a result. */
  readonly oracle: { readonly threshold: number; readonly f1: number };
  /** Of each class that the model tells apart, where they were asked for and there are label documents to tell them by. */
  readonly classes?: readonly ClassScores[];
}

/** Scores a model on a labelled folder at native resolution: masks are counted as they lie on the disk, never resized. */
export async function evaluateSet(options: EvaluateOptions): Promise<Evaluation> {
  const { split } = options;
  const dir = projectPath(options.dir);
  const { names, val } = await namesOf({ ...options, dir });
  const images: ImageScore[] = [];
  const histograms = new Map<string, ProbabilityHistogram>();
  const counts: (readonly Confusion[])[] = [];
  const cracks: CrackCounts[] = [];
  const byClass = Boolean(options.byClass) && (await hasLabels(dir, names));
  for await (const scored of scoreImages(within(dir, names), { ...options, byClass })) {
    const { score, histogram, classes } = scored;
    images.push(score);
    cracks.push(scored.cracks);
    if (classes) counts.push(classes);
    histograms.set(score.image, histogram);
    options.onImage?.(score, images.length, names.length);
  }
  if (images.length === 0) throw new StudioError(`None of the ${names.length} images of ${dir} could be counted.`);
  const evaluated = [...histograms.values()];
  const curve = precisionRecallCurve(sumHistograms(evaluated));
  const ofVal =
    split === 'train' ? await histogramsOf(val, { ...options, dir }) : val.flatMap(name => histograms.get(name) ?? []);
  return {
    images,
    failed: names.length - images.length,
    interval: intervalOf(images),
    cracks,
    ...setScores(images),
    curve,
    chosen: ofVal.length > 0 ? chooseThreshold(ofVal, evaluated) : null,
    oracle: bestThreshold(curve),
    ...(counts.length > 0 && { classes: scoresByClass(options.predictor.classes, counts) }),
  };
}

/** Samples of the bootstrap: enough for two digits. */
const RESAMPLES = 2000;

function intervalOf(images: readonly ImageScore[]): Interval {
  return bootstrapInterval({
    ...{ count: images.length, seed: 1, resamples: RESAMPLES },
    statistic: sample => pooledF1(images, sample),
  });
}

/** The names that are evaluated, sorted, and those on which the threshold is chosen. */
async function namesOf({ dir, split }: EvaluateOptions): Promise<{ names: string[]; val: readonly string[] }> {
  const { images, splits: lists } = trainingLayout(dir);
  if (split === 'all') {
    const names = await listPngs(images);
    if (names.length === 0) throw new StudioError(`${images} holds no PNG.`);
    const list = lists.join('val.txt');
    return { names, val: (await exists(list)) ? await readNames(dir, list) : [] };
  }
  const splits = await readSplits(dir);
  if (splits[split].length > 0) return { names: [...splits[split]].sort(), val: splits.val };
  throw new StudioError(`The ${split} split of ${dir} is empty.`, { code: 'empty-split', split });
}

/** Masks alone do not tell classes. */
async function hasLabels(dir: FilePath, names: readonly string[]): Promise<boolean> {
  const { label } = trainingLayout(dir);
  return (await mapConcurrently(names, name => exists(label(name)))).some(Boolean);
}

function within(dir: FilePath, names: readonly string[]) {
  return names.map(name => ({ dir, name }));
}

async function histogramsOf(names: readonly string[], options: EvaluateOptions): Promise<ProbabilityHistogram[]> {
  const found: ProbabilityHistogram[] = [];
  const ofVal = { ...options, byClass: false };
  for await (const { histogram } of scoreImages(within(options.dir, names), ofVal)) found.push(histogram);
  return found;
}

/** The threshold with the best pooled F1 on val, applied to the images that are evaluated. */
function chooseThreshold(val: ProbabilityHistogram[], evaluated: ProbabilityHistogram[]): ChosenThreshold {
  const { threshold, f1 } = bestThreshold(precisionRecallCurve(sumHistograms(val)));
  const counts = evaluated.map(histogram => countsOf(histogram, threshold));
  return { threshold, valF1: f1, pooled: pooledScores(addCounts(counts)), ...meanScores(counts) };
}
