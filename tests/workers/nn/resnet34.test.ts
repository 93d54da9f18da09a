import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { NetworkSpec } from '../../../src/workers/nn/architecture.ts';
import { initialState } from '../../../src/workers/nn/init.ts';
import { flatSize, parameterCatalogue } from '../../../src/workers/nn/parameters.ts';
import { buildGradientStep } from '../../../src/workers/nn/train-step.ts';
import { decays } from '../../../src/workers/nn/weight-decay.ts';
import { createTrainer } from '../../../src/workers/runtime/create-trainer.ts';
import { createSession } from '../../../src/workers/runtime/session.ts';
import { goldenBatch, goldenState, noise } from './golden.ts';

interface Golden {
  settings: { base: number; encoderWidth: number; size: number; batch: number };
  loss: number;
  gradients: Record<string, { sum: number; norm: number; first: number; along: number }>;
  losses: number[];
  evaluation: { loss: number; logits: number[] };
}

/** Made by tests/golden/make-resnet-golden.py. */
const golden: Golden = JSON.parse(readFileSync(new URL('../../golden/resnet34.json', import.meta.url), 'utf8'));
const { base, encoderWidth, size, batch } = golden.settings;
const narrow: NetworkSpec = { encoder: 'resnet34', base, encoderWidth };
const published: NetworkSpec = { encoder: 'resnet34', base: 32 };

const norm = (values: Float32Array) => Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
const relative = (actual: number, expected: number) => Math.abs(actual - expected) / Math.abs(expected);

async function gradientOf(target: 'cpu' | 'webgpu') {
  const { params, running } = goldenState(narrow);
  const step = buildGradientStep({ ...narrow, target, batch, height: size, width: size });
  const session = await createSession(step, { device: 'cpu', threads: 1 });
  const { x, y } = goldenBatch(0, batch, size);
  const image = (data: Float32Array) => ({ dims: [batch, 1, size, size], data });
  const flat = (data: Float32Array) => ({ dims: [data.length], data });
  const feeds = { params: flat(params), running: flat(running), gradient: flat(new Float32Array(params.length)) };
  const out = await session.run({ ...feeds, x: image(x), y: image(y), weight: flat(Float32Array.of(1)) });
  await session.release();
  return { loss: out.loss.data[0], gradient: out['next.gradient'].data };
}

describe('the network with a ResNet-34 encoder', () => {
  it('has the tensors of torchvision in their order, and as many weights', () => {
    const catalogue = parameterCatalogue(published);
    const encoder = catalogue.filter(({ name }) => name.startsWith('encoder.'));
    const trainable = encoder.filter(({ kind }) => kind === 'trainable');
    // torchvision's 21,797,672 without the classifier's 513,000 and two of three input channels.
    expect(trainable.reduce((sum, p) => sum + p.size, 0)).toBe(21_797_672 - 513_000 - 2 * 64 * 49);
    expect(encoder.filter(({ shape }) => shape.length === 4)).toHaveLength(36);
    expect(encoder.slice(0, 6).map(({ name }) => name.slice('encoder.'.length))).toEqual([
      ...['conv1.weight', 'bn1.weight', 'bn1.bias', 'bn1.running_mean', 'bn1.running_var', 'layer1.0.conv1.weight'],
    ]);
    expect(encoder.at(-1)?.name).toBe('encoder.layer4.2.bn2.running_var');
    expect(encoder.find(({ name }) => name === 'encoder.layer3.0.downsample.0.weight')?.shape).toEqual([
      256, 128, 1, 1,
    ]);
    expect(flatSize(published, 'trainable')).toBe(24_359_137);
  });

  it.each(['cpu', 'webgpu'] as const)(
    "has PyTorch's loss and its gradient for every weight (form for %s)",
    async target => {
      const { loss, gradient } = await gradientOf(target);
      expect(relative(loss, golden.loss)).toBeLessThan(1e-5);
      const whole = Math.hypot(...Object.values(golden.gradients).map(({ norm }) => norm));
      const trainable = parameterCatalogue(narrow).filter(({ kind }) => kind === 'trainable');
      expect(trainable.map(({ name }) => name)).toEqual(Object.keys(golden.gradients));
      for (const [number, p] of trainable.entries()) {
        const part = gradient.subarray(p.offset, p.offset + p.size);
        const expected = golden.gradients[p.name];
        const slack = 1e-4 * expected.norm + 1e-6 * whole;
        expect(Math.abs(norm(part) - expected.norm), `norm of ${p.name}`).toBeLessThan(slack);
        expect(Math.abs(part[0] - expected.first), `first of ${p.name}`).toBeLessThan(slack);
        const sum = part.reduce((a, b) => a + b, 0);
        expect(Math.abs(sum - expected.sum), `sum of ${p.name}`).toBeLessThan(slack * Math.sqrt(p.size));
        const direction = noise(2000 + number, p.size);
        const along = part.reduce((total, value, i) => total + value * Math.fround(direction[i] * 2 - 1), 0);
        expect(Math.abs(along - expected.along), `direction of ${p.name}`).toBeLessThan(slack);
      }
    },
  );

  it("takes PyTorch's training steps, and then says the same of a picture", async () => {
    const state = goldenState(narrow);
    const options = { device: 'cpu', height: size, width: size, batch, lr: 1e-3, threads: 1, state } as const;
    const trainer = await createTrainer({ ...narrow, ...options });
    for (const [step, expected] of golden.losses.entries()) {
      const { x, y } = goldenBatch(step, batch, size);
      expect(relative(await trainer.step(x, y, batch), expected), `step ${step}`).toBeLessThan(1e-3);
    }
    const { x, y } = goldenBatch(0, batch, size);
    const { loss, logits } = await trainer.evaluate(x, y, batch);
    await trainer.release();
    expect(relative(loss, golden.evaluation.loss)).toBeLessThan(1e-3);
    golden.evaluation.logits.forEach((logit, i) => {
      expect(Math.abs(logits[i] - logit)).toBeLessThan(2e-3 * Math.max(1, Math.abs(logit)));
    });
  });

  it("starts its encoder as torchvision does and its decoder by PyTorch's default", () => {
    const spec = { ...narrow, encoderWidth: 16 };
    const { params } = initialState(spec, 1);
    const of = (name: string) => {
      const { offset, size } = parameterCatalogue(spec).find(p => p.name === name)!;
      return params.subarray(offset, offset + size);
    };
    const deviation = (values: Float32Array) => norm(values) / Math.sqrt(values.length);
    expect(deviation(of('encoder.layer4.1.conv1.weight'))).toBeCloseTo(Math.sqrt(2 / (128 * 9)), 3);
    expect(deviation(of('encoder.layer2.0.downsample.0.weight'))).toBeCloseTo(Math.sqrt(2 / 32), 1);
    expect(of('encoder.layer4.1.conv1.weight').some(w => w > 3 * Math.sqrt(2 / (128 * 9)))).toBe(true);
    expect(Math.max(...of('dec5.3.weight').map(Math.abs))).toBeLessThanOrEqual((16 * 9) ** -0.5);
    expect([...new Set(of('encoder.layer2.0.downsample.1.weight'))]).toEqual([1]);
    expect(initialState(narrow, 7)).toEqual(initialState(narrow, 7));
  });

  it('spares its batch norms from weight decay', () => {
    const decaying = parameterCatalogue(narrow).filter(p => p.kind === 'trainable' && decays(p));
    expect(decaying).toHaveLength(36 + 5 * 3 + 1);
    expect(decaying.some(({ name }) => /bn|downsample\.1/.test(name))).toBe(false);
  });
});
