import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { flatSize } from '../../../src/workers/nn/parameters.ts';
import { createTrainer } from '../../../src/workers/runtime/create-trainer.ts';
import { expectGradients, type GoldenGradient, gradientOf, relative } from './beside-pytorch.ts';
import { goldenBatch, goldenState } from './golden.ts';

interface Golden {
  settings: { encoder: 'plain' | 'resnet34'; base: number; encoderWidth?: number; size: number; batch: number };
  loss: number;
  gradients: Record<string, GoldenGradient>;
  losses: number[];
  validation: { loss: number; logits: number[] };
}

/** Made by tests/golden/make-classes-golden.py. */
const peers: Golden[] = JSON.parse(readFileSync(new URL('../../golden/classes.json', import.meta.url), 'utf8'));

const specOf = ({ encoder, base, encoderWidth }: Golden['settings']) => ({
  ...{ encoder, base, classes: ['bright', 'square'] },
  ...(encoderWidth && { encoderWidth }),
});

/** Bright pixels are of class 1, those of the square of class 2. */
function batchOf(number: number, { batch, size }: Golden['settings']) {
  const { x } = goldenBatch(number, batch, size);
  const inside = (k: number) => k >= size / 4 && k < size / 2;
  const y = x.map((v, i) => {
    const [row, column] = [Math.floor(i / size) % size, i % size];
    return inside(row) && inside(column) ? 2 : Number(v > Math.fround(0.9));
  });
  return { x, y };
}

describe.each(peers)('a network that tells two classes apart ($settings)', peer => {
  const { settings } = peer;
  const spec = specOf(settings);

  it.each(['cpu', 'webgpu'] as const)(
    "has PyTorch's loss and its gradient for every weight (form for %s)",
    async target => {
      const { loss, gradient } = await gradientOf(spec, settings, batchOf(0, settings), target);
      expect(relative(loss, peer.loss)).toBeLessThan(1e-5);
      expectGradients(spec, gradient, peer.gradients);
    },
  );

  it("takes PyTorch's steps, whole or in parts, and says what it says", async () => {
    const { batch, size } = settings;
    const options = { ...spec, height: size, width: size, batch, lr: 1e-3, threads: 1 };
    const trainer = await createTrainer({ device: 'cpu', ...options, state: goldenState(spec) });
    for (const [step, expected] of peer.losses.entries()) {
      const { x, y } = batchOf(step, settings);
      expect(relative(await trainer.step(x, y, batch), expected)).toBeLessThan(1e-3);
    }
    const { x, y } = batchOf(0, settings);
    const { loss, logits } = await trainer.validate(x, y, batch);
    expect(relative(loss, peer.validation.loss)).toBeLessThan(1e-3);
    expect(logits).toHaveLength(3 * batch * size * size);
    const state = await trainer.readState();
    await trainer.release();

    // The first pixels of each image's channels.
    peer.validation.logits.forEach((expected, i) => {
      const actual = logits[Math.floor(i / 8) * size * size + (i % 8)];
      expect(Math.abs(actual - expected)).toBeLessThan(2e-3 * Math.max(1, Math.abs(expected)));
    });

    const one = await createTrainer({ device: 'cpu', ...options, microBatch: 1, state });
    const parts = await one.validate(x, y, batch);
    await one.release();
    expect(parts.logits).toHaveLength(logits.length);
    parts.logits.forEach((logit, i) => {
      expect(Math.abs(logit - logits[i])).toBeLessThan(1e-4);
    });
  });
});

it('has a weight and a bias more for each logit', () => {
  const size = (classes: string[]) => flatSize({ base: 4, classes }, 'trainable');
  expect(size(['a', 'b', 'c']) - size([])).toBe(3 * (4 + 1));
});
