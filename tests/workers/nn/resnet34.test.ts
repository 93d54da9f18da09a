import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { NetworkSpec } from '../../../src/workers/nn/architecture.ts';
import { initialState } from '../../../src/workers/nn/init.ts';
import { flatSize, parameterCatalogue } from '../../../src/workers/nn/parameters.ts';
import { decays } from '../../../src/workers/nn/weight-decay.ts';
import { createTrainer } from '../../../src/workers/runtime/create-trainer.ts';
import { expectGradients, type GoldenGradient, gradientOf, norm, relative } from './beside-pytorch.ts';
import { goldenBatch, goldenState } from './golden.ts';

interface Golden {
  settings: { base: number; encoderWidth: number; size: number; batch: number };
  loss: number;
  gradients: Record<string, GoldenGradient>;
  losses: number[];
  validation: { loss: number; logits: number[] };
}

/** Made by tests/golden/make-resnet-golden.py. */
const golden: Golden = JSON.parse(readFileSync(new URL('../../golden/resnet34.json', import.meta.url), 'utf8'));
const { base, encoderWidth, size, batch } = golden.settings;
const narrow: NetworkSpec = { encoder: 'resnet34', base, encoderWidth };
const published: NetworkSpec = { encoder: 'resnet34', base: 32 };

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
      const { loss, gradient } = await gradientOf(narrow, { batch, size }, goldenBatch(0, batch, size), target);
      expect(relative(loss, golden.loss)).toBeLessThan(1e-5);
      expectGradients(narrow, gradient, golden.gradients);
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
    const { loss, logits } = await trainer.validate(x, y, batch);
    await trainer.release();
    expect(relative(loss, golden.validation.loss)).toBeLessThan(1e-3);
    golden.validation.logits.forEach((logit, i) => {
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
