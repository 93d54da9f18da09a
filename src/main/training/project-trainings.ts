import type { ProjectPath } from '../../node/project-path.ts';
import type { Input, Output } from '../../shared/contract.ts';
import type { TrainingHead, TrainingState } from '../../shared/contract-training.ts';
import { usageError } from '../../shared/errors.ts';
import { type TrainingConfig, trainingConfigSchema } from '../../shared/schemas/training.ts';
import { STARTER } from '../../shared/starter.ts';
import type { DataFacts } from '../../shared/training/plan.ts';
import { fullPath } from '../files/full-path.ts';
import type { JobContext } from '../jobs/jobs.ts';
import type { RememberedTensorflow } from '../jobs/tensorflow.ts';
import type { ProjectHolder } from '../project/project-holder.ts';
import { readDataFacts } from './data-facts.ts';
import { planOn } from './plan-training.ts';
import { readRun } from './runs.ts';
import { type TrainingServices, trainProject } from './train-project.ts';
import { TrainingSession } from './training-session.ts';

export interface ProjectTrainingsOptions extends TrainingServices {
  readonly project: ProjectHolder;
  readonly tensorflow: RememberedTensorflow;
  readonly closing: AbortSignal;
}

/** Trainings of the open project, one at a time. */
export class ProjectTrainings {
  readonly #options: ProjectTrainingsOptions;
  readonly #session: TrainingSession;

  constructor(options: ProjectTrainingsOptions) {
    this.#options = options;
    this.#session = new TrainingSession(options.publish, options.closing);
  }

  /** The training that runs, or the last one. */
  get current(): TrainingState | null {
    return this.#session.state;
  }

  /** A plan for this machine, these data and this time. Throws a StudioError. */
  async suggest(minutes: number, context: JobContext): Promise<Output<'training.suggest'>> {
    const { dataset, device, tensorflow, project } = this.#options;
    const summary = await dataset.summary(context);
    const choice = await device(context);
    const found = await tensorflow();
    const { split } = summary;
    const facts = split
      ? { ...(await readDataFacts(project.get().layout.training)), positives: split.train.positives }
      : factsOf(summary);
    const { config, reasons } = planOn(choice, facts, minutes);
    return {
      config: { ...trainingConfigSchema.parse({}), ...config, device: 'auto' },
      reasons: [...reasons],
      device: choice.chosen,
      deviceReason: choice.reason,
      tensorflowProblem: found.usable ? null : found.reason,
    };
  }

  /** Starts a training and returns at once. Throws a StudioError while one is running. */
  start(config: TrainingConfig, reasons?: readonly string[]): TrainingHead {
    const open = this.#options.project.writable();
    if (config.encoderWeights) fullPath(config.encoderWeights, "the encoder's weights");
    if (config.from && config.from !== STARTER) fullPath(config.from, 'a run or a model to start from');
    return this.#session.start(open.folder, config, trainProject(open, config, this.#options, { reasons }));
  }

  /** Goes on with a run where it was left. Throws a StudioError when no state of it was kept, or a training is running. */
  async resume({ run, epochs }: Input<'training.resume'>): Promise<TrainingHead> {
    const open = this.#options.project.writable();
    const before = await readRun(open.layout.models, run);
    const { config, resumable, exhausted } = before.run;
    if (!config || !resumable) throw usageError(`${run} cannot be resumed, for no state of it was kept: train anew.`);
    // Whatever it was trained on, it goes on with what is best here and now.
    const settings: TrainingConfig = { ...config, device: 'auto', epochs: epochs ?? config.epochs };
    // Who asks for more epochs of a run whose patience has run out wants them all the same.
    if (exhausted && epochs !== undefined) settings.patience = 0;
    return this.#session.start(
      open.folder,
      settings,
      trainProject(open, settings, this.#options, { resume: run }),
      before,
    );
  }

  /** Ends the training after the step in hand; false when there is none. */
  stop(): boolean {
    return this.#session.stop();
  }

  /**
   * Changes a run that nobody is writing; `change` answers with its new name, or null when it is gone. Throws a
   * StudioError.
   */
  async changeRun(run: string, change: (models: ProjectPath) => Promise<string | null>): Promise<void> {
    const { folder, layout } = this.#options.project.writable();
    if (this.#session.isWriting(folder, run)) throw usageError(`${run} is being trained: stop the training first.`);
    this.#session.runRenamed(folder, run, await change(layout.models));
  }
}

/** What is known of images that are not split yet: a tenth of them will validate. */
function factsOf({ eligible, positives, pixels }: Output<'dataset.summary'>): DataFacts {
  const side = Math.round(Math.sqrt(pixels / Math.max(1, eligible)));
  const train = Math.ceil(0.9 * eligible);
  return {
    ...{ train, positives: Math.min(train, positives), width: side, height: side },
    ...{ trainPixels: 0.9 * pixels, valPixels: 0.1 * pixels },
  };
}
