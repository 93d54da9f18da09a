import { provenFile } from '../../node/open-file.ts';
import { type FilePath, pathOf } from '../../node/project-path.ts';
import type { Input, Output } from '../../shared/contract.ts';
import type { InspectedModel } from '../../shared/contract-inspect.ts';
import type { ModelEvaluation } from '../../shared/contract-models.ts';
import { worstImages } from '../../shared/metrics/image-score.ts';
import type { Device } from '../../shared/schemas/training.ts';
import { fullPath } from '../files/full-path.ts';
import { exportModel } from '../jobs/export-model.ts';
import type { JobContext } from '../jobs/jobs.ts';
import { modeIn, openPredictor, type Predictor } from '../jobs/predictor.ts';
import type { SpawnWorker } from '../jobs/worker-host.ts';
import type { ProjectHolder } from '../project/project-holder.ts';
import { evaluateSet } from './evaluate.ts';
import { WORST } from './evaluation-record.ts';
import { writeEvaluation } from './evaluation-report.ts';
import { listImages } from './image-list.ts';
import { modelPath } from './model-path.ts';
import { preLabel, unlabelledImages } from './pre-label.ts';
import { predictImages } from './predict-images.ts';

type Choices<K extends 'model.evaluate' | 'model.predict' | 'model.preLabel' | 'model.export'> = Omit<Input<K>, 'job'>;

/** Measures trained models on the open project, has them predict many pictures, and takes them elsewhere. All throw a StudioError. */
export class ProjectModels {
  readonly #project: ProjectHolder;
  readonly #spawnWorker: SpawnWorker;

  constructor(project: ProjectHolder, spawnWorker: SpawnWorker) {
    this.#project = project;
    this.#spawnWorker = spawnWorker;
  }

  /** Scores a model on the project's images, or those of another folder; writes a report where `out` says. */
  async evaluate(choices: Choices<'model.evaluate'>, context: JobContext): Promise<ModelEvaluation> {
    const { labels, layout } = this.#project.get();
    // Masks follow the edits that they were drawn from.
    await labels.flush();
    const { split, threshold } = choices;
    const dir = choices.data === undefined ? layout.training : fullPath(choices.data, 'a folder');
    const out = choices.out === undefined ? undefined : fullPath(choices.out, 'a folder');
    const problems: string[] = [];
    return this.#asking(choices, context, async (predictor, model) => {
      const mode = modeIn(choices.mode, predictor.inputMode);
      const evaluated = { split, threshold, mode };
      const evaluation = await evaluateSet({
        ...{ predictor, dir, ...evaluated, byClass: true },
        onImage: (_, done, total) => context.progress(done, total, `image ${done} of ${total}`),
        onFailure: line => problems.push(line),
      });
      if (out !== undefined) await writeEvaluation({ evaluation, model, data: pathOf(dir), out, ...evaluated });
      const { images, pooled, tolerant, meanDice, meanIou, chosen, classes = [] } = evaluation;
      const worst = worstImages(images, WORST);
      return {
        ...{ ...evaluated, images: images.length, pooled, tolerant, meanDice, meanIou, chosen, problems },
        classes: [...classes],
        worst: worst.map(({ image, dice, precision, recall }) => ({ image, dice, precision, recall })),
      };
    });
  }

  /** Writes what a model sees in pictures, or in all pictures of folders. */
  async predict(choices: Choices<'model.predict'>, context: JobContext): Promise<Output<'model.predict'>> {
    const { threshold, mode } = choices;
    const images = await listImages(choices.paths.map(path => fullPath(path, 'a picture or of a folder of pictures')));
    const out = fullPath(choices.out, 'a folder');
    const problems: string[] = [];
    let done = 0;
    return this.#asking(choices, context, async predictor => {
      for await (const result of predictImages({ predictor, images, out, threshold, mode })) {
        context.progress(++done, images.length, `image ${done} of ${images.length}`);
        if ('error' in result) problems.push(result.error);
      }
      return { images: images.length - problems.length, problems };
    });
  }

  /** Labels training images with what a model finds; `edited` is told of each that it labelled. */
  async preLabel(
    choices: Choices<'model.preLabel'>,
    { signal, progress }: JobContext,
    edited: (image: string, revision: number) => void = () => {},
  ): Promise<Output<'model.preLabel'>> {
    const project = this.#project.writable();
    const { threshold, mode } = choices;
    const images = choices.images ?? (await unlabelledImages(project.labels));
    const classes = project.project.classes.map(({ name }) => name);
    const problems: string[] = [];
    let [done, labels] = [0, 0];
    await this.#asking(choices, { signal, progress }, predictor =>
      preLabel({
        ...{ project, predictor, images, threshold, mode, classes, signal },
        onImage(image, result) {
          progress(++done, images.length, `image ${done} of ${images.length}`);
          if ('problem' in result) return void problems.push(result.problem);
          labels += result.labels;
          edited(image, result.revision);
        },
      }),
    );
    return { images: images.length - problems.length, labels, problems };
  }

  /** Writes a model for another program, and compares it with what it was. */
  async export(choices: Choices<'model.export'>, { signal, progress }: JobContext): Promise<Output<'model.export'>> {
    const { to, half, fold } = choices;
    const model = await provenFile(await this.#path(choices.model));
    progress(0, 0, 'Writing the model and comparing it');
    const task = { model, to, half, fold, out: fullPath(choices.out, 'a file or folder to write') };
    const { files, difference } = await exportModel(task, this.#spawnWorker, signal);
    return { files: [...files], difference };
  }

  #path(model: InspectedModel): Promise<FilePath> {
    return modelPath(model, this.#project.get().layout.models);
  }

  /** Loads a model in a process of its own for as long as `work` takes. */
  async #asking<T>(
    { model, device }: { model: InspectedModel; device: Device },
    { signal }: JobContext,
    work: (predictor: Predictor, path: string) => Promise<T>,
  ): Promise<T> {
    const path = await this.#path(model);
    const predictor = await openPredictor({ model: path, device, spawnWorker: this.#spawnWorker, signal });
    try {
      return await work(predictor, pathOf(path));
    } finally {
      predictor.close();
    }
  }
}
