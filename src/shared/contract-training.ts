import * as z from 'zod';
import { runComparisonSchema } from './contract-compare.ts';
import { problemSchema } from './errors.ts';
import { jobSchema } from './schemas/id.ts';
import { epochMetricsSchema, trainingConfigSchema, trainingDeviceSchema } from './schemas/training.ts';

const count = z.int().nonnegative();
const runName = z.string().min(1).max(200);

/** One optimiser step: its number since the start of the training, from 1, and the mean loss over its images. */
export const stepLossSchema = z.object({ step: z.int().positive(), loss: z.number() });
export type StepLoss = z.infer<typeof stepLossSchema>;

/** A training, without its curves. */
export const trainingHeadSchema = z.object({
  /** The project's folder. */
  project: z.string(),
  /** The run's name once it has a folder. */
  run: z.string().nullable(),
  phase: z.enum(['preparing', 'training', 'stopping', 'done', 'stopped', 'failed']),
  config: trainingConfigSchema,
  /** What is being done before the first step, in words, and how far it is (`total` 0 while unknown). */
  preparing: z.object({ text: z.string(), done: count, total: count }),
  device: trainingDeviceSchema.nullable(),
  /** Why this device. */
  reason: z.string(),
  /** Images that train and validate. */
  train: count,
  val: count,
  /** When Start was pressed, when the first step began and when all ended, ms since 1970. */
  startedAt: z.number(),
  steppingSince: z.number().nullable(),
  endedAt: z.number().nullable(),
  /** What the training had to say, a sentence each. */
  notes: z.array(z.string()),
  /** The best epoch so far. */
  best: z.object({ epoch: count, dice: z.number() }).nullable(),
  /** Why it failed. */
  error: problemSchema.nullable(),
});
export type TrainingHead = z.infer<typeof trainingHeadSchema>;

/** Everything about a training, for a page that has just been opened. */
export const trainingStateSchema = trainingHeadSchema.extend({
  /** Step losses so far; of long trainings every second, fourth, … is the mean of its neighbours. */
  steps: z.array(stepLossSchema),
  /** Steps an epoch, 0 before the first. */
  stepsPerEpoch: count,
  epochs: z.array(epochMetricsSchema),
});
export type TrainingState = z.infer<typeof trainingStateSchema>;

/** A run's folder in `dl_models`. */
export const runSummarySchema = z.object({
  name: runName,
  /** When it was started, ms since 1970. */
  startedAt: z.number(),
  /** Its settings as far as they can be read. */
  config: trainingConfigSchema.nullable(),
  /** Epochs done. */
  epochs: count,
  best: z.object({ epoch: count, dice: z.number(), iou: z.number() }).nullable(),
  /** Training time, s. */
  seconds: z.number(),
  /** Whether there is a model.onnx to inspect with. */
  model: z.boolean(),
  /** Whether its training can go on where it was left. */
  resumable: z.boolean(),
  /** Whether it ended before its last epoch because val Dice did not improve any more. */
  exhausted: z.boolean(),
});
export type RunSummary = z.infer<typeof runSummarySchema>;

const exampleSchema = z.object({
  /** File name in `images/`. */
  image: z.string(),
  dice: z.number(),
  /** In the run's `examples/`: the image with its label, and beside it with the prediction. */
  file: z.string().regex(/^[\w-]+\.png$/),
});

/** The val images on which a run's model does worst and best. */
export const runExamplesSchema = z.object({
  /** Of the model that judged. */
  epoch: count,
  worst: z.array(exampleSchema),
  best: z.array(exampleSchema),
});
export type RunExamples = z.infer<typeof runExamplesSchema>;

const none = z.object({});

/** The calls about trainings and the runs they leave behind. One training runs at a time, whatever page is open. */
export const trainingCalls = {
  /** A plan for this machine, these data and this time, and why, a sentence each; times the devices once, which takes seconds. */
  'training.suggest': {
    input: z.object({ minutes: trainingConfigSchema.shape.minutes.unwrap().positive().default(20), job: jobSchema }),
    output: z.object({
      config: trainingConfigSchema,
      reasons: z.array(z.string()),
      device: z.enum(['cpu', 'webgpu']),
      deviceReason: z.string(),
      /** Why TensorFlow cannot train here and what to do, or null when it can. */
      tensorflowProblem: z.string().nullable(),
    }),
  },
  /** Starts a training; prepares the split first when there is none. Answers at once: events tell the rest. */
  'training.start': {
    input: z.object({
      config: trainingConfigSchema,
      /** Of `training.suggest`, where its plan is what is trained by. */
      reasons: z.array(z.string().max(1000)).max(10).optional(),
    }),
    output: trainingHeadSchema,
  },
  /** Goes on with a run where it was left; `epochs` in all, those it was meant to have when absent. Answers like a start. */
  'training.resume': {
    input: z.object({ run: runName, epochs: trainingConfigSchema.shape.epochs.unwrap().optional() }),
    output: trainingHeadSchema,
  },
  /** Ends the training after the step in hand; the best checkpoint is kept. */
  'training.stop': { input: none, output: z.object({ found: z.boolean() }) },
  /** The training that runs, or the last one since the studio was started. */
  'training.current': { input: none, output: z.object({ training: trainingStateSchema.nullable() }) },
  /** All runs of the project, the newest first. */
  'runs.list': { input: none, output: z.object({ runs: z.array(runSummarySchema) }) },
  'runs.read': {
    input: z.object({ run: runName }),
    output: z.object({ run: runSummarySchema, epochs: z.array(epochMetricsSchema) }),
  },
  'runs.examples': { input: z.object({ run: runName }), output: z.object({ examples: runExamplesSchema.nullable() }) },
  /** Has the best models of two runs predict the same val images; takes a while. */
  'runs.compare': {
    input: z.object({ runs: z.tuple([runName, runName]), job: jobSchema }),
    output: runComparisonSchema,
  },
  'runs.rename': { input: z.object({ run: runName, name: runName }), output: z.object({ run: runSummarySchema }) },
  'runs.delete': { input: z.object({ run: runName }), output: none },
} as const;

export const trainingEvents = {
  /** Without steps; with the epochs that a resumed run had already done. */
  'training.started': trainingStateSchema,
  /** Anything of the head has changed: preparing, device found, a note. */
  'training.changed': trainingHeadSchema,
  /** The steps since the last event of this name; several come together. */
  'training.step': z.object({ stepsPerEpoch: count, steps: z.array(stepLossSchema) }),
  'training.epoch': z.object({ metrics: epochMetricsSchema, best: z.boolean() }),
  /** There are new examples of the run that is trained. */
  'training.examples': z.object({ project: z.string(), run: z.string() }),
  'training.ended': trainingHeadSchema,
} as const;
