import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testPicture } from '../../../src/workers/export/export-model.ts';
import { loadInTensorflow } from './in-tensorflow.ts';
import { expectAlike, exported, probabilitiesOf, SIDE, writeTinyRun } from './tiny-network.ts';

const dir = mkdtempSync(join(tmpdir(), 'studio-tfjs-'));
const picture = testPicture(SIDE);
let model: string;
let original: Float32Array;

beforeAll(async () => {
  model = join(await writeTinyRun(dir), 'model.onnx');
  original = await probabilitiesOf(model, picture);
});
afterAll(() => rmSync(dir, { recursive: true }));

describe('a model for TensorFlow.js', () => {
  it.each([
    ['as it is', {}, 1e-4],
    ['with folded batch norms', { fold: true }, 1e-4],
    ['with weights of half precision', { half: true }, 1e-2],
    ['folded, with weights of half precision', { fold: true, half: true }, 1e-2],
  ])('%s loads in it and computes the same', async (_what, flags, tolerance) => {
    const network = await loadInTensorflow(await exported(model, { to: 'tfjs', ...flags }));
    const probability = network.predict(tf.tensor(picture, [1, SIDE, SIDE, 1])) as tf.Tensor;
    expect(probability.shape).toEqual([1, SIDE, SIDE, 1]);
    expectAlike(await probability.data(), original, tolerance);
    expect(network.getUserDefinedMetadata()).toMatchObject({ input_size: String(SIDE), threshold: '0.5' });
  });

  it('takes any number of images of any size', async () => {
    const network = await loadInTensorflow(await exported(model, { to: 'tfjs' }));
    const probability = network.predict(tf.zeros([2, 16, 48, 1])) as tf.Tensor;
    expect(probability.shape).toEqual([2, 16, 48, 1]);
  });

  it('is made of stock layers only', async () => {
    const { modelTopology } = JSON.parse(
      readFileSync(join(await exported(model, { to: 'tfjs' }), 'model.json'), 'utf8'),
    );
    const kinds = new Set(modelTopology.config.layers.map((layer: { class_name: string }) => layer.class_name));
    expect([...kinds]).toEqual([
      'InputLayer',
      'Conv2D',
      'BatchNormalization',
      'Activation',
      'MaxPooling2D',
      'Conv2DTranspose',
      'Concatenate',
    ]);
  });

  it('needs half the bytes in half precision', async () => {
    const bytes = async (half: boolean) =>
      statSync(join(await exported(model, { to: 'tfjs', half }), 'weights.bin')).size;
    expect(await bytes(true)).toBe((await bytes(false)) / 2);
  });
});
