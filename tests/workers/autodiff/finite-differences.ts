import { expect } from 'vitest';
import { Random } from '../../../src/shared/random.ts';
import { gradients } from '../../../src/workers/autodiff/backward.ts';
import { Graph, sizeOf, type Target, type Value } from '../../../src/workers/graph/graph.ts';
import { encodeModel } from '../../../src/workers/graph/onnx-encode.ts';
import { mul, reduceSum, reshape } from '../../../src/workers/graph/ops.ts';
import { createSession } from '../../../src/workers/runtime/session.ts';
import { computeInFloat64, type Tensor64 } from './float64.ts';

export type Build = (g: Graph, ...inputs: Value[]) => Value;

export interface GradientCheck {
  readonly target?: Target;
  /** Where inputs are drawn from; kinks of the function must be improbable at the distance of a difference. */
  readonly low?: number;
  readonly high?: number;
}

/** Half the distance of a central difference; in float64 its error is of the order of H² + 1e-16 / H. */
const H = 1e-5;
/** Relative to the gradient, or absolute where that is small: of the differences, and of what ONNX Runtime computes in float32. */
const EXACT = 1e-6;
const FLOAT32 = 1e-4;

/**
 * Holds every gradient of `build` against central differences of the loss sum(weights · output), both in float64, and against
 * what ONNX Runtime makes of the same graph, at random inputs of the shapes given. The graph of a gradient written for WebGPU
 * runs on the CPU too, so both forms are checked.
 */
export async function expectGradient(shapes: number[][], build: Build, check: GradientCheck = {}): Promise<void> {
  const { target = 'cpu', low = -1, high = 1 } = check;
  const random = new Random(1);
  const draw = (shape: readonly number[]): Tensor64 => ({
    dims: shape,
    // What float32 can hold, so that both computations get the same.
    data: Float64Array.from({ length: sizeOf(shape) }, () => Math.fround(random.uniform(low, high))),
  });
  const { g, outputShape } = gradientGraph(shapes, build, target);
  const feeds = Object.fromEntries([['weights', draw(outputShape)], ...shapes.map((s, i) => [`x${i}`, draw(s)])]);
  const analytic = computeInFloat64(g, feeds);
  const run = await runInFloat32(g, feeds);
  const lossAt = () => computeInFloat64(g, feeds).loss.data[0];
  for (const i of shapes.keys()) {
    const { data } = feeds[`x${i}`];
    const gradient = analytic[`gradient${i}`].data;
    gradient.forEach((value, k) => {
      expectClose(run[`gradient${i}`].data[k], value, FLOAT32, `d x${i}[${k}] in ONNX Runtime`);
    });
    for (const k of sampled(data.length)) {
      const here = data[k];
      data[k] = here + H;
      const above = lossAt();
      data[k] = here - H;
      const below = lossAt();
      data[k] = here;
      expectClose(gradient[k], (above - below) / (2 * H), EXACT, `d x${i}[${k}] beside differences`);
    }
  }
}

/** The loss as output `loss`, and its gradients by the inputs. */
function gradientGraph(shapes: number[][], build: Build, target: Target) {
  const g = new Graph(target);
  const inputs = shapes.map((shape, i) => g.input(`x${i}`, shape));
  const output = build(g, ...inputs);
  const product = mul(g, output, g.input('weights', output.shape));
  const axes = output.shape.map((_, i) => i);
  const loss = reshape(g, axes.length ? reduceSum(g, product, axes) : product, []);
  gradients(g, loss, inputs).forEach((gradient, i) => {
    g.output(`gradient${i}`, gradient);
  });
  g.output('loss', loss);
  return { g, outputShape: output.shape };
}

async function runInFloat32(g: Graph, feeds: Readonly<Record<string, Tensor64>>) {
  const session = await createSession(encodeModel(g), { device: 'cpu', threads: 1 });
  const rounded = Object.entries(feeds).map(([name, { dims, data }]) => [
    name,
    { dims, data: Float32Array.from(data) },
  ]);
  return session.run(Object.fromEntries(rounded)).finally(() => session.release());
}

function expectClose(actual: number, expected: number, slack: number, what: string): void {
  const error = Math.abs(actual - expected) / Math.max(1, Math.abs(expected));
  expect(error, `${what}: ${actual}, not ${expected}`).toBeLessThan(slack);
}

/** At most a dozen places, spread over the tensor, first and last included. */
function sampled(length: number): number[] {
  const count = Math.min(12, length);
  return Array.from({ length: count }, (_, i) => Math.round((i * (length - 1)) / Math.max(1, count - 1)));
}
