import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testPicture } from '../../../src/workers/export/export-model.ts';
import { readModelFacts } from '../../../src/workers/inference/model-facts.ts';
import { decodeSafetensors } from '../../../src/workers/training/safetensors.ts';
import { python } from '../../helpers/python.ts';
import { loadInTensorflow } from './in-tensorflow.ts';
import { expectAlike, exported, probabilitiesOf, SIDE, writeTinyRun } from './tiny-network.ts';

/* A narrow network with a ResNet-34 encoder: base 2, 4 channels in the first stage. */

const dir = mkdtempSync(join(tmpdir(), 'studio-resnet-'));
const picture = testPicture(SIDE);
let model: string;
let original: Float32Array;

beforeAll(async () => {
  model = join(await writeTinyRun(dir, { encoder: 'resnet34', base: 2, encoderWidth: 4 }), 'model.onnx');
  original = await probabilitiesOf(model, picture);
});
afterAll(() => rmSync(dir, { recursive: true }));

describe('a model with a ResNet-34 encoder', () => {
  it('says so in its file', () => {
    expect(readModelFacts(readFileSync(model))?.metadata).toMatchObject({ encoder: 'resnet34', base: '2' });
  });

  it.each([
    ['with folded batch norms', { fold: true }, 1e-4],
    ['in half precision', { half: true }, 1e-2],
    ['folded and in half precision', { fold: true, half: true }, 1e-2],
  ])('%s computes the same', async (_what, flags, tolerance) => {
    const out = await exported(model, { to: 'onnx', ...flags });
    expectAlike(await probabilitiesOf(out, picture), original, tolerance);
    expect(readFileSync(out).includes('encoder.layer2.0.downsample.1.running_var')).toBe(!('fold' in flags));
  });

  it('has the tensors by their names in torchvision', async () => {
    const { tensors } = decodeSafetensors(readFileSync(await exported(model, { to: 'safetensors' })));
    expect(tensors.get('encoder.conv1.weight')?.shape).toEqual([4, 1, 7, 7]);
    expect(tensors.has('encoder.layer3.5.bn2.running_mean')).toBe(true);
  });

  it.each([{}, { fold: true }])('loads in TensorFlow.js and computes the same (%o)', async flags => {
    const network = await loadInTensorflow(await exported(model, { to: 'tfjs', ...flags }));
    const probability = network.predict(tf.tensor(picture, [1, SIDE, SIDE, 1])) as tf.Tensor;
    expectAlike(await probability.data(), original, 1e-4);
  });

  it.skipIf(!python('torch'))(
    'loads strictly in its PyTorch module, which computes the same, and comes back',
    async () => {
      const pt = await exported(model, { to: 'pt' });
      const saved = join(dir, 'by-torch.pt');
      writeFileSync(join(dir, 'picture.bin'), picture);
      const script = `
import sys, json, numpy, torch
sys.path.insert(0, sys.argv[1]); sys.dont_write_bytecode = True
from resnet34_unet import ResNet34UNet
net = ResNet34UNet(base=2, width=4); net.load_state_dict(torch.load(sys.argv[2])["model"], strict=True); net.eval()
x = torch.from_numpy(numpy.fromfile(sys.argv[3], numpy.float32).reshape(1, 1, ${SIDE}, ${SIDE}))
with torch.no_grad(): print(json.dumps(net(x).sigmoid().flatten().tolist()))
torch.save({"model": net.state_dict(), "epoch": 3, "val_dice": 0.5}, sys.argv[4])`;
      const args = ['-c', script, join(import.meta.dirname, '../../golden'), pt, join(dir, 'picture.bin'), saved];
      expectAlike(JSON.parse(execFileSync(python('torch')!, args, { encoding: 'utf8' })), original, 1e-4);
      expectAlike(await probabilitiesOf(await exported(model, { model: saved, to: 'onnx' }), picture), original, 1e-4);
    },
  );
});
