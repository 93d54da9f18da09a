import { isAbsolute, join } from 'node:path';
import { assertNever } from '../../shared/assert.ts';
import type { Handlers, Input, Output } from '../../shared/contract.ts';
import type { InspectedModel, InspectedSource, ModelFacts, PredictionMode } from '../../shared/contract-inspect.ts';
import { usageError } from '../../shared/errors.ts';
import type { GrayImage } from '../../shared/image/gray-image.ts';
import { anyClass, largestChannel } from '../../shared/inference/class-channels.ts';
import { exists } from '../files/listing.ts';
import type { OpenedFiles } from '../files/opened-files.ts';
import { resolveInside } from '../files/resolve-inside.ts';
import { Serial } from '../files/serial.ts';
import { writeGray } from '../images/png.ts';
import { DiskImages } from '../inspection/disk-images.ts';
import { inspected } from '../inspection/inspected-source.ts';
import { KeptPredictor } from '../inspection/kept-predictor.ts';
import { PictureFolder } from '../inspection/picture-folder.ts';
import type { JobContext, Jobs } from '../jobs/jobs.ts';
import type { PredictOptions, Predictor } from '../jobs/prediction-job.ts';
import type { SpawnWorker } from '../jobs/worker-host.ts';
import { projectLayout } from '../layout/project-layout.ts';
import type { OpenVideos } from '../media/open-videos.ts';
import { currentProject, type ProjectHandlers } from './current-project.ts';

export interface InspectCallsOptions {
  readonly project: ProjectHandlers;
  readonly jobs: Jobs;
  readonly videos: OpenVideos;
  readonly spawnWorker: SpawnWorker;
  readonly openedFiles: OpenedFiles;
  readonly closing: AbortSignal;
}

type InspectCalls = Pick<Handlers, Extract<keyof Handlers, `inspect.${string}`>>;

/** The calls of the Inspect stage: models look at training images, pictures on disk and frames of videos. */
export function createInspectCalls({
  project,
  jobs,
  videos,
  spawnWorker,
  openedFiles,
  closing,
}: InspectCallsOptions): InspectCalls {
  // One model in memory, and one picture before it at a time.
  const turns = new Serial();
  const models = new KeptPredictor(spawnWorker);
  const pictures = new PictureFolder(openedFiles, closing);
  const disk = new DiskImages(openedFiles, pictures);
  const layout = async () => projectLayout((await currentProject(project)).folder);
  const open = async (source: InspectedSource) => inspected(source, { layout: await layout(), disk, videos });

  const inTurn = <T>(job: string | undefined, work: (context: JobContext) => Promise<T>) =>
    jobs.run(job, context =>
      turns.run(async () => {
        context.signal.throwIfAborted();
        return work(context);
      }),
    );

  async function describe(model: InspectedModel, { signal }: JobContext): Promise<ModelFacts> {
    const path = await modelPath(model, (await layout()).models);
    const { inputSize, inputMode, classes, metadata } = await models.use(path, signal, async predictor => predictor);
    const facts = { path, inputSize, inputMode, classes: [...classes] };
    return { ...facts, epoch: numberIn(metadata.epoch), valDice: numberIn(metadata.val_dice) };
  }

  async function predict(
    { model, source, mode }: Input<'inspect.predict'>,
    { signal, progress }: JobContext,
  ): Promise<Output<'inspect.predict'>> {
    const path = await modelPath(model, (await layout()).models);
    const gray = await (await open(source)).gray();
    const onTile = (done: number, total: number) => progress(done, total, `tile ${done + 1} of ${total}`);
    const { probability, classes, milliseconds } = await models.use(path, signal, async predictor => {
      const started = performance.now();
      const said = await askModel(predictor, gray, mode, { signal, onTile });
      return { ...said, milliseconds: performance.now() - started };
    });
    const { width, height } = gray;
    const { data, highest } = inBytes(probability);
    const url = await pictures.keep(path => writeGray(path, { width, height, data }));
    const classesUrl = classes && (await pictures.keep(path => writeGray(path, { width, height, data: classes })));
    return { url, classesUrl, width, height, highest, milliseconds };
  }

  closing.addEventListener('abort', models.close, { once: true });
  return {
    'inspect.model': ({ model, job }) => inTurn(job, context => describe(model, context)),
    'inspect.images': ({ paths }) => disk.list(paths),
    'inspect.picture': async ({ source }) => (await open(source)).picture(),
    'inspect.predict': input => inTurn(input.job, context => predict(input, context)),
  };
}

/** The probability of crack, and the likeliest class of each pixel, should it be none of the background. */
async function askModel(predictor: Predictor, image: GrayImage, mode: PredictionMode, options: PredictOptions) {
  if (predictor.classes.length === 0) {
    return { probability: await predictor.predict(image, mode, options), classes: null };
  }
  const channels = await predictor.predictClasses(image, mode, options);
  return { probability: anyClass(channels), classes: largestChannel(channels, 1) };
}

async function modelPath(model: InspectedModel, models: string): Promise<string> {
  switch (model.kind) {
    case 'run': {
      const path = join(resolveInside(models, model.run), 'model.onnx');
      if (await exists(path)) return path;
      throw usageError(`${model.run} has no model: train until the end of its first epoch.`);
    }
    case 'file':
      if (isAbsolute(model.path) && !model.path.includes('\0')) return model.path;
      throw usageError(`${JSON.stringify(model.path.slice(0, 200))} is not the full path of a model.`);
    default:
      return assertNever(model);
  }
}

/** Probabilities as round(255 p), and the largest of them. */
function inBytes(probability: Float32Array): { data: Uint8Array; highest: number } {
  const data = new Uint8Array(probability.length);
  let highest = 0;
  for (let i = 0; i < data.length; i++) {
    data[i] = Math.round(255 * probability[i]);
    if (probability[i] > highest) highest = probability[i];
  }
  return { data, highest };
}

function numberIn(text: string | undefined): number | null {
  const value = Number(text ?? Number.NaN);
  return Number.isFinite(value) ? value : null;
}
