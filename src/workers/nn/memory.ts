import type { NetworkSpec } from './architecture.ts';
import { flatSize } from './parameters.ts';
import type { MemoryPlan } from './trainer.ts';

/*
 * Fitted to measured peaks on a CPU, within 8 % from 0.4 to 1.5 GB (bench/README.md).
 */
/** Floats a pixel and unit of width: two tensors kept for each convolution, and what the largest backward needs at once. */
const FLOATS_PER_PIXEL = 35;
/** Floats a pixel and unit of width of an evaluation, which runs beside the memory that the steps hold on to. */
const EVALUATION_FLOATS_PER_PIXEL = 9;
/** Copies of the weights: params, m, v, the next of each, the gradient in pieces and whole, Adam's intermediate results. */
const COPIES_OF_WEIGHTS = 12;
/** Node and ONNX Runtime themselves, bytes. */
const RUNTIME_BYTES = 130 * 2 ** 20;

export interface StepSize extends NetworkSpec {
  readonly height: number;
  readonly width: number;
}

/** An estimate of the peak bytes of one training step on `images` at once. Activations halve from level to level. */
export function stepBytes(size: StepSize, images: number): number {
  const { base, height, width } = size;
  const activations = images * height * width * base * FLOATS_PER_PIXEL;
  const weights = flatSize(size, 'trainable') * COPIES_OF_WEIGHTS;
  return RUNTIME_BYTES + 4 * (activations + weights);
}

/** An estimate of the bytes that an evaluation of `images` at once holds on to. */
export function evaluationBytes({ base, height, width }: StepSize, images: number): number {
  return 4 * images * height * width * base * EVALUATION_FLOATS_PER_PIXEL;
}

/** An estimate of the peak bytes of a training that evaluates between its epochs. */
export function trainingBytes(size: StepSize, images: number): number {
  return stepBytes(size, images) + evaluationBytes(size, images);
}

/** The fewest equal parts of a batch whose training fits into `available` bytes; one image at a time when even that is too much. */
export function planMicroBatch(size: StepSize, batch: number, available: number): MemoryPlan {
  let parts = 1;
  while (parts < batch && trainingBytes(size, Math.ceil(batch / parts)) > available) parts++;
  const microBatch = Math.ceil(batch / parts);
  return { microBatch, bytes: trainingBytes(size, microBatch) };
}
