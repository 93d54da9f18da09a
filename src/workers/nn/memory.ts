import { executionOrder } from '../graph/execution-order.ts';
import type { Graph } from '../graph/graph.ts';
import { plannedPeak } from '../graph/planned-memory.ts';
import { type NetworkSpec, networkIn } from './architecture.ts';
import { flatSize } from './parameters.ts';
import { type StepShape, trainStepGraph, validationGraph } from './train-step.ts';
import type { MemoryPlan } from './trainer.ts';

/*
 * What lies in memory beside the tensors of the graph, fitted to measured peaks on a CPU: within 9 % from 0.3 to 1.9 GB
 * (bench/README.md).
 */
/** Node and ONNX Runtime themselves, bytes. */
const RUNTIME_BYTES = 115 * 2 ** 20;
/** The arena's blocks are a little larger than the tensors in them. */
const ARENA_SHARE = 1.12;
/** Copies of the weights: params, m and v, the next of each, and what Adam makes of them. */
const COPIES_OF_WEIGHTS = 9;

export interface StepSize extends NetworkSpec {
  readonly height: number;
  readonly width: number;
}

/** An estimate of the peak bytes of one training step on `images` at once. */
export function stepBytes(size: StepSize, images: number): number {
  return stepBytesOf(size)(images);
}

/** An estimate of the bytes that a validation of `images` at once holds on to. */
export function validationBytes(size: StepSize, images: number): number {
  return tensorBytesOf(validationGraph, size)(images);
}

/** An estimate of the peak bytes of a training that validates between its epochs. */
export function trainingBytes(size: StepSize, images: number): number {
  return trainingBytesOf(size)(images);
}

/** The fewest equal parts of a batch whose training fits into `available` bytes; one image at a time when even that is too much. */
export function planMicroBatch(size: StepSize, batch: number, available: number): MemoryPlan {
  const bytesOf = trainingBytesOf(size);
  let parts = 1;
  while (parts < batch && bytesOf(Math.ceil(batch / parts)) > available) parts++;
  const microBatch = Math.ceil(batch / parts);
  return { microBatch, bytes: bytesOf(microBatch) };
}

type BytesOf = (images: number) => number;

function trainingBytesOf(size: StepSize): BytesOf {
  const [step, validation] = [stepBytesOf(size), tensorBytesOf(validationGraph, size)];
  return images => step(images) + validation(images);
}

function stepBytesOf(size: StepSize): BytesOf {
  const weights = flatSize(size, 'trainable') * COPIES_OF_WEIGHTS;
  const tensors = tensorBytesOf(trainStepGraph, size);
  return images => RUNTIME_BYTES + 4 * weights + tensors(images);
}

/** All tensors but the weights grow with the number of images, so two graphs tell of any number. */
function tensorBytesOf(build: (shape: StepShape) => Graph, { height, width, ...network }: StepSize): BytesOf {
  const [one, two] = [1, 2].map(batch => {
    const graph = build({ target: 'cpu', ...networkIn(network), height, width, batch });
    return plannedPeak(graph, executionOrder(graph.neededNodes())).bytes;
  });
  return images => Math.round(ARENA_SHARE * (one + (two - one) * (images - 1)));
}
