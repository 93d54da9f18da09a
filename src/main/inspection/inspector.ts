import { pathOf } from '../../node/project-path.ts';
import type { Input, Output } from '../../shared/contract.ts';
import type { InspectedModel, InspectedSource, ModelFacts } from '../../shared/contract-inspect.ts';
import { resizeBilinear } from '../../shared/image/resize.ts';
import type { OpenedFiles } from '../files/opened-files.ts';
import { Serial } from '../files/serial.ts';
import { writeGray } from '../images/png.ts';
import type { JobContext } from '../jobs/jobs.ts';
import type { SpawnWorker } from '../jobs/worker-host.ts';
import type { OpenVideos } from '../media/open-videos.ts';
import type { ProjectHolder } from '../project/project-holder.ts';
import { askModel, inBytes } from './ask-model.ts';
import { DiskImages } from './disk-images.ts';
import { type Inspected, inspected } from './inspected-source.ts';
import { KeptPredictor } from './kept-predictor.ts';
import { modelFacts } from './model-facts.ts';
import { modelPath } from './model-path.ts';
import { PictureFolder } from './picture-folder.ts';

export interface InspectorOptions {
  readonly project: ProjectHolder;
  readonly videos: OpenVideos;
  readonly spawnWorker: SpawnWorker;
  readonly openedFiles: OpenedFiles;
  readonly closing: AbortSignal;
}

/** Has models look at training images, pictures on disk and frames of videos: one model in memory, one picture at a time. */
export class Inspector {
  readonly #project: ProjectHolder;
  readonly #videos: OpenVideos;
  readonly #models: KeptPredictor;
  readonly #pictures: PictureFolder;
  readonly #turns = new Serial();
  readonly disk: DiskImages;

  constructor({ project, videos, spawnWorker, openedFiles, closing }: InspectorOptions) {
    this.#project = project;
    this.#videos = videos;
    this.#models = new KeptPredictor(spawnWorker);
    this.#pictures = new PictureFolder(openedFiles, closing);
    this.disk = new DiskImages(openedFiles, this.#pictures);
    closing.addEventListener('abort', this.#models.close, { once: true });
  }

  get #layout() {
    return this.#project.get().layout;
  }

  /** Loads a model and says what it is. Throws a StudioError. */
  describe(model: InspectedModel, { signal }: JobContext): Promise<ModelFacts> {
    return this.#inTurn(signal, async () => {
      const path = await modelPath(model, this.#layout.models);
      return this.#models.use(path, signal, async predictor => modelFacts(pathOf(path), predictor));
    });
  }

  /** A source as a page shows it. Throws a StudioError. */
  async picture(source: InspectedSource, gone?: AbortSignal): Promise<Output<'inspect.picture'>> {
    return this.#open(source).picture(gone);
  }

  /** What a network is given of a source's box, as a picture. Throws a StudioError. */
  async input({ source, side }: Input<'inspect.input'>): Promise<Output<'inspect.input'>> {
    const gray = await this.#open(source).gray();
    const given = side === null ? gray : resizeBilinear(gray, side, side);
    return { url: await this.#pictures.keep(to => writeGray(to, given)) };
  }

  /** What a model says of a source's box. Throws a StudioError. */
  predict(
    { model, source, mode }: Omit<Input<'inspect.predict'>, 'job'>,
    { signal, progress }: JobContext,
  ): Promise<Output<'inspect.predict'>> {
    return this.#inTurn(signal, async () => {
      const path = await modelPath(model, this.#layout.models);
      const gray = await this.#open(source).gray(signal);
      const onTile = (done: number, total: number) => progress(done, total, `tile ${done + 1} of ${total}`);
      const said = await this.#models.use(path, signal, predictor =>
        askModel(predictor, gray, mode, { signal, onTile }),
      );
      const { width, height } = gray;
      const { data, highest } = inBytes(said.probability);
      const keep = (bytes: Uint8Array) => this.#pictures.keep(to => writeGray(to, { width, height, data: bytes }));
      const [url, classesUrl] = [await keep(data), said.classes && (await keep(said.classes))];
      return { url, classesUrl, width, height, highest, milliseconds: said.milliseconds };
    });
  }

  #inTurn<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    return this.#turns.run(async () => {
      signal.throwIfAborted();
      return work();
    });
  }

  #open(source: InspectedSource): Inspected {
    return inspected(source, { layout: this.#layout, disk: this.disk, pictures: this.#pictures, videos: this.#videos });
  }
}
