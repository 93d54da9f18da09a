import { MessageChannel } from 'node:worker_threads';
import * as ort from 'onnxruntime-node';
import { StudioError } from '../../shared/errors.ts';
import type { Device } from '../../shared/schemas/training.ts';
import { saysNoAdapter } from './native-words.ts';

/** A tensor in our memory: [N, C, H, W] floats for images. */
export interface Tensor {
  readonly dims: readonly number[];
  readonly data: Float32Array;
}

export interface SessionOptions {
  readonly device: Device;
  /** CPU threads; ONNX Runtime's choice (one a physical core) when absent. */
  readonly threads?: number;
  /** Outputs that stay on the device when it has memory of its own; the others are copied to ours. */
  readonly resident?: readonly string[];
  /** Writes ONNX Runtime's profile to `<prefix>_<time>.json` on release. */
  readonly profilePrefix?: string;
}

/** An output that may live on the device; it goes back in as a feed without passing through our memory. */
export interface DeviceTensor {
  readonly ort: ort.Tensor;
}

export type Feed = Tensor | DeviceTensor;

/** One loaded model. One run at a time in a process: WebGPU sessions crash when run from several places at once. */
export interface Session {
  /** Runs the model; every output, or those named, comes back in our memory. */
  run(feeds: Readonly<Record<string, Feed>>, outputs?: readonly string[]): Promise<Record<string, Tensor>>;
  /** Runs the model; the outputs named `resident` stay where they are until `dispose` is called on them. */
  runResident(feeds: Readonly<Record<string, Feed>>): Promise<Record<string, DeviceTensor>>;
  /** Frees the model. Dispose of every resident tensor first: ONNX Runtime crashes the other way round. */
  release(): Promise<void>;
}

/** Loads an ONNX model on a device. Throws a StudioError without a WebGPU adapter, otherwise what ONNX Runtime says. */
export async function createSession(model: Uint8Array, options: SessionOptions): Promise<Session> {
  const session = await ort.InferenceSession.create(model, ortOptions(options)).catch(error => {
    if (!saysNoAdapter(error)) throw error;
    throw new StudioError('WebGPU finds no graphics adapter: install its driver, or use the CPU.');
  });
  const runResident = async (feeds: Readonly<Record<string, Feed>>, outputs = session.outputNames) => {
    const results = await session.run(mapValues(feeds, toOrt), outputs);
    return Object.fromEntries(Object.entries(results).map(([name, tensor]) => [name, { ort: tensor as ort.Tensor }]));
  };
  return {
    runResident,
    run: async (feeds, outputs) => mapValues(await runResident(feeds, outputs), toTensor),
    release: async () => {
      if (options.profilePrefix) session.endProfiling();
      await session.release();
    },
  };
}

/** Frees a resident tensor at once; reading it afterwards throws. */
export function dispose({ ort: tensor }: DeviceTensor): void {
  const { buffer } = tensor.location === 'cpu' ? (tensor.data as Float32Array) : { buffer: undefined };
  tensor.dispose();
  if (buffer instanceof ArrayBuffer) free(buffer);
}

/**
 * Frees a buffer now instead of when the garbage collector comes to it, which may be three training states later: sent away
 * to a port that nobody listens to.
 */
function free(buffer: ArrayBuffer): void {
  const { port1, port2 } = new MessageChannel();
  port1.postMessage(undefined, [buffer]);
  port1.close();
  port2.close();
}

/** The values of a tensor that lives in our memory. */
export function toTensor({ ort: tensor }: DeviceTensor): Tensor {
  return { dims: tensor.dims, data: tensor.data as Float32Array };
}

function toOrt(feed: Feed): ort.Tensor {
  return 'ort' in feed ? feed.ort : new ort.Tensor('float32', feed.data, feed.dims);
}

function mapValues<A, B>(record: Readonly<Record<string, A>>, f: (a: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, f(value)]));
}

const WEBGPU = { name: 'webgpu', storageBufferCacheMode: 'simple' };

/**
 * Threads do not spin while they wait: the cores are shared with ffmpeg, augmentation and the window. The 'simple'
 * buffer cache suits static shapes: it keeps exactly the buffers that the first run needed. Memory patterns are off:
 * planning all tensors of a training step as one block took 2.4 GB where allocating them in turn takes 1.4, no slower.
 */
function ortOptions({
  device,
  threads,
  resident = [],
  profilePrefix,
}: SessionOptions): ort.InferenceSession.SessionOptions {
  const location = Object.fromEntries(resident.map(name => [name, 'gpu-buffer' as const]));
  return {
    executionProviders: device === 'webgpu' ? [WEBGPU] : ['cpu'],
    graphOptimizationLevel: 'all',
    enableMemPattern: false,
    logSeverityLevel: 3,
    ...(threads ? { intraOpNumThreads: threads } : {}),
    ...(profilePrefix ? { enableProfiling: true, profileFilePrefix: profilePrefix } : {}),
    ...(device === 'webgpu' && resident.length ? { preferredOutputLocation: location } : {}),
    extra: {
      session: {
        intra_op: { allow_spinning: '0' },
        ...(device === 'webgpu' ? { disable_cpu_ep_fallback: '1' } : {}),
      },
    },
  };
}
