import { errorOf, StudioError } from '../../shared/errors.ts';
import type { Device } from '../../shared/schemas/training.ts';
import type { InferenceEvent } from '../../shared/worker-protocol.ts';
import type { SpawnWorker } from './worker-host.ts';

/** Questions to an inference worker that has loaded its model, and its answers. */
export interface InferenceLine {
  /** The model's `metadata_props`. */
  readonly metadata: Record<string, string>;
  /** One square of side `size` (a multiple of the network's `SIZE_MULTIPLE`): gray / 255, [size, size], to probabilities [C, size, size]. */
  infer(pixels: Float32Array, size: number): Promise<Float32Array>;
  close(): void;
}

interface Waiting<T> {
  resolve(value: T): void;
  reject(error: unknown): void;
}

/** Starts a worker and loads the model. From the first error on, every question gets that error. */
export async function openInferenceLine(
  spawnWorker: SpawnWorker,
  model: string,
  device: Device,
  signal?: AbortSignal,
): Promise<InferenceLine> {
  const worker = spawnWorker('inference');
  const answers = new Map<number, Waiting<Float32Array>>();
  let failure: unknown;
  let seq = 0;
  const end = (error: unknown) => {
    failure ??= error;
    signal?.removeEventListener('abort', cancel);
    worker.kill();
    for (const { reject } of answers.values()) reject(failure);
    answers.clear();
  };
  const cancel = () => end(new StudioError('The prediction was stopped.'));
  const metadata = await new Promise<Record<string, string>>((resolve, reject) => {
    const loading = { resolve, reject: (error: unknown) => reject(failure ?? error) };
    signal?.addEventListener('abort', cancel, { once: true });
    readAnswers(naming(model, worker.events), loading, answers).catch(error => {
      end(error);
      loading.reject(error);
    });
    if (signal?.aborted) cancel();
    else worker.send({ kind: 'load', model, device });
  });
  return {
    metadata,
    infer: (pixels, size) =>
      new Promise((resolve, reject) => {
        if (failure) return reject(failure);
        answers.set(++seq, { resolve, reject });
        worker.send({ kind: 'infer', seq, pixels, count: 1, height: size, width: size });
      }),
    close: () => end(new StudioError('The predictor is closed.')),
  };
}

/** A process that comes to a bad end does not know which model it was at. */
async function* naming<T>(model: string, events: AsyncIterable<T>): AsyncGenerator<T> {
  try {
    yield* events;
  } catch (error) {
    if (!(error instanceof StudioError)) throw error;
    throw new StudioError(`${error.message.replace(/\.$/, '')} (model ${model}).`, error.details, { cause: error });
  }
}

/** Hands each answer to whoever waits for it; throws when the worker fails or ends. */
async function readAnswers(
  events: AsyncIterable<InferenceEvent>,
  loading: Waiting<Record<string, string>>,
  answers: Map<number, Waiting<Float32Array>>,
): Promise<never> {
  for await (const event of events) {
    if (event.kind === 'failed') throw errorOf(event);
    if (event.kind === 'loaded') loading.resolve(event.metadata);
    else {
      answers.get(event.seq)?.resolve(event.probability);
      answers.delete(event.seq);
    }
  }
  throw new StudioError('The inference process ended unexpectedly; run it again.');
}
