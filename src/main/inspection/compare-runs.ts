import { basename, resolve } from 'node:path';
import * as z from 'zod';
import { type FilePath, pathOf, projectPath } from '../../node/project-path.ts';
import type { RunComparison } from '../../shared/contract-compare.ts';
import type { PredictionMode } from '../../shared/contract-inspect.ts';
import { StudioError } from '../../shared/errors.ts';
import { compareScores, verdictOf } from '../../shared/metrics/compare.ts';
import { type ImageScore, setScores } from '../../shared/metrics/image-score.ts';
import type { Device } from '../../shared/schemas/training.ts';
import { exists } from '../files/listing.ts';
import { openPredictor } from '../jobs/predictor.ts';
import type { SpawnWorker } from '../jobs/worker-host.ts';
import { type RunConfig, readRunConfig } from '../layout/run-config.ts';
import { dataOf } from '../layout/run-data.ts';
import { type ComparedSplit, comparedImages } from './compared-images.ts';
import { type LabelledImage, scoreImages } from './score-images.ts';

type Pair<T> = readonly [T, T];

export interface CompareOptions {
  /** The folders of two runs. */
  readonly runs: Pair<FilePath>;
  /** Where the training folder lies that a run's settings name. Default: there, or in the project of the run. */
  readonly locate?: ((named: string) => FilePath) | undefined;
  readonly split: ComparedSplit;
  /** A pixel is predicted crack where its probability is strictly above. */
  readonly threshold: number;
  readonly mode: PredictionMode;
  readonly device: Device;
  /** Seed of the bootstrap. */
  readonly seed: number;
  readonly spawnWorker: SpawnWorker;
  readonly signal?: AbortSignal | undefined;
  /** Predictions done, of both runs' together. */
  readonly onImage?: ((done: number, total: number) => void) | undefined;
  /** An image that could not be counted, and why, in one line; the others are compared. */
  readonly onFailure?: ((line: string) => void) | undefined;
}

interface ComparedRun {
  readonly name: string;
  readonly model: FilePath;
  readonly config: RunConfig;
  readonly data: FilePath;
}

/** Has two runs' best models predict the same images, and says what the difference is worth. Throws a StudioError. */
export async function compareRuns(options: CompareOptions): Promise<RunComparison> {
  const runs = await openRuns(options);
  const splits = runs.map(({ name, data, config: { started } }) => ({ name, data, started }));
  const { images, notes } = await comparedImages([splits[0], splits[1]], options.split);
  const first = await scoresOf(runs[0], images, 0, options);
  const second = await scoresOf(runs[1], images, images.length, options);
  // An image that cannot be read is passed over by both.
  if (first.length === 0) throw new StudioError(`None of the ${images.length} images could be counted.`);
  const differences = compareScores(first, second, options.seed);
  const names: [string, string] = [runs[0].name, runs[1].name];
  return {
    names,
    settings: differingSettings(runs),
    scores: [setScores(first), setScores(second)],
    images: imageDifferences(first, second),
    notes: [...notes],
    ...differences,
    verdict: verdictOf(differences, first.length, names),
  };
}

async function openRuns({ runs, locate }: CompareOptions): Promise<Pair<ComparedRun>> {
  const paths = runs.map(pathOf);
  const folders = paths.map(run => basename(resolve(run)));
  // Runs of two projects may bear one name.
  const names = folders[0] === folders[1] ? paths : folders;
  const open = async (run: FilePath, name: string): Promise<ComparedRun> => {
    const config = await readRunConfig(run);
    const model = projectPath(run).join('model.onnx');
    if (!(await exists(model))) throw new StudioError(`${run} has no model.onnx yet: train it for an epoch first.`);
    return { name, model, config, data: locate ? locate(config.data) : await dataOf(run, config.data) };
  };
  return Promise.all([open(runs[0], names[0]), open(runs[1], names[1])]);
}

async function scoresOf(
  { model }: ComparedRun,
  images: readonly LabelledImage[],
  before: number,
  options: CompareOptions,
): Promise<ImageScore[]> {
  const { device, spawnWorker, signal, onImage, onFailure } = options;
  const predictor = await openPredictor({ model, device, spawnWorker, ...(signal ? { signal } : {}) });
  const scores: ImageScore[] = [];
  try {
    // What cannot be read is told once.
    const told = before === 0 ? onFailure : undefined;
    for await (const { score } of scoreImages(images, { ...options, predictor, onFailure: told })) {
      scores.push(score);
      onImage?.(before + scores.length, 2 * images.length);
    }
    return scores;
  } finally {
    predictor.close();
  }
}

/** What tells nothing about how a run was trained. */
const NO_SETTING = ['out', 'started'];

function differingSettings(runs: Pair<ComparedRun>): RunComparison['settings'] {
  const [a, b] = runs.map(({ config }) => new Map(Object.entries(z.record(z.string(), z.json()).parse(config))));
  const names = [...new Set([...a.keys(), ...b.keys()])].filter(name => !NO_SETTING.includes(name));
  const differs = (name: string) => JSON.stringify(a.get(name)) !== JSON.stringify(b.get(name));
  return names.filter(differs).map(name => ({ name, values: [a.get(name) ?? null, b.get(name) ?? null] }));
}

function imageDifferences(first: readonly ImageScore[], second: readonly ImageScore[]): RunComparison['images'] {
  const all = first.map(({ image, dice }, i): RunComparison['images'][number] => {
    const other = second[i].dice;
    return { image, dice: [dice, other], difference: other - dice };
  });
  return all.sort((a, b) => Math.abs(b.difference) - Math.abs(a.difference) || (a.image < b.image ? -1 : 1));
}
