import { expect } from 'vitest';
import type { Target } from '../../../src/workers/graph/graph.ts';
import type { NetworkSpec } from '../../../src/workers/nn/architecture.ts';
import { parameterCatalogue } from '../../../src/workers/nn/parameters.ts';
import { buildGradientStep } from '../../../src/workers/nn/train-step.ts';
import { createSession } from '../../../src/workers/runtime/session.ts';
import { goldenState, noise } from './golden.ts';

/** What PyTorch's gradient of a weight is, in float64. */
export interface GoldenGradient {
  readonly norm: number;
  readonly first: number;
  readonly sum: number;
  /** Its product with a direction of noise. */
  readonly along?: number;
}

export const norm = (values: Float32Array) => Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
export const relative = (actual: number, expected: number) => Math.abs(actual - expected) / Math.abs(expected);

interface Shape {
  readonly batch: number;
  readonly size: number;
}

/** Loss and gradient (flat) of the network with golden weights, by its graph for `target`, which runs on the CPU. */
export async function gradientOf(
  spec: NetworkSpec,
  { batch, size }: Shape,
  { x, y }: { x: Float32Array; y: Float32Array },
  target: Target = 'cpu',
) {
  const { params, running } = goldenState(spec);
  const step = buildGradientStep({ ...spec, target, batch, height: size, width: size });
  const session = await createSession(step, { device: 'cpu', threads: 1 });
  const image = (data: Float32Array) => ({ dims: [batch, 1, size, size], data });
  const flat = (data: Float32Array) => ({ dims: [data.length], data });
  const feeds = { params: flat(params), running: flat(running), gradient: flat(new Float32Array(params.length)) };
  const out = await session.run({ ...feeds, x: image(x), y: image(y), weight: flat(Float32Array.of(1)) });
  await session.release();
  return { loss: out.loss.data[0], gradient: out['next.gradient'].data };
}

/** Holds the gradient of every weight against PyTorch's, to 1e-4 of its norm and 1e-6 of the whole gradient's. */
export function expectGradients(
  spec: NetworkSpec,
  gradient: Float32Array,
  golden: Readonly<Record<string, GoldenGradient>>,
): void {
  const whole = Math.hypot(...Object.values(golden).map(each => each.norm));
  const trainable = parameterCatalogue(spec).filter(({ kind }) => kind === 'trainable');
  expect(trainable.map(({ name }) => name)).toEqual(Object.keys(golden));
  for (const [number, p] of trainable.entries()) {
    const part = gradient.subarray(p.offset, p.offset + p.size);
    const expected = golden[p.name];
    const slack = 1e-4 * expected.norm + 1e-6 * whole;
    expect(Math.abs(norm(part) - expected.norm), `norm of ${p.name}`).toBeLessThan(slack);
    expect(Math.abs(part[0] - expected.first), `first of ${p.name}`).toBeLessThan(slack);
    const sum = part.reduce((a, b) => a + b, 0);
    expect(Math.abs(sum - expected.sum), `sum of ${p.name}`).toBeLessThan(slack * Math.sqrt(p.size));
    if (expected.along === undefined) continue;
    const direction = noise(2000 + number, p.size);
    const along = part.reduce((total, value, i) => total + value * Math.fround(direction[i] * 2 - 1), 0);
    expect(Math.abs(along - expected.along), `direction of ${p.name}`).toBeLessThan(slack);
  }
}
