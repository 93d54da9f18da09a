import type { EventData } from '../../shared/contract.ts';
import type { TrainingHead, TrainingState } from '../../shared/contract-training.ts';
import type { EpochMetrics } from '../../shared/schemas/training.ts';

/** The head of the same training replaces what was known of it; that of another begins with empty curves. */
export function withHead(training: TrainingState | null, head: TrainingHead): TrainingState {
  const same = training?.startedAt === head.startedAt && training.project === head.project;
  const { steps, stepsPerEpoch, epochs } = same ? training : { steps: [], stepsPerEpoch: 0, epochs: [] };
  return { ...head, steps, stepsPerEpoch, epochs };
}

/** Adds steps; those that are known already are passed over. */
export function withSteps(
  training: TrainingState,
  { steps, stepsPerEpoch }: EventData<'training.step'>,
): TrainingState {
  const last = training.steps.at(-1)?.step ?? 0;
  const fresh = steps.filter(({ step }) => step > last);
  return { ...training, stepsPerEpoch, steps: [...training.steps, ...fresh] };
}

/** Adds an epoch, in place of what a training that crashed had done of it and after it. */
export function withEpoch(training: TrainingState, metrics: EpochMetrics): TrainingState {
  return { ...training, epochs: [...training.epochs.filter(({ epoch }) => epoch < metrics.epoch), metrics] };
}

export function isRunning({ phase }: Pick<TrainingHead, 'phase'>): boolean {
  return phase === 'preparing' || phase === 'training' || phase === 'stopping';
}

/** Epochs whose times are averaged: the first is slower than the rest. */
const RECENT_EPOCHS = 3;

/** How long the training will still take, s, or null before its first step. */
export function secondsLeft(training: TrainingState, now: number): number | null {
  const { config, epochs, stepsPerEpoch, steppingSince, steps } = training;
  const done = steps.at(-1)?.step ?? 0;
  const taken = stepsTaken(training);
  if (steppingSince === null || stepsPerEpoch === 0) return null;
  const share = Math.max(0, config.epochs - Math.max(epochs.length, done / stepsPerEpoch));
  const recent = epochs.slice(-RECENT_EPOCHS);
  if (recent.length > 0) return (share * recent.reduce((sum, { seconds }) => sum + seconds, 0)) / recent.length;
  return taken < 1 ? null : (share * stepsPerEpoch * (now - steppingSince)) / 1000 / taken;
}

/** Steps that the clock has timed: it starts when the first step ends. A resumed training does not begin with step 1. */
function stepsTaken({ steps }: TrainingState): number {
  return (steps.at(-1)?.step ?? 0) - (steps[0]?.step ?? 0);
}

/** Images per second: of the last epoch, or since the first step. */
export function imagesPerSecond(training: TrainingState, now: number): number | null {
  const { config, epochs, steppingSince } = training;
  const last = epochs.at(-1);
  if (last) return last.images_per_second;
  const taken = stepsTaken(training);
  if (steppingSince === null || taken < 1 || now <= steppingSince) return null;
  return (taken * config.batch * config.accumulate * 1000) / (now - steppingSince);
}

/** How much of all epochs is done, 0 to 1. */
export function shareDone({ config, epochs, steps, stepsPerEpoch }: TrainingState): number {
  const begun = stepsPerEpoch > 0 ? (steps.at(-1)?.step ?? 0) / stepsPerEpoch : 0;
  return Math.min(1, Math.max(epochs.length, begun) / config.epochs);
}
