import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { parameterCatalogue } from '../../../src/workers/nn/parameters.ts';
import { buildGradientStep } from '../../../src/workers/nn/train-step.ts';
import type { Trainer, TrainerOptions } from '../../../src/workers/nn/trainer.ts';
import { createTrainer } from '../../../src/workers/runtime/create-trainer.ts';
import { createSession } from '../../../src/workers/runtime/session.ts';
import { goldenBatch, goldenState, noise } from './golden.ts';

interface Golden {
  settings: { base: number; size: number; batch: number };
  first: { loss: number; gradients: Record<string, { sum: number; norm: number; first: number; along?: number }> };
  losses: number[];
  final: { loss: number; logits: number[]; running: Record<string, number[]> };
}

const goldenFile = process.env.ENGINE_GOLDEN ?? new URL('../../golden/engine-base2.json', import.meta.url);
const golden: Golden = JSON.parse(readFileSync(goldenFile, 'utf8'));
const { base, size, batch } = golden.settings;

async function goldenTrainer(overrides: Partial<TrainerOptions> = {}): Promise<Trainer> {
  const state = goldenState({ base });
  return createTrainer({
    device: 'cpu',
    base,
    height: size,
    width: size,
    batch,
    lr: 1e-3,
    threads: 2,
    state,
    ...overrides,
  });
}

function relative(actual: number, expected: number): number {
  return Math.abs(actual - expected) / Math.abs(expected);
}

function norm(values: Float32Array): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
}

describe('the U-Net beside the reference in PyTorch', () => {
  const wider: Golden = JSON.parse(readFileSync(new URL('../../golden/engine-base8.json', import.meta.url), 'utf8'));

  it.each([golden, wider])('has the same loss and the same gradient for every weight ($settings)', async peer => {
    const { base } = peer.settings;
    const { loss, gradient } = await gradientOf(peer.settings);
    expect(relative(loss, peer.first.loss)).toBeLessThan(1e-5);
    const whole = Math.hypot(...Object.values(peer.first.gradients).map(({ norm }) => norm));
    for (const [number, p] of parameterCatalogue({ base })
      .filter(({ kind }) => kind === 'trainable')
      .entries()) {
      const part = gradient.subarray(p.offset, p.offset + p.size);
      const expected = peer.first.gradients[p.name];
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
  });

  async function gradientOf({ base, batch, size }: Golden['settings']) {
    const { params, running } = goldenState({ base });
    const session = await createSession(buildGradientStep({ target: 'cpu', base, batch, height: size, width: size }), {
      device: 'cpu',
    });
    const { x, y } = goldenBatch(0, batch, size);
    const image = (data: Float32Array) => ({ dims: [batch, 1, size, size], data });
    const flat = (data: Float32Array) => ({ dims: [data.length], data });
    const feeds = { params: flat(params), running: flat(running), gradient: flat(new Float32Array(params.length)) };
    const out = await session.run({ ...feeds, x: image(x), y: image(y), weight: flat(Float32Array.of(1)) });
    await session.release();
    return { loss: out.loss.data[0], gradient: out['next.gradient'].data };
  }
});

describe('training beside the reference in PyTorch', () => {
  let trainer: Trainer;
  afterAll(() => trainer.release());

  it('gives the same 20 losses from the same weights and batches', async () => {
    trainer = await goldenTrainer();
    const losses: number[] = [];
    for (let step = 0; step < golden.losses.length; step++) {
      const { x, y } = goldenBatch(step, batch, size);
      losses.push(await trainer.step(x, y, batch));
    }
    const worst = Math.max(...losses.map((loss, i) => relative(loss, golden.losses[i])));
    if (process.env.ENGINE_GOLDEN) console.log('worst relative difference of a loss', worst, losses);
    expect(losses).toHaveLength(20);
    expect(worst).toBeLessThan(1e-3);
  });

  it('arrives at the same running statistics and the same predictions', async () => {
    const { x, y } = goldenBatch(0, batch, size);
    const { loss, logits } = await trainer.evaluate(x, y, batch);
    expect(relative(loss, golden.final.loss)).toBeLessThan(1e-3);
    golden.final.logits.forEach((logit, i) => {
      expect(Math.abs(logits[i] - logit)).toBeLessThan(2e-3 * Math.max(1, Math.abs(logit)));
    });
    const { running, step } = await trainer.readState();
    expect(step).toBe(20);
    for (const [name, expected] of Object.entries(golden.final.running)) {
      const { offset } = parameterCatalogue({ base }).find(p => p.name === name)!;
      expected.forEach((value, i) => {
        expect(Math.abs(running[offset + i] - value), `${name}[${i}]`).toBeLessThan(1e-3);
      });
    }
  });
});
