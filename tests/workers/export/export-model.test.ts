import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ModelExport } from '../../../src/shared/model-formats.ts';
import { exportModel, testPicture } from '../../../src/workers/export/export-model.ts';
import { readModelFacts } from '../../../src/workers/inference/model-facts.ts';
import { decodeSafetensors } from '../../../src/workers/training/safetensors.ts';
import { decodeTorchCheckpoint } from '../../../src/workers/training/torch-reader.ts';
import { python } from '../../helpers/python.ts';
import { expectAlike, probabilitiesOf, SIDE, writeTinyRun } from './tiny-network.ts';

const dir = mkdtempSync(join(tmpdir(), 'studio-export-'));
const picture = testPicture(SIDE);
const baseline = join(import.meta.dirname, '../../../../shared/bench');
let run: string;
let model: string;
let original: Float32Array;

beforeAll(async () => {
  run = await writeTinyRun(dir);
  model = join(run, 'model.onnx');
  original = await probabilitiesOf(model, picture);
});
afterAll(() => rmSync(dir, { recursive: true }));

const single = 1e-4;
const half = 1e-2;

async function exported(task: Pick<ModelExport, 'to' | 'out'> & Partial<ModelExport>) {
  const out = join(dir, task.out);
  const { files, difference } = await exportModel({ model, half: false, fold: false, ...task, out });
  return { out, files, difference };
}

describe('a model for ONNX Runtime', () => {
  it.each([
    ['as it is', {}, single],
    ['with folded batch norms', { fold: true }, single],
    ['in half precision', { half: true }, half],
    ['folded and in half precision', { fold: true, half: true }, half],
  ])('%s computes the same and says how it is used', async (what, flags, tolerance) => {
    const { out, difference } = await exported({ to: 'onnx', out: `${what}.onnx`, ...flags });
    expect(difference).toBeLessThan(tolerance);
    expectAlike(await probabilitiesOf(out, picture), original, tolerance);
    expect(readModelFacts(readFileSync(out))).toMatchObject({
      inputs: ['image'],
      outputs: ['probability'],
      metadata: {
        input_size: String(SIDE),
        preprocessing: expect.stringContaining('divided by 255'),
        threshold: '0.5',
        classes: 'crack',
        training_data: 'abc123',
        epoch: '7',
      },
    });
  });

  it('is half as large in half precision, and without batch norms when they are folded', async () => {
    const { out: whole } = await exported({ to: 'onnx', out: 'whole.onnx' });
    const { out: small } = await exported({ to: 'onnx', out: 'small.onnx', half: true });
    const { out: folded } = await exported({ to: 'onnx', out: 'folded.onnx', fold: true });
    expect(readFileSync(folded).includes('enc1.1.running_var')).toBe(false);
    expect(readFileSync(whole).includes('enc1.1.running_var')).toBe(true);
    const weights = 2 * (31_114 - 1);
    expect(statSync(whole).size - statSync(small).size).toBeGreaterThan(0.9 * weights);
  });
});

describe('a checkpoint for PyTorch', () => {
  it('is the one that the training wrote', async () => {
    const { out } = await exported({ to: 'pt', out: 'again.pt' });
    expect(readFileSync(out).equals(readFileSync(join(run, 'unet_crack_best.pt')))).toBe(true);
  });

  it.skipIf(!python('torch') || !existsSync(baseline))(
    'loads strictly in the reference network, which computes the same; what PyTorch saves can be exported, too',
    async () => {
      const { out } = await exported({ to: 'pt', out: 'for-torch.pt' });
      const saved = join(dir, 'by-torch.pt');
      writeFileSync(join(dir, 'picture.bin'), picture);
      const script = `
import sys, json, numpy, torch
sys.path.insert(0, sys.argv[1])
from torch_baseline import UNet
c = torch.load(sys.argv[2])
net = UNet(2); net.load_state_dict(c["model"], strict=True); net.eval()
x = torch.from_numpy(numpy.fromfile(sys.argv[3], numpy.float32).reshape(1, 1, ${SIDE}, ${SIDE}))
with torch.no_grad(): print(json.dumps(net(x).sigmoid().flatten().tolist()))
torch.save({"model": net.state_dict(), "epoch": 3, "val_dice": 0.5}, sys.argv[4])`;
      const args = ['-c', script, baseline, out, join(dir, 'picture.bin'), saved];
      expectAlike(JSON.parse(execFileSync(python('torch')!, args, { encoding: 'utf8' })), original, single);

      const { out: back } = await exported({ model: saved, to: 'onnx', out: 'back.onnx' });
      expectAlike(await probabilitiesOf(back, picture), original, single);
      const { tensors, ...facts } = decodeTorchCheckpoint(readFileSync(saved));
      expect([facts, tensors.size]).toEqual([{ epoch: 3, valDice: 0.5, steps: 77 }, 100]);
    },
  );

  it('is exported itself, for it may come from the reference program', async () => {
    const { out } = await exported({ model: join(run, 'unet_crack_best.pt'), to: 'onnx', out: 'of-pt.onnx' });
    expectAlike(await probabilitiesOf(out, picture), original, single);
    expect(readModelFacts(readFileSync(out))?.metadata).toMatchObject({ input_size: '512', base: '2', epoch: '7' });
  });
});

describe('safetensors', () => {
  it('hold the tensors by their PyTorch names, bit for bit, and what there is to know of them', async () => {
    const { out } = await exported({ to: 'safetensors', out: 'model.safetensors' });
    const { tensors, metadata } = decodeSafetensors(readFileSync(out));
    expect(tensors).toEqual(decodeTorchCheckpoint(readFileSync(join(run, 'unet_crack_best.pt'))).tensors);
    expect([...tensors.keys()].slice(0, 3)).toEqual(['enc1.0.weight', 'enc1.1.weight', 'enc1.1.bias']);
    expect(metadata).toMatchObject({ base: '2', threshold: '0.5', training_data: 'abc123' });
  });
});

describe('an export is refused in one sentence', () => {
  it('of a model whose tensors were changed for another program', async () => {
    const { out: folded } = await exported({ to: 'onnx', out: 'no-source.onnx', fold: true });
    await expect(exported({ model: folded, to: 'pt', out: 'never.pt' })).rejects.toThrow(
      /no-source\.onnx does not hold every tensor .*\.$/,
    );
  });

  it('of a damaged checkpoint, and of what is none', async () => {
    const broken = join(dir, 'broken.pt');
    writeFileSync(broken, readFileSync(join(run, 'unet_crack_best.pt')).subarray(0, 9000));
    const text = join(dir, 'text.onnx');
    writeFileSync(text, 'no model');
    for (const path of [broken, text]) {
      await expect(exported({ model: path, to: 'onnx', out: 'never.onnx' })).rejects.toThrow(
        /is damaged or no model: .*\.$/,
      );
    }
    await expect(exported({ model: join(dir, 'none.onnx'), to: 'pt', out: 'never.pt' })).rejects.toThrow(
      /does not exist/,
    );
  });

  it('and not written when half precision does not reach, so that an earlier export stays', async () => {
    const large = join(dir, 'large');
    mkdirSync(large);
    const bytes = readFileSync(join(run, 'unet_crack_best.pt'));
    // A weight that no half can hold: the first of the last convolution, where a relu has left something above 0.
    const { tensors } = decodeTorchCheckpoint(bytes);
    const weight = tensors.get('out.weight')!.data;
    const at = bytes.indexOf(Buffer.from(weight.buffer, weight.byteOffset, 8));
    bytes.writeFloatLE(1e6, at);
    bytes.writeFloatLE(-1e6, at + 4);
    const source = join(large, 'large.pt');
    writeFileSync(source, bytes);
    writeFileSync(join(dir, 'earlier.onnx'), 'earlier');
    await expect(exported({ model: source, to: 'onnx', out: 'earlier.onnx', half: true })).rejects.toThrow(
      /computes other probabilities than the model .*: export in full precision\.$/,
    );
    expect(readFileSync(join(dir, 'earlier.onnx'), 'utf8')).toBe('earlier');
  });
});

it('replaces an export that is there', async () => {
  const out = 'twice.onnx';
  copyFileSync(model, join(dir, out));
  await exported({ to: 'onnx', out, fold: true });
  expect(readFileSync(join(dir, out)).includes('running_var')).toBe(false);
});
