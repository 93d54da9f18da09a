import { join } from 'node:path';
import type { Handlers, Input, Output } from '../../shared/contract.ts';
import type { DatasetSummary } from '../../shared/contract-dataset.ts';
import type { ProjectState } from '../../shared/contract-project.ts';
import { findBlurred, findNearDuplicates } from '../../shared/dataset/frame-likeness.ts';
import { StudioError } from '../../shared/errors.ts';
import { countMask } from '../dataset/mask-counts.ts';
import { prepare } from '../dataset/prepare.ts';
import { summarise } from '../dataset/summary.ts';
import { FileMemory } from '../files/file-memory.ts';
import { resolveInside } from '../files/resolve-inside.ts';
import { checkProject } from '../health/check-project.ts';
import { readImageFacts } from '../health/image-facts.ts';
import type { JobContext, Jobs } from '../jobs/jobs.ts';
import type { SpawnWorker } from '../jobs/worker-host.ts';
import { projectLayout } from '../layout/project-layout.ts';
import { trainingLayout } from '../layout/training-layout.ts';
import { currentProject, type ProjectHandlers, writableProject } from './current-project.ts';

type DatasetCalls = Pick<Handlers, Extract<keyof Handlers, `dataset.${string}`>>;
export type PrepareChoices = Omit<Input<'dataset.prepare'>, 'job'>;

/** The images of the open project, as a training sees them. */
export interface Dataset {
  readonly calls: DatasetCalls;
  /** Counts and checks. Throws a StudioError. */
  summary(context: JobContext): Promise<DatasetSummary>;
  /** Cleans the masks and makes the split. Throws a StudioError. */
  prepare(choices: PrepareChoices, context: JobContext): Promise<void>;
}

export function createDataset(project: ProjectHandlers, jobs: Jobs, spawnWorker: SpawnWorker): Dataset {
  const counts = new FileMemory(countMask);
  const facts = new FileMemory(readImageFacts);

  async function summary({ signal, progress }: JobContext): Promise<DatasetSummary> {
    const state = await currentProject(project);
    // Masks follow the edits that they were drawn from.
    if (!state.readOnly) await project['labels.flush']({});
    const { training: dir } = projectLayout(state.folder);
    const { images } = await project['labels.list']({});
    const eligible = images.filter(image => mayTrain(image, state));
    const masks = eligible.map(({ name }) => trainingLayout(dir).mask(name));
    const onProgress = (done: number) => progress(done, masks.length, 'Counting crack pixels');
    return summarise({ dir, images, eligible, counts: await counts.ofAll(masks, { signal, onProgress }) });
  }

  async function likeness({ signal, progress }: JobContext): Promise<Output<'dataset.likeness'>> {
    const state = await currentProject(project);
    const { images: folder } = projectLayout(state.folder);
    const { images } = await project['labels.list']({});
    const names = images.filter(image => mayTrain(image, state)).map(({ name }) => name);
    const onProgress = (done: number) => progress(done, names.length, 'Comparing frames');
    const all = await facts.ofAll(
      names.map(name => join(folder, name)),
      { signal, onProgress },
    );
    const frames = all.map((frame, i) => ({ ...frame, name: names[i] }));
    return { blurred: findBlurred(frames), duplicates: findNearDuplicates(frames) };
  }

  async function check(
    { run, against }: Input<'dataset.check'>,
    context: JobContext,
  ): Promise<Output<'dataset.check'>> {
    const { folder, project: open, readOnly } = await currentProject(project);
    if (!readOnly) await project['labels.flush']({});
    const { images } = await project['labels.list']({});
    return checkProject({
      ...context,
      ...{ dir: projectLayout(folder).training, facts, spawnWorker, against },
      names: images.map(({ name }) => name),
      classes: open.classes.map(({ name }) => name),
      labelsOf: async image => (await project['labels.read']({ image })).document,
      model: run === undefined ? undefined : join(resolveInside(projectLayout(folder).models, run), 'model.onnx'),
    });
  }

  async function prepareProject(choices: PrepareChoices, { signal, progress }: JobContext): Promise<void> {
    const state = await writableProject(project);
    await project['labels.flush']({});
    const { training: dir } = projectLayout(state.folder);
    const { images } = await project['labels.list']({});
    const only = new Set(images.filter(image => mayTrain(image, state)).map(({ name }) => name));
    if (only.size === 0) throw new StudioError(nothingToTrain(images.length));
    const onProgress = (done: number, total: number) => progress(done, total, 'Reading masks');
    await prepare({ ...choices, dir, only, signal, onProgress });
  }

  return {
    summary,
    prepare: prepareProject,
    calls: {
      'dataset.summary': ({ job }) => jobs.run(job, summary),
      'dataset.likeness': ({ job }) => jobs.run(job, likeness),
      'dataset.check': ({ job, ...choices }) => jobs.run(job, context => check(choices, context)),
      'dataset.prepare': ({ job, ...choices }) =>
        jobs.run(job, async context => {
          await prepareProject(choices, context);
          return summary(context);
        }),
    },
  };
}

function mayTrain({ state }: { state: string }, { project }: ProjectState): boolean {
  return project.settings.trainUnverified || state === 'verified';
}

function nothingToTrain(images: number): string {
  return images === 0
    ? 'There are no images to train on: collect frames from a video first.'
    : 'No image is verified: verify images in the Label stage, or let unverified ones train, too.';
}
