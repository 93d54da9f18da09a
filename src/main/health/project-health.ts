import type { Input, Output } from '../../shared/contract.ts';
import type { DatasetHealth } from '../../shared/contract-dataset.ts';
import { findBlurred, findNearDuplicates } from '../../shared/dataset/frame-likeness.ts';
import { namesThatMayTrain } from '../dataset/project-dataset.ts';
import { FileMemory } from '../files/file-memory.ts';
import { resolveInside } from '../files/resolve-inside.ts';
import type { JobContext } from '../jobs/jobs.ts';
import type { SpawnWorker } from '../jobs/worker-host.ts';
import type { ProjectHolder } from '../project/project-holder.ts';
import { checkProject } from './check-project.ts';
import { readImageFacts } from './image-facts.ts';

/** What could spoil a training of the open project. */
export class ProjectHealth {
  readonly #project: ProjectHolder;
  readonly #spawnWorker: SpawnWorker;
  readonly #facts = new FileMemory(readImageFacts);

  constructor(project: ProjectHolder, spawnWorker: SpawnWorker) {
    this.#project = project;
    this.#spawnWorker = spawnWorker;
  }

  /** Of the images that may train, those that teach little. Throws a StudioError. */
  async likeness({ signal, progress }: JobContext): Promise<Output<'dataset.likeness'>> {
    const open = this.#project.get();
    const { images: folder } = open.layout;
    const names = await namesThatMayTrain(open);
    const onProgress = (done: number) => progress(done, names.length, 'Comparing frames');
    const all = await this.#facts.ofAll(
      names.map(name => folder.join(name)),
      { signal, onProgress },
    );
    const frames = all.map((frame, i) => ({ ...frame, name: names[i] }));
    return { blurred: findBlurred(frames), duplicates: findNearDuplicates(frames) };
  }

  /** All that is suspicious in images, labels and split, with the opinions that are asked for. Throws a StudioError. */
  async check({ run, against }: Input<'dataset.check'>, context: JobContext): Promise<DatasetHealth> {
    const { layout, project, labels } = this.#project.get();
    await labels.flush();
    const { training: dir, models } = layout;
    return checkProject({
      ...context,
      ...{ dir, facts: this.#facts, spawnWorker: this.#spawnWorker, against },
      names: (await labels.list()).map(({ name }) => name),
      classes: project.classes.map(({ name }) => name),
      labelsOf: async image => (await labels.read(image)).document,
      model: run === undefined ? undefined : resolveInside(models, run).join('model.onnx'),
    });
  }
}
