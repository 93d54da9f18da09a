import { cpSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { prepareSet } from '../../../src/main/dataset/prepared-set.ts';
import { parseMetrics, type TrainingConfig, trainingConfigSchema } from '../../../src/shared/schemas/training.ts';
import { runTraining } from '../../../src/workers/training/run-training.ts';
import { python } from '../../helpers/python.ts';

/** The Python that has torch; tests that need it are left out without. */
export const torch = python('torch');
export const program = join(import.meta.dirname, '../../../assets/pytorch/studio_train.py');

/** Threads would only stand in each other's way with networks of this size. */
const env = { OMP_NUM_THREADS: '1' };

/** Two processes that train together, which torchrun starts. */
export const TOGETHER = ['--processes', '2'];

/** A network that is trained in a second. */
export function tinyConfig(settings: Partial<TrainingConfig> = {}): TrainingConfig {
  return trainingConfigSchema.parse({ size: 32, base: 4, batch: 4, epochs: 2, workers: 0, device: 'cpu', ...settings });
}

export interface Task {
  readonly set: string;
  readonly run: string;
  readonly config: TrainingConfig;
}

/** A run that is to be trained on a training folder. */
export async function taskOn(dataDir: string, settings: Partial<TrainingConfig> = {}): Promise<Task> {
  const config = tinyConfig(settings);
  const { dir } = await prepareSet({ dataDir, ...config, signal: new AbortController().signal });
  const run = mkdtempSync(join(tmpdir(), 'studio-pytorch-'));
  writeFileSync(join(run, 'config.json'), JSON.stringify(config));
  return { set: dir, run, config };
}

/** The same task from its beginning, elsewhere. */
export function again({ run, ...task }: Task): Task {
  const copy = mkdtempSync(join(tmpdir(), 'studio-pytorch-'));
  cpSync(join(run, 'config.json'), join(copy, 'config.json'));
  return { ...task, run: copy };
}

/** Starts the training in PyTorch; what it tells comes on standard output. Never rejects. */
export function inPytorch({ set, run }: Task, together: readonly string[] = []) {
  return execa(torch!, [program, set, run, '--events', '-', '--device', 'cpu', ...together], { env, reject: false });
}

/** The losses of all steps of several trainings in PyTorch, one after the other in one process. */
export async function lossesInPytorch(tasks: readonly Task[]): Promise<number[][]> {
  const script = join(import.meta.dirname, 'in-turn.py');
  await execa(torch!, [script, program, ...tasks.flatMap(({ set, run }) => [set, run])], { env });
  return tasks.map(({ run }) => lossesOf(readFileSync(join(run, 'events.jsonl'), 'utf8')));
}

function lossesOf(told: string): number[] {
  const events = told
    .trim()
    .split('\n')
    .map(line => JSON.parse(line));
  return events.filter(({ kind }) => kind === 'step').map(({ loss }) => loss);
}

/** The losses of the studio's own engine, from the same weights, on the same batches. */
export async function inOnnx(task: Task): Promise<number[]> {
  const { run } = again(task);
  mkdirSync(run, { recursive: true });
  const losses: number[] = [];
  await runTraining(
    { preparedDir: task.set, runDir: run, config: task.config, device: 'cpu', resume: false },
    event => event.kind === 'step' && losses.push(event.loss),
    new AbortController().signal,
  );
  return losses;
}

/** The epochs of a run, without what depends on the clock. */
export function epochsOf({ run }: Pick<Task, 'run'>) {
  return parseMetrics(readFileSync(join(run, 'metrics.jsonl'), 'utf8')).map(
    ({ seconds: _, images_per_second: __, data_wait: ___, peak_memory_mib: ____, ...epoch }) => epoch,
  );
}
