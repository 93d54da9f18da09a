import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Handlers, Output } from '../../shared/contract.ts';
import { fileError, usageError } from '../../shared/errors.ts';
import { exists } from '../files/listing.ts';
import type { OpenedFiles } from '../files/opened-files.ts';
import { Serial } from '../files/serial.ts';
import { readGray, writeGray } from '../images/png.ts';
import type { Jobs } from '../jobs/jobs.ts';
import { openPredictor, type Predictor } from '../jobs/prediction-job.ts';
import type { SpawnWorker } from '../jobs/worker-host.ts';
import { currentProject, type ProjectHandlers } from '../project/current-project.ts';
import { projectLayout } from '../project/layout.ts';
import { resolveInside } from '../project/resolve-inside.ts';

export interface InspectCallsOptions {
  readonly project: ProjectHandlers;
  readonly jobs: Jobs;
  readonly spawnWorker: SpawnWorker;
  readonly openedFiles: OpenedFiles;
  readonly closing: AbortSignal;
}

/** A model that nobody asks gives its memory back, ms. */
const IDLE = 60_000;

/** Predictions whose pictures are kept for the page that shows them. */
const KEPT = 8;

/** Lets the models of the open project look at its images, on the CPU: a training may have the graphics card. */
export function createInspectCalls(options: InspectCallsOptions): Pick<Handlers, 'inspect.predict'> {
  const { project, jobs, closing } = options;
  const turns = new Serial();
  const models = keptPredictor(options);
  const pictures = pictureFolder(options);

  async function predict(run: string, image: string): Promise<Output<'inspect.predict'>> {
    const layout = projectLayout((await currentProject(project)).folder);
    const model = join(resolveInside(layout.models, run), 'model.onnx');
    if (!(await exists(model))) throw usageError(`${run} has no model: train until the end of its first epoch.`);
    const gray = await readGray(layout.image(image));
    const { probability, milliseconds } = await models.use(model, async predictor => {
      const started = performance.now();
      const probability = await predictor.predict(gray, 'resize');
      return { probability, milliseconds: performance.now() - started };
    });
    const data = Uint8Array.from(probability, value => Math.round(255 * value));
    const { width, height } = gray;
    return {
      url: await pictures.keep(path => writeGray(path, { width, height, data })),
      width,
      height,
      highest: probability.reduce((a, b) => Math.max(a, b), 0),
      maskUrl: (await exists(layout.mask(image)))
        ? `/files/project/data/dl_train/masks/${encodeURIComponent(image)}`
        : null,
      milliseconds,
    };
  }

  closing.addEventListener('abort', models.close, { once: true });
  return {
    'inspect.predict': ({ run, image, job }) =>
      jobs.run(job, ({ signal }) =>
        turns.run(async () => {
          signal.throwIfAborted();
          return predict(run, image);
        }),
      ),
  };
}

/** Keeps the model that was asked last in its process. */
function keptPredictor({ spawnWorker }: InspectCallsOptions) {
  let kept: { key: string; predictor: Predictor } | undefined;
  let timer: NodeJS.Timeout | undefined;
  const close = () => {
    clearTimeout(timer);
    kept?.predictor.close();
    kept = undefined;
  };
  return {
    close,
    async use<T>(model: string, work: (predictor: Predictor) => Promise<T>): Promise<T> {
      clearTimeout(timer);
      const { mtimeMs } = await stat(model).catch(error => {
        throw fileError('read', model, error);
      });
      // A training that goes on writes better models to the same path.
      const key = `${model} ${mtimeMs}`;
      try {
        if (kept?.key !== key) {
          close();
          kept = { key, predictor: await openPredictor({ model, device: 'cpu', spawnWorker }) };
        }
        return await work(kept.predictor);
      } catch (error) {
        // A process that failed once does not recover.
        close();
        throw error;
      } finally {
        timer = setTimeout(close, IDLE);
        timer.unref();
      }
    },
  };
}

/** A folder of this studio's own, apart from the project, which may be read-only; it goes when the studio closes. */
function pictureFolder({ openedFiles, closing }: InspectCallsOptions) {
  let folder: Promise<{ path: string; url: string }> | undefined;
  const names: string[] = [];
  async function make() {
    const path = await mkdtemp(join(tmpdir(), 'crack-studio-'));
    closing.addEventListener('abort', () => rmSync(path, { recursive: true, force: true }), { once: true });
    return { path, url: openedFiles.open('predictions', path) };
  }
  return {
    /** Has a picture written and returns its URL. */
    async keep(write: (path: string) => Promise<void>): Promise<string> {
      folder ??= make();
      const { path, url } = await folder;
      const name = `${randomUUID()}.png`;
      await write(join(path, name));
      names.push(name);
      if (names.length > KEPT) await rm(join(path, names.shift() ?? ''), { force: true });
      return `${url}/${name}`;
    },
  };
}
