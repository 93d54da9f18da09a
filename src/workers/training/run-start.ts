import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { writeFileAtomic } from '../../node/atomic-file.ts';
import { readText } from '../../node/read-file.ts';
import { StudioError } from '../../shared/errors.ts';
import { Random } from '../../shared/random.ts';
import { type EpochMetrics, parseMetrics, type TrainingConfig } from '../../shared/schemas/training.ts';
import { initialState } from '../nn/init.ts';
import { putTensors } from '../nn/tensors.ts';
import { readEncoderWeights } from './encoder-weights.ts';
import type { PreparedData } from './prepared-data.ts';
import { runPath } from './run-path.ts';
import { hasSnapshot, type Position, readSnapshot, type Snapshot } from './snapshot.ts';
import { readStartWeights } from './start-weights.ts';

/** The beginning of an epoch. */
export const NOTHING_DONE: Position['done'] = { steps: 0, images: 0, loss: 0, seconds: 0, waited: 0 };

const METRICS = 'metrics.jsonl';

/** A run as far as where it stands is concerned. */
interface Run {
  runDir: string;
  config: TrainingConfig;
}

/**
 * Where a new run starts: as fresh as PyTorch makes a network, but for the weights of an encoder or of an earlier network that
 * were given.
 *
 * @throws StudioError when these cannot be read or do not fit
 */
export async function begin(config: TrainingConfig, data: PreparedData): Promise<Snapshot> {
  const { seed, encoderWeights } = config;
  const random = new Random(seed).state;
  const best = { epoch: 0, dice: -1 };
  const position = { epoch: 1, random, done: NOTHING_DONE, best, splits: splitsKey(data), lrScale: 1 };
  const state = initialState(config, seed);
  if (encoderWeights) putTensors(state, config, await readEncoderWeights(encoderWeights, config));
  if (config.from) putTensors(state, config, await readStartWeights(config.from, config));
  return { state, position };
}

/**
 * Where the run was left. One that was cut off before it wrote anything begins again.
 *
 * @throws StudioError when its snapshot is missing or damaged, or the splits have changed
 */
export async function resume(run: Run, data: PreparedData): Promise<Snapshot> {
  if (!existsSync(metricsOf(run))) return lastGood(run, data);
  return backTo(run, await readSnapshot(run.runDir, run.config), data);
}

/** What the run would be resumed from now: its snapshot, or its beginning. Throws a StudioError. */
export async function lastGood(run: Run, data: PreparedData): Promise<Snapshot> {
  const { runDir, config } = run;
  return backTo(run, hasSnapshot(runDir) ? await readSnapshot(runDir, config) : await begin(config, data), data);
}

/** Forgets the epochs that were done after a snapshot, for they are done again. */
async function backTo(run: Run, snapshot: Snapshot, data: PreparedData): Promise<Snapshot> {
  if (snapshot.position.splits !== splitsKey(data)) {
    throw new StudioError(
      'The train and val images are no longer those that this run has learned from, so it cannot be resumed: train anew.',
    );
  }
  if (!existsSync(metricsOf(run))) return snapshot;
  const kept = (await readMetrics(run)).filter(({ epoch }) => epoch < snapshot.position.epoch);
  await writeFileAtomic(
    runPath(run.runDir).join(METRICS),
    kept.map(metrics => `${JSON.stringify(metrics)}\n`).join(''),
  );
  return snapshot;
}

/** The epochs in a run's `metrics.jsonl`; none before the first. */
export async function readMetrics({ runDir }: Pick<Run, 'runDir'>): Promise<EpochMetrics[]> {
  return parseMetrics(await readText(runPath(runDir).join(METRICS)).catch(() => ''));
}

function metricsOf({ runDir }: Pick<Run, 'runDir'>): string {
  return join(runDir, METRICS);
}

/** Names the images of both splits: a run that goes on with others would have trained on what it is validated with. */
function splitsKey({ manifest: { names, train, val } }: PreparedData): string {
  const splits = [train, val].map(indices => indices.map(index => names[index]));
  return createHash('sha256').update(JSON.stringify(splits)).digest('hex');
}
