import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { parameterCatalogue } from '../../../src/workers/nn/parameters.ts';
import type { Trainer, TrainerOptions } from '../../../src/workers/nn/trainer.ts';
import { createTrainer } from '../../../src/workers/runtime/create-trainer.ts';
import { expectGradients, type GoldenGradient, gradientOf, relative } from './beside-pytorch.ts';
import { goldenBatch, goldenState } from './golden.ts';

interface Golden {
  settings: { base: number; size: number; batch: number };
  first: { loss: number; gradients: Record<string, GoldenGradient> };
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

describe('the U-Net beside the reference in PyTorch', () => {
  const wider: Golden = JSON.parse(readFileSync(new URL('../../golden/engine-base8.json', import.meta.url), 'utf8'));

  it.each([golden, wider])('has the same loss and the same gradient for every weight ($settings)', async peer => {
    const { base, batch, size } = peer.settings;
    const { loss, gradient } = await gradientOf({ base }, peer.settings, goldenBatch(0, batch, size));
    expect(relative(loss, peer.first.loss)).toBeLessThan(1e-5);
    expectGradients({ base }, gradient, peer.first.gradients);
  });
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
    const { loss, logits } = await trainer.validate(x, y, batch);
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
