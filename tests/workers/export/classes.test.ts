import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { classesOf } from '../../../src/shared/model-usage.ts';
import { testPicture } from '../../../src/workers/export/export-model.ts';
import { readModelFacts } from '../../../src/workers/inference/model-facts.ts';
import { decodeSafetensors } from '../../../src/workers/training/safetensors.ts';
import { python } from '../../helpers/python.ts';
import { loadInTensorflow } from './in-tensorflow.ts';
import { expectAlike, exported, probabilitiesOf, SIDE, writeTinyRun } from './tiny-network.ts';

/* A narrow network that tells two classes apart. */

const classes = ['crack', 'spalling'];
const dir = mkdtempSync(join(tmpdir(), 'studio-classes-'));
const picture = testPicture(SIDE);
let model: string;
/** [3, SIDE, SIDE] */
let original: Float32Array;

beforeAll(async () => {
  model = join(await writeTinyRun(dir, { base: 2, classes }), 'model.onnx');
  original = await probabilitiesOf(model, picture);
});
afterAll(() => rmSync(dir, { recursive: true }));

describe('a model that tells classes apart', () => {
  it('gives the shares of background and classes, and names them', () => {
    const pixels = SIDE * SIDE;
    expect(original).toHaveLength(3 * pixels);
    for (let i = 0; i < pixels; i++) {
      expect(original[i] + original[pixels + i] + original[2 * pixels + i]).toBeCloseTo(1, 5);
    }
    const { metadata } = readModelFacts(readFileSync(model))!;
    expect(metadata.classes).toBe('background,crack,spalling');
    expect(classesOf(metadata)).toEqual(classes);
    expect([classesOf({ classes: 'crack' }), classesOf({})]).toEqual([[], []]);
  });

  it.each([
    ['with folded batch norms', { fold: true }, 1e-4],
    ['in half precision', { half: true }, 1e-2],
    ['folded and in half precision', { fold: true, half: true }, 1e-2],
  ])('%s computes the same', async (_what, flags, tolerance) => {
    const out = await exported(model, { to: 'onnx', ...flags });
    expectAlike(await probabilitiesOf(out, picture), original, tolerance);
    expect(readModelFacts(readFileSync(out))?.metadata.classes).toBe('background,crack,spalling');
  });

  it('has as many filters in its last layer', async () => {
    const { tensors, metadata } = decodeSafetensors(readFileSync(await exported(model, { to: 'safetensors' })));
    expect(tensors.get('out.weight')?.shape).toEqual([3, 2, 1, 1]);
    expect(metadata.classes).toBe('background,crack,spalling');
  });

  it.each([{}, { fold: true }])('loads in TensorFlow.js and computes the same (%o)', async flags => {
    const network = await loadInTensorflow(await exported(model, { to: 'tfjs', ...flags }));
    const probability = network.predict(tf.tensor(picture, [1, SIDE, SIDE, 1])) as tf.Tensor;
    expect(probability.shape).toEqual([1, SIDE, SIDE, 3]);
    expectAlike(await probability.transpose([0, 3, 1, 2]).data(), original, 1e-4);
  });

  it('keeps the names of its classes in a checkpoint', async () => {
    const back = await exported(model, { model: await exported(model, { to: 'pt' }), to: 'onnx' });
    expect(readModelFacts(readFileSync(back))?.metadata.classes).toBe('background,crack,spalling');
  });

  it.skipIf(!python('torch'))(
    'loads strictly in its PyTorch module, which computes the same, and comes back without names',
    async () => {
      const pt = await exported(model, { to: 'pt' });
      const saved = join(dir, 'by-torch.pt');
      writeFileSync(join(dir, 'picture.bin'), picture);
      const script = `
import sys, json, numpy, torch
sys.path.insert(0, sys.argv[1]); sys.dont_write_bytecode = True
from plain_unet import UNet
net = UNet(base=2, logits=3); c = torch.load(sys.argv[2]); assert c["classes"] == "background,crack,spalling"
net.load_state_dict(c["model"], strict=True); net.eval()
x = torch.from_numpy(numpy.fromfile(sys.argv[3], numpy.float32).reshape(1, 1, ${SIDE}, ${SIDE}))
with torch.no_grad(): print(json.dumps(net(x).softmax(1).flatten().tolist()))
torch.save({"model": net.state_dict(), "epoch": 3, "val_dice": 0.5}, sys.argv[4])`;
      const args = ['-c', script, join(import.meta.dirname, '../../golden'), pt, join(dir, 'picture.bin'), saved];
      expectAlike(JSON.parse(execFileSync(python('torch')!, args, { encoding: 'utf8' })), original, 1e-4);
      const back = await exported(model, { model: saved, to: 'onnx' });
      expectAlike(await probabilitiesOf(back, picture), original, 1e-4);
      expect(readModelFacts(readFileSync(back))?.metadata.classes).toBe('background,class 1,class 2');
    },
  );
});
