import type { Encoder } from '../../shared/schemas/training.ts';
import type { NetworkSpec } from './architecture.ts';
import { logitsOf } from './entries.ts';
import { flatSize } from './parameters.ts';
import type { MemoryPlan } from './trainer.ts';

/** What a network takes, in floats. Fitted to measured peaks on a CPU (bench/README.md). */
interface Appetite {
  /** Of a step, for each pixel: two tensors kept for each convolution, and what the largest backward needs at once. */
  perPixel(base: number): number;
  /** Of a step in all: copies of the weights (params, m, v, the next of each, the gradient in pieces and whole, Adam's own). */
  step(weights: number, activations: number): number;
  /** Of an evaluation, for each pixel; it runs beside the memory that the steps hold on to. */
  perPixelEvaluated(base: number): number;
}

const APPETITES: Readonly<Record<Encoder, Appetite>> = {
  // Within 8 % from 0.4 to 1.5 GB.
  plain: {
    perPixel: base => 35 * base,
    step: (weights, activations) => 12 * weights + activations,
    perPixelEvaluated: base => 9 * base,
  },
  // Within 9 % from 1.5 to 4.9 GB. The encoder's part does not depend on base. Its weights are so many that Adam's turn, when
  // most activations are gone, may be the peak.
  resnet34: {
    perPixel: base => 350 + 25 * base,
    step: (weights, activations) => Math.max(15 * weights + activations / 4, 2 * weights + activations),
    perPixelEvaluated: base => 80 + 3 * base,
  },
};

/** Node and ONNX Runtime themselves, bytes. */
const RUNTIME_BYTES = 130 * 2 ** 20;

export interface StepSize extends NetworkSpec {
  readonly height: number;
  readonly width: number;
}

/** An estimate of the peak bytes of one training step on `images` at once. */
export function stepBytes(size: StepSize, images: number): number {
  const { perPixel, step } = appetiteOf(size);
  const activations = images * size.height * size.width * (perPixel(size.base) + lossPerPixel(size));
  return RUNTIME_BYTES + 4 * step(flatSize(size, 'trainable'), activations);
}

/** What the loss of a network that tells classes apart takes for each pixel, in floats; that of one logit is in the appetite. */
function lossPerPixel(size: StepSize): number {
  const logits = logitsOf(size);
  return logits === 1 ? 0 : 17 + 8 * logits;
}

/** An estimate of the bytes that an evaluation of `images` at once holds on to. */
export function evaluationBytes(size: StepSize, images: number): number {
  return 4 * images * size.height * size.width * appetiteOf(size).perPixelEvaluated(size.base);
}

function appetiteOf({ encoder = 'plain' }: StepSize): Appetite {
  return APPETITES[encoder];
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
