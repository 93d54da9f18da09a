import { describe, expect, it } from 'vitest';
import { buildInferenceModel } from '../../../src/workers/nn/inference-model.ts';
import { initialState } from '../../../src/workers/nn/init.ts';
import { flatSize, parameterCatalogue } from '../../../src/workers/nn/parameters.ts';
import { createTrainer } from '../../../src/workers/runtime/create-trainer.ts';
import { createSession } from '../../../src/workers/runtime/session.ts';
import { goldenBatch, goldenState } from './golden.ts';

const base = 2;

describe('the inference model', () => {
  it('gives the probabilities of the validation, at any number and size of images', async () => {
    const state = goldenState({ base });
    state.running.forEach((value, i) => {
      state.running[i] = value + 0.01 * (i % 7);
    });
    const { x, y } = goldenBatch(0, 3, 32);
    const trainer = await createTrainer({ device: 'cpu', base, height: 16, width: 64, batch: 3, lr: 1, state });
    const { logits } = await trainer.validate(x.subarray(0, 3 * 1024), y.subarray(0, 3 * 1024), 3);
    await trainer.release();

    const model = buildInferenceModel({
      network: { base },
      params: state.params,
      running: state.running,
      metadata: { threshold: '0.5' },
    });
    const session = await createSession(model, { device: 'cpu' });
    const { probability } = await session.run({ image: { dims: [3, 1, 16, 64], data: x.subarray(0, 3 * 1024) } });
    const square = await session.run({ image: { dims: [1, 1, 32, 32], data: x.subarray(0, 1024) } });
    await session.release();
    expect(probability.dims).toEqual([3, 1, 16, 64]);
    expect(square.probability.dims).toEqual([1, 1, 32, 32]);
    probability.data.forEach((p, i) => {
      expect(Math.abs(p - 1 / (1 + Math.exp(-logits[i])))).toBeLessThan(1e-5);
    });
  });
});

describe('the catalogue of parameters', () => {
  it('counts the reference network', () => {
    expect(flatSize({ base: 32 }, 'trainable')).toBe(7_762_465);
    expect(parameterCatalogue({ base: 32 })).toHaveLength(100);
  });

  it('lays tensors side by side without a gap', () => {
    for (const kind of ['trainable', 'running'] as const) {
      const own = parameterCatalogue({ base: 4 }).filter(p => p.kind === kind);
      own.slice(1).forEach((p, i) => {
        expect(p.offset).toBe(own[i].offset + own[i].size);
      });
    }
  });
});

describe('a fresh network', () => {
  it('is the same for a seed and another for another', () => {
    expect(initialState({ base: 2 }, 7)).toEqual(initialState({ base: 2 }, 7));
    expect(initialState({ base: 2 }, 7).params).not.toEqual(initialState({ base: 2 }, 8).params);
  });

  it("fills weights and biases up to PyTorch's bounds, and starts batch norms as the identity", () => {
    const { params, running } = initialState({ base: 8 }, 1);
    const of = (name: string) => {
      const { kind, offset, size } = parameterCatalogue({ base: 8 }).find(p => p.name === name)!;
      return (kind === 'trainable' ? params : running).subarray(offset, offset + size);
    };
    const largest = (name: string) => Math.max(...of(name).map(Math.abs));
    const bounds = {
      'enc2.3.weight': 16 * 9,
      'up4.weight': 64 * 4,
      'up4.bias': 64 * 4,
      'out.weight': 8,
      'out.bias': 8,
    };
    for (const [name, fanIn] of Object.entries(bounds)) {
      expect(largest(name), name).toBeLessThanOrEqual(fanIn ** -0.5);
      if (of(name).length > 16) expect(largest(name), name).toBeGreaterThan(0.9 * fanIn ** -0.5);
    }
    expect([...new Set(of('dec1.4.weight'))]).toEqual([1]);
    expect([...new Set(of('dec1.4.running_var'))]).toEqual([1]);
    expect([...new Set(of('dec1.4.bias'))]).toEqual([0]);
  });
});
