import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import type { TrainingConfig } from '../../../src/shared/schemas/training.ts';
import { readOnnxTensors } from '../../../src/workers/export/onnx-tensors.ts';
import { readModelFacts } from '../../../src/workers/inference/model-facts.ts';
import { tensorsOf } from '../../../src/workers/nn/tensors.ts';
import type { CreateTrainer } from '../../../src/workers/nn/trainer.ts';
import { newRun, scripted } from './scripted-training.ts';

const recipe: Partial<TrainingConfig> = {
  ...{ steps: 3, ema: 0.9, clipNorm: 1, weightDecay: 0.01, dice: 'batch', schedule: 'cosine', warmup: 1 },
  ...{ rotation: 180, scale: 0.4, quarterTurn: 0.5, gamma: 0.4, noise: 0.05, lowResolution: 0.5 },
};

it('a training with averaged weights is resumed to the bit, and its model is the average', async () => {
  const [whole, halved, short] = [newRun(), newRun(), newRun()];
  expect((await whole.train(undefined, { ...recipe, epochs: 2 })).steps).toEqual([
    '1.1',
    '1.2',
    '1.3',
    '2.1',
    '2.2',
    '2.3',
  ]);
  const settings = { ...recipe, epochs: 2 };
  await halved.train(undefined, settings, 4);
  expect((await halved.train(undefined, { ...settings, resume: true })).steps).toEqual(['2.2', '2.3']);
  const [a, b] = [await whole.snapshot(), await halved.snapshot()];
  expect(b.state).toEqual(a.state);
  // The first epoch is always kept.
  await short.train(undefined, { ...recipe, epochs: 1 });
  const { params, running } = (await short.snapshot()).state.average!;
  const model = readOnnxTensors(readFileSync(join(short.runDir, 'model.onnx')));
  for (const [name, { data }] of tensorsOf({ base: 2 }, { trainable: params, running })) {
    expect(model.get(name)?.data, name).toEqual(data);
  }
});

/** An epoch of a network that says these logits of crack and of all else: its last bias, that of its model, and what the model says of itself. */
async function calibrated(ofCrack: number, ofElse: number) {
  const { runDir, train, snapshot } = newRun();
  const seeing: CreateTrainer = async options => ({
    ...(await scripted({}).create(options)),
    validate: async (_, y) => ({ loss: 0.5, logits: y.map(value => (value === 1 ? ofCrack : ofElse)) }),
  });
  const { error } = await train(seeing, { epochs: 1, keep: 'f1', calibration: 'val' });
  expect(error).toBeUndefined();
  const { state } = await snapshot();
  const bytes = readFileSync(join(runDir, 'model.onnx'));
  const own = tensorsOf({ base: 2 }, { trainable: state.params, running: state.running }).get('out.bias')!.data[0];
  const { metadata } = readModelFacts(bytes)!;
  return { own, saved: readOnnxTensors(bytes).get('out.bias')!.data[0], metadata };
}

it('a training that calibrates gives a model whose 0.5 is the best threshold on val, and says so', async () => {
  // Probabilities of 0.27 and 0.05.
  const { own, saved, metadata } = await calibrated(-1, -3);
  expect(metadata).toMatchObject({ folded_threshold: '0.15', val_f1: '1', threshold: '0.5' });
  expect(saved).toBeCloseTo(own - Math.log(0.15 / 0.85), 5);
});

it('a training that has found nothing yet leaves 0.5 where it is: no threshold does better than calling every pixel crack', async () => {
  const { own, saved, metadata } = await calibrated(-2, -2);
  expect(metadata).toMatchObject({ folded_threshold: '0.5', val_f1: '0' });
  expect(saved).toBe(own);
});

it('a training that is given less time than its epochs take ends with those that fit, and resumes as it was planned', async () => {
  const { train, metrics, snapshot } = newRun();
  const slow = scripted({
    step() {
      vi.advanceTimersByTime(6000);
      return 0.5;
    },
  });
  vi.useFakeTimers({ toFake: ['performance', 'Date'] });
  const { error, steps } = await train(slow.create, { epochs: 9, minutes: 1, schedule: 'cosine', warmup: 1 });
  vi.useRealTimers();
  expect(error).toBeUndefined();
  expect(steps.at(-1)).toBe('2.4');
  expect((await snapshot()).position.planned).toEqual({ instead: 9, epochs: 2 });
  expect(metrics()[1].lr).toBeLessThan(0.3e-3);
  expect((await train(slow.create, { epochs: 9, minutes: 1, resume: true })).steps).toEqual([]);
});
