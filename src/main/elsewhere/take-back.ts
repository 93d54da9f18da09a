import type { FilePath } from '../../node/project-path.ts';
import { StudioError } from '../../shared/errors.ts';
import { type EpochMetrics, parseMetrics, trainingConfigSchema } from '../../shared/schemas/training.ts';
import { openSource, type Source } from '../interchange/import/source.ts';
import type { SpawnWorker } from '../jobs/worker-host.ts';
import { workerOf } from '../jobs/worker-of.ts';
import { parseRunConfig, type RunConfig } from '../layout/run-config.ts';
import { type TrainingOutcome, type TrainModelOptions, trainModel } from '../training/train-model.ts';
import { deviceOf, type PutDown, putDown } from './put-down.ts';

/** More than the settings of a run, or the lines of all its epochs, take. */
const MOST = { settings: 2 ** 20, metrics: 64 * 2 ** 20 };

export interface TakeBackOptions extends Pick<TrainModelOptions, 'outDir' | 'signal' | 'onEvent'> {
  /** The folder of a run, or a zip of it, as it came from another machine. */
  readonly from: string;
  /** The training data that its bundle was made of. */
  readonly dataDir: FilePath;
  readonly spawnWorker: SpawnWorker;
}

/**
 * Adds a run that another machine has trained to the runs, as if it had been trained here: curves, model, card. What came is a
 * stranger's: sizes are bounded, and of its files only those that the studio writes itself are taken.
 *
 * @throws StudioError for what is no run, holds no model, or a damaged one
 */
export async function takeBack({ from, spawnWorker, ...options }: TakeBackOptions): Promise<TrainingOutcome> {
  const source = await openSource(from);
  try {
    const folder = folderOfRun(source);
    const written = await configOf(source, folder);
    const config = trainingConfigSchema.parse({ ...written, engine: 'pytorch' });
    const lines = await readBounded(source, `${folder}metrics.jsonl`, MOST.metrics);
    const epochs = epochsIn(lines.toString('utf8'), config.classes);
    const came: PutDown = {
      epochs,
      set: written.set,
      checkpoint: () => source.read(`${folder}unet_crack_best.pt`),
      snapshot: async () =>
        source.files.includes(`${folder}state.safetensors`) ? source.read(`${folder}state.safetensors`) : null,
    };
    const worker = () => workerOf(task => putDown(came, task, spawnWorker));
    const elsewhere = async () => ({ device: deviceOf(epochs), reason: `taken back from ${from}`, worker });
    return await trainModel({ ...options, config, spawnWorker, elsewhere });
  } finally {
    await source.close();
  }
}

/** Where in what came the run lies, with `/` at its end: the uppermost folder with settings and a model. Throws a StudioError. */
function folderOfRun({ files, path }: Source): string {
  const folders = files
    .filter(file => /(^|\/)config\.json$/.test(file))
    .map(file => file.slice(0, -'config.json'.length));
  const trained = folders.filter(folder =>
    ['unet_crack_best.pt', 'metrics.jsonl'].every(name => files.includes(folder + name)),
  );
  const [folder] = trained.sort((a, b) => a.split('/').length - b.split('/').length);
  if (folder !== undefined) return folder;
  throw new StudioError(
    folders.length > 0
      ? `${path} holds no trained model yet: let the training there end its first epoch, then take it back.`
      : `${path} is no run that was trained elsewhere: name the folder with config.json and unet_crack_best.pt, or a zip of it.`,
  );
}

async function configOf(source: Source, folder: string): Promise<RunConfig> {
  const name = `${folder}config.json`;
  return parseRunConfig((await readBounded(source, name, MOST.settings)).toString('utf8'), `${source.path}/${name}`);
}

async function readBounded(source: Source, name: string, most: number): Promise<Buffer> {
  const bytes = await source.read(name);
  if (bytes.length <= most) return bytes;
  throw new StudioError(`${source.path}/${name} is larger than any that a training writes: get it again.`);
}

/** In their order, from the first; of classes only those that the run tells apart. */
function epochsIn(text: string, classes: readonly string[]): EpochMetrics[] {
  const epochs = parseMetrics(text).filter(({ epoch }, i) => epoch === i + 1);
  return epochs.map(({ va_dice_by_class: dice = {}, ...metrics }) => ({
    ...metrics,
    ...(classes.length > 0 && { va_dice_by_class: Object.fromEntries(classes.map(name => [name, dice[name] ?? 0])) }),
  }));
}
