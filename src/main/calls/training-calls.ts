import { existsSync } from 'node:fs';
import { basename, isAbsolute, join } from 'node:path';
import type { Handlers } from '../../shared/contract.ts';
import { prepareInputSchema } from '../../shared/contract-dataset.ts';
import type { Publish } from '../../shared/emitter.ts';
import { usageError } from '../../shared/errors.ts';
import type { TrainingConfig } from '../../shared/schemas/training.ts';
import { resolveInside } from '../files/resolve-inside.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { RememberedDevice } from '../jobs/remembered-device.ts';
import { findTensorflow, type TensorflowFound } from '../jobs/tensorflow.ts';
import type { SpawnWorker } from '../jobs/worker-host.ts';
import { projectLayout } from '../layout/project-layout.ts';
import { trainingLayout } from '../layout/training-layout.ts';
import { compareProjectRuns } from '../training/compare-project-runs.ts';
import { ExampleWriter } from '../training/example-writer.ts';
import { readExamples } from '../training/examples.ts';
import { deleteRun, existingRun, listRuns, readRun, renameRun } from '../training/runs.ts';
import { suggestConfig } from '../training/suggest.ts';
import { runTrainingJob } from '../training/training-job.ts';
import { type Train, TrainingSession } from '../training/training-session.ts';
import { currentProject, type ProjectHandlers, writableProject } from './current-project.ts';
import type { Dataset } from './dataset-calls.ts';

export interface TrainingCallsOptions {
  readonly project: ProjectHandlers;
  readonly dataset: Dataset;
  readonly jobs: Jobs;
  readonly device: RememberedDevice;
  readonly spawnWorker: SpawnWorker;
  readonly publish: Publish;
  readonly closing: AbortSignal;
}

type TrainingCalls = Pick<Handlers, Extract<keyof Handlers, `training.${string}` | `runs.${string}`>>;

/** Trainings of the open project, one at a time, and the runs they leave behind. */
export function createTrainingCalls(options: TrainingCallsOptions): TrainingCalls {
  const { project, dataset, jobs, device, spawnWorker, publish, closing } = options;
  const session = new TrainingSession(publish, closing);
  /** What is installed does not change while the studio runs. */
  let tensorflow: Promise<TensorflowFound> | undefined;

  function trainIn(folder: string, config: TrainingConfig, resume?: string): Train {
    return async ({ signal, preparing, deviceChosen, onEvent }) => {
      const { training: dataDir, models: outDir } = projectLayout(folder);
      const context = { signal, progress: preparing };
      // Masks and label documents follow the edits.
      await project['labels.flush']({});
      if (!existsSync(join(trainingLayout(dataDir).splits, 'train.txt'))) {
        await dataset.prepare(prepareInputSchema.parse({}), context);
      }
      const chosen = config.engine === 'onnx' && config.device === 'auto' ? await device(context) : undefined;
      if (chosen) deviceChosen(chosen.reason);
      const onDevice = { ...config, device: chosen?.chosen ?? config.device };
      let examples: ExampleWriter | undefined;
      try {
        const outcome = await runTrainingJob({
          dataDir,
          outDir,
          config: onDevice,
          resume,
          spawnWorker,
          signal,
          onEvent(event) {
            onEvent(event);
            if (event.kind === 'started') examples = examplesOf(event.runDir, dataDir, folder, signal);
            if (event.kind === 'epoch' && event.best) examples?.improved(event.metrics.epoch, event.metrics.seconds);
          },
        });
        if (!outcome.stopped) await examples?.finish();
        return outcome;
      } finally {
        await examples?.end();
      }
    };
  }

  function examplesOf(runDir: string, dataDir: string, project: string, signal: AbortSignal): ExampleWriter {
    const told = () => publish('training.examples', { project, run: basename(runDir) });
    return new ExampleWriter({ runDir, dataDir, spawnWorker, signal }, told);
  }

  const models = async () => projectLayout((await currentProject(project)).folder).models;

  /** Changes a run that nobody is writing; `change` answers with its new name, or null when it is gone. */
  async function changeRun(run: string, change: (models: string) => Promise<string | null>): Promise<void> {
    const { folder } = await writableProject(project);
    if (session.isWriting(folder, run)) throw usageError(`${run} is being trained: stop the training first.`);
    session.runRenamed(folder, run, await change(projectLayout(folder).models));
  }

  return {
    'training.suggest': ({ job }) =>
      jobs.run(job, async context => {
        const { eligible, split } = await dataset.summary(context);
        const choice = await device(context);
        tensorflow ??= findTensorflow(spawnWorker);
        const found = await tensorflow;
        const measured = choice.measurements.find(({ device }) => device === choice.chosen);
        const testStep = measured?.usable ? measured.milliseconds : undefined;
        const train = split?.train.images ?? Math.ceil(0.9 * eligible);
        const { config, reasons, seconds } = suggestConfig({ device: choice.chosen, testStep, train });
        return {
          config: { ...config, device: 'auto' },
          reasons,
          seconds,
          device: choice.chosen,
          deviceReason: choice.reason,
          tensorflowProblem: found.usable ? null : found.reason,
        };
      }),
    'training.start': async ({ config }) => {
      const { folder } = await writableProject(project);
      const { encoderWeights } = config;
      if (encoderWeights && !isAbsolute(encoderWeights)) {
        throw usageError(
          `${JSON.stringify(encoderWeights.slice(0, 200))} is not the full path of the encoder's weights.`,
        );
      }
      return session.start(folder, config, trainIn(folder, config));
    },
    'training.resume': async ({ run, epochs }) => {
      const { folder } = await writableProject(project);
      const before = await readRun(projectLayout(folder).models, run);
      const { config, resumable, exhausted } = before.run;
      if (!config || !resumable) throw usageError(`${run} cannot be resumed, for no state of it was kept: train anew.`);
      // Whatever it was trained on, it goes on with what is best here and now.
      const settings: TrainingConfig = { ...config, device: 'auto', epochs: epochs ?? config.epochs };
      // Who asks for more epochs of a run whose patience has run out wants them all the same.
      if (exhausted && epochs !== undefined) settings.patience = 0;
      return session.start(folder, settings, trainIn(folder, settings, run), before);
    },
    'training.stop': async () => ({ found: session.stop() }),
    'training.current': async () => ({ training: session.state }),
    'runs.list': async () => ({ runs: await listRuns(await models()) }),
    'runs.read': async ({ run }) => readRun(await models(), run),
    'runs.examples': async ({ run }) => ({ examples: await readExamples(resolveInside(await models(), run)) }),
    'runs.compare': ({ runs: [first, second], job }) =>
      jobs.run(job, async context => {
        const { models, training } = projectLayout((await currentProject(project)).folder);
        const runs = [await existingRun(models, first), await existingRun(models, second)] as const;
        return compareProjectRuns({ runs, training, spawnWorker, ...context });
      }),
    'runs.rename': async ({ run, name }) => {
      const to = name.trim();
      await changeRun(run, folder => renameRun(folder, run, to).then(() => to));
      return { run: (await readRun(await models(), to)).run };
    },
    'runs.delete': async ({ run }) => {
      await changeRun(run, folder => deleteRun(folder, run).then(() => null));
      return {};
    },
  };
}
