import { availableParallelism, cpus, release, totalmem, type } from 'node:os';
import { basename, join } from 'node:path';
import packageJson from '../../../package.json' with { type: 'json' };
import { writeFileAtomic } from '../../node/atomic-file.ts';
import { type FilePath, pathOf, projectPath } from '../../node/project-path.ts';
import { root } from '../../node/root.ts';
import { MODEL_USAGE } from '../../shared/model-usage.ts';
import type { ModelCard } from '../../shared/schemas/model-card.ts';
import type { PreparedSet } from '../../shared/schemas/prepared-set.ts';
import { parseMetrics, type TrainingDevice, trainingConfigSchema } from '../../shared/schemas/training.ts';
import { readSplits } from '../dataset/read-splits.ts';
import { readText } from '../files/read.ts';
import { readRunConfig } from '../layout/run-config.ts';
import { readSplitRecord } from '../layout/split-record.ts';
import { cardText } from './card-text.ts';

/** A training that has ended. */
export interface EndedTraining {
  readonly runDir: FilePath;
  /** The training data's folder. */
  readonly dataDir: FilePath;
  readonly manifest: PreparedSet;
  readonly device: TrainingDevice;
  readonly deviceReason: string;
  readonly bestEpoch: number;
  readonly stopped: boolean;
}

/** Writes `model-card.json` and `model-card.md` into a run's folder; those that are there are replaced. Throws an Error. */
export async function writeModelCard(training: EndedTraining): Promise<void> {
  const card = await modelCard(training);
  const runDir = projectPath(training.runDir);
  await writeFileAtomic(runDir.join('model-card.json'), `${JSON.stringify(card, null, 2)}\n`);
  await writeFileAtomic(runDir.join('model-card.md'), cardText(card));
}

async function modelCard(training: EndedTraining): Promise<ModelCard> {
  const { runDir, dataDir, manifest, bestEpoch, stopped } = training;
  const { started = null, ...config } = await readRunConfig(runDir);
  const epochs = parseMetrics(await readText(projectPath(runDir).join('metrics.jsonl')));
  const side = (indices: readonly number[]) => ({
    images: indices.length,
    positives: indices.filter(index => manifest.positive[index]).length,
  });
  return {
    version: 1,
    run: basename(pathOf(runDir)),
    model: {
      classes: config.classes.length > 0 ? [...config.classes] : ['crack'],
      inputSize: config.size,
      preprocessing: MODEL_USAGE.preprocessing[config.input],
      threshold: MODEL_USAGE.threshold,
    },
    data: {
      folder: pathOf(dataDir),
      hash: manifest.hash ?? null,
      train: side(manifest.train),
      val: side(manifest.val),
    },
    split: await readSplits(dataDir).then(lists => readSplitRecord(dataDir, lists)),
    settings: trainingConfigSchema.parse(config),
    epochs,
    best: epochs.find(({ epoch }) => epoch === bestEpoch) ?? null,
    stopped,
    machine: await machine(training),
    time: {
      started,
      ended: new Date().toISOString(),
      trainingSeconds: epochs.reduce((sum, { seconds }) => sum + seconds, 0),
    },
  };
}

async function machine({ device, deviceReason }: EndedTraining): Promise<ModelCard['machine']> {
  return {
    system: `${type()} ${release()} ${process.arch}`,
    cpu: cpus()[0]?.model.trim() || 'unknown',
    threads: availableParallelism(),
    memoryMib: Math.round(totalmem() / 2 ** 20),
    device,
    deviceReason,
    node: process.versions.node,
    onnxruntime: await runtimeVersion(),
    studio: packageJson.version,
  };
}

/** Read from its package: only workers load the runtime. */
async function runtimeVersion(): Promise<string | null> {
  const path = join(root, 'node_modules/onnxruntime-node/package.json');
  return readText(path).then(
    text => String(JSON.parse(text).version),
    () => null,
  );
}
