import type { Problem } from './errors.ts';
import type { ModelExport } from './model-formats.ts';
import type { Device, EpochMetrics, TrainingConfig, TrainingDevice } from './schemas/training.ts';

/**
 * Everything a worker (a child process that computes) is told and says. Each kind of worker has one entry file and
 * speaks a closed union in both directions; messages are structured clones, so typed arrays travel as they are.
 */
export interface Protocols {
  training: { request: TrainingRequest; event: TrainingEvent };
  tensorflow: { request: TrainingRequest | ProbeRequest; event: TrainingEvent | ProbedEvent };
  inference: { request: InferenceRequest; event: InferenceEvent };
  measure: { request: MeasureRequest; event: MeasureEvent };
  export: { request: ExportRequest; event: ExportEvent };
}

/** A kind of worker. */
export type WorkerKind = keyof Protocols;

/** The last word of any worker that could not do its work. */
export interface FailedEvent extends Problem {
  kind: 'failed';
}

export type TrainingRequest =
  /** Train on the prepared set in `preparedDir` and write the run into `runDir`; both must exist. `resume`: it was begun before. */
  | {
      kind: 'train';
      preparedDir: string;
      runDir: string;
      config: TrainingConfig;
      device: TrainingDevice;
      resume: boolean;
      /** The val Dice of the model that stands in the folder of all runs: only one that is as good takes its place. */
      rival: number;
    }
  /** Finish the step in hand, keep the best checkpoint, say `done`. */
  | { kind: 'stop' };

export type TrainingEvent =
  /** One optimiser step is done; `loss` is the mean over its images. */
  | { kind: 'step'; epoch: number; step: number; steps: number; loss: number }
  /** The epoch is validated; `best` says whether its checkpoint was written. */
  | { kind: 'epoch'; metrics: EpochMetrics; best: boolean }
  /** The steps take another time than was planned with: there will be so many epochs in all. */
  | { kind: 'replanned'; epochs: number }
  | { kind: 'note'; text: string }
  | { kind: 'done'; bestDice: number; bestEpoch: number; stopped: boolean }
  | FailedEvent;

/** Load TensorFlow and say what it computes on. */
export type ProbeRequest = { kind: 'probe' };

export type ProbedEvent = { kind: 'loaded'; device: TrainingDevice; name: string };

export type InferenceRequest =
  | { kind: 'load'; model: string; device: Device }
  /** `pixels` are gray values / 255, [count, 1, height, width]; height and width are multiples of the network's `SIZE_MULTIPLE`. */
  | { kind: 'infer'; seq: number; pixels: Float32Array; count: number; height: number; width: number };

export type InferenceEvent =
  | { kind: 'loaded'; metadata: Record<string, string> }
  /** `probability` is [count, C, height, width], C more than 1 where classes are told apart (`classesOf`). */
  | { kind: 'inferred'; seq: number; probability: Float32Array }
  | FailedEvent;

/** Time one small training step on a device, in a process of its own so that a crash or hang harms nobody. */
export type MeasureRequest = { kind: 'measure'; device: Device };

export type MeasureEvent = { kind: 'measured'; milliseconds: number } | FailedEvent;

/** A run whose `unet_crack_best.pt` was written by PyTorch, here or elsewhere, and is to become one of ours. */
export interface CheckpointAdoption {
  readonly runDir: string;
  /** What it was trained on; null where that is not known. */
  readonly preparedDir: string | null;
  readonly config: TrainingConfig;
  /** The val Dice of the model that stands in the folder of all runs. */
  readonly rival: number;
}

export type ExportRequest =
  /** Convert a model; the folder of `task.out` exists. */
  | { kind: 'export'; task: ModelExport }
  /** Write the run's `model.onnx` from its checkpoint. */
  | { kind: 'adopt'; adoption: CheckpointAdoption };

/** The files that were written, and the largest difference of their probabilities from the model's on a test picture. */
export type ExportEvent =
  | { kind: 'exported'; files: { path: string; bytes: number }[]; difference: number }
  | { kind: 'adopted' }
  | FailedEvent;
