import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { encodeTorchCheckpoint, type TorchTensor } from '../../../src/workers/training/torch-file.ts';
import { python } from '../../helpers/python.ts';

const weights = Float32Array.from({ length: 24 }, (_, i) => Math.sin(i));
const model = new Map<string, TorchTensor>([
  ['enc1.0.weight', { dtype: 'float32', shape: [2, 3, 2, 2], data: weights }],
  ['enc1.1.num_batches_tracked', { dtype: 'int64', shape: [], data: BigInt64Array.of(7n) }],
  ['out.bias', { dtype: 'float32', shape: [1], data: Float32Array.of(-0.5) }],
]);
const bytes = encodeTorchCheckpoint({ model, epoch: 12, val_dice: 0.8125 });

describe('a checkpoint for PyTorch', () => {
  it('is a ZIP that holds the tensors as they are in memory', () => {
    const files = unzipSync(bytes);
    expect(new Float32Array(files['archive/data/0'].slice().buffer)).toEqual(weights);
    expect(new TextDecoder().decode(files['archive/version'])).toBe('3\n');
  });

  it('starts every tensor at a multiple of 64 bytes', () => {
    const text = Buffer.from(bytes).toString('latin1');
    for (const index of [0, 1, 2]) {
      const name = `archive/data/${index}`;
      const at = text.indexOf(name); // the first is in the local header; extra fields follow, then the bytes
      const extraLength = Buffer.from(bytes).readUInt16LE(at - 2);
      expect((at + name.length + extraLength) % 64).toBe(0);
    }
  });

  it('is the same for the same weights, whenever it is written', () => {
    expect(encodeTorchCheckpoint({ model, epoch: 12, val_dice: 0.8125 })).toEqual(bytes);
  });

  it.skipIf(!python('torch'))('is read by torch.load with names, shapes, values and counters intact', () => {
    const path = join(mkdtempSync(join(tmpdir(), 'studio-')), 'a.pt');
    writeFileSync(path, bytes);
    const script = `
import json, sys, torch
c = torch.load(sys.argv[1])
print(json.dumps([c["epoch"], c["val_dice"], {k: [list(v.shape), v.flatten().tolist(), str(v.dtype)] for k, v in c["model"].items()}]))`;
    const [epoch, dice, tensors] = JSON.parse(
      execFileSync(python('torch')!, ['-c', script, path], { encoding: 'utf8' }),
    );
    expect([epoch, dice]).toEqual([12, 0.8125]);
    expect(Object.keys(tensors)).toEqual([...model.keys()]);
    expect(tensors['enc1.0.weight']).toEqual([[2, 3, 2, 2], [...weights], 'torch.float32']);
    expect(tensors['enc1.1.num_batches_tracked']).toEqual([[], [7], 'torch.int64']);
  });
});
