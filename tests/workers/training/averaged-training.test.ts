import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { TrainingConfig } from '../../../src/shared/schemas/training.ts';
import { readOnnxTensors } from '../../../src/workers/export/onnx-tensors.ts';
import { tensorsOf } from '../../../src/workers/nn/tensors.ts';
import { newRun } from './scripted-training.ts';

const recipe: Partial<TrainingConfig> = {
  ...{ steps: 3, ema: 0.9, clipNorm: 1, weightDecay: 0.01, dice: 'batch', schedule: 'cosine', warmup: 1 },
  ...{ rotation: 180, scale: 0.4, quarterTurn: 0.5, gamma: 0.4, noise: 0.05, lowResolution: 0.5 },
};

it('a training with averaged weights is resumed to the bit, and its model is the average', async () => {
  const [whole, halved] = [newRun(), newRun()];
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
  const { params, running } = a.state.average!;
  const model = readOnnxTensors(readFileSync(join(whole.runDir, 'model.onnx')));
  const best = whole.metrics().reduce((x, y) => (y.va_dice > x.va_dice ? y : x));
  if (best.epoch === 2) {
    for (const [name, { data }] of tensorsOf({ base: 2 }, { trainable: params, running })) {
      expect(model.get(name)?.data, name).toEqual(data);
    }
  }
});
