import type { Input } from '../../shared/contract.ts';
import type { DatasetSummary } from '../../shared/contract-dataset.ts';
import { StudioError } from '../../shared/errors.ts';
import { FileMemory } from '../files/file-memory.ts';
import type { JobContext } from '../jobs/jobs.ts';
import { trainingLayout } from '../layout/training-layout.ts';
import type { OpenProject } from '../project/open-project.ts';
import type { ProjectHolder } from '../project/project-holder.ts';
import { countMask } from './mask-counts.ts';
import { prepare } from './prepare.ts';
import { summarise } from './summary.ts';

export type PrepareChoices = Omit<Input<'dataset.prepare'>, 'job'>;

/** The images of the open project, as a training sees them. */
export class ProjectDataset {
  readonly #project: ProjectHolder;
  readonly #counts = new FileMemory(countMask);

  constructor(project: ProjectHolder) {
    this.#project = project;
  }

  /** Counts and advises. Throws a StudioError. */
  async summary({ signal, progress }: JobContext): Promise<DatasetSummary> {
    const open = this.#project.get();
    // Masks follow the edits that they were drawn from.
    await open.labels.flush();
    const { training: dir } = open.layout;
    const images = await open.labels.list();
    const eligible = images.filter(mayTrain(open));
    const masks = eligible.map(({ name }) => trainingLayout(dir).mask(name));
    const onProgress = (done: number) => progress(done, masks.length, 'Counting crack pixels');
    return summarise({ dir, images, eligible, counts: await this.#counts.ofAll(masks, { signal, onProgress }) });
  }

  /** Cleans the masks and makes the split. Throws a StudioError. */
  async prepare(choices: PrepareChoices, { signal, progress }: JobContext): Promise<void> {
    const { layout, labels } = this.#project.writable();
    await labels.flush();
    const only = new Set(await namesThatMayTrain(this.#project.get()));
    if (only.size === 0) throw new StudioError(nothingToTrain((await labels.list()).length));
    const onProgress = (done: number, total: number) => progress(done, total, 'Reading masks');
    await prepare({ ...choices, dir: layout.training, only, signal, onProgress });
  }
}

/** The images that a training would be given: the verified ones, or all (`settings.trainUnverified`). Throws a StudioError. */
export async function namesThatMayTrain(open: OpenProject): Promise<string[]> {
  return (await open.labels.list()).filter(mayTrain(open)).map(({ name }) => name);
}

function mayTrain({ project }: OpenProject) {
  return ({ state }: { state: string }) => project.settings.trainUnverified || state === 'verified';
}

function nothingToTrain(images: number): string {
  return images === 0
    ? 'There are no images to train on: collect frames from a video first.'
    : 'No image is verified: verify images in the Label stage, or let unverified ones train, too.';
}
