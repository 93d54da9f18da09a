import { expect } from 'vitest';
import { Random } from '../../../src/shared/random.ts';
import { gradients } from '../../../src/workers/autodiff/backward.ts';
import { Graph, sizeOf, type Target, type Value } from '../../../src/workers/graph/graph.ts';
import { encodeModel } from '../../../src/workers/graph/onnx-encode.ts';
import { mul, reduceSum, reshape } from '../../../src/workers/graph/ops.ts';
import { createSession, type Tensor } from '../../../src/workers/runtime/session.ts';

export type Build = (g: Graph, ...inputs: Value[]) => Value;

export interface GradientCheck {
  readonly target?: Target;
  /** Where inputs are drawn from; kinks of the function must be improbable at the distance of a difference. */
  readonly low?: number;
  readonly high?: number;
}

/** Half the distance of a central difference: large enough for float32, small enough for smooth functions. */
const H = 1e-2;

/**
 * Holds every gradient of `build` against central differences of the loss sum(weights · output), at random inputs of
 * the shapes given. The graph of a gradient written for WebGPU runs on the CPU too, so both forms are checked.
 */
export async function expectGradient(shapes: number[][], build: Build, check: GradientCheck = {}): Promise<void> {
  const { target = 'cpu', low = -1, high = 1 } = check;
  const random = new Random(1);
  const draw = (shape: readonly number[]): Tensor => ({
    dims: shape,
    data: Float32Array.from({ length: sizeOf(shape) }, () => random.uniform(low, high)),
  });
  const g = new Graph(target);
  const inputs = shapes.map((shape, i) => g.input(`x${i}`, shape));
  const output = build(g, ...inputs);
  const weights = g.input('weights', output.shape);
  const axes = output.shape.map((_, i) => i);
  const product = mul(g, output, weights);
  const loss = reshape(g, axes.length ? reduceSum(g, product, axes) : product, []);
  gradients(g, loss, inputs).forEach((gradient, i) => {
    g.output(`gradient${i}`, gradient);
  });
  g.output('loss', loss);
  const session = await createSession(encodeModel(g), { device: 'cpu', threads: 1 });
  const feeds = Object.fromEntries([['weights', draw(output.shape)], ...shapes.map((s, i) => [`x${i}`, draw(s)])]);
  const analytic = await session.run(feeds);
  const lossAt = async () => (await session.run(feeds)).loss.data[0];
  for (const i of shapes.keys()) {
    const { data } = feeds[`x${i}`];
    for (const k of sampled(data.length)) {
      const here = data[k];
      data[k] = here + H;
      const above = await lossAt();
      data[k] = here - H;
      const below = await lossAt();
      data[k] = here;
      const numeric = (above - below) / (2 * H);
      const actual = analytic[`gradient${i}`].data[k];
      const slack = 2e-2 * Math.max(0.2, Math.abs(numeric));
      expect(Math.abs(actual - numeric), `d x${i}[${k}]: ${actual}, differences say ${numeric}`).toBeLessThan(slack);
    }
  }
  await session.release();
}

/** At most a dozen places, spread over the tensor, first and last included. */
function sampled(length: number): number[] {
  const count = Math.min(12, length);
  return Array.from({ length: count }, (_, i) => Math.round((i * (length - 1)) / Math.max(1, count - 1)));
}
