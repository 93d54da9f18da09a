import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { python } from '../helpers/python.ts';
import { studio } from '../helpers/studio.ts';
import { makeTrainingFolder } from '../helpers/training-folder.ts';

const dir = mkdtempSync(join(tmpdir(), 'studio-'));
const [data, out] = [join(dir, 'dl_train'), join(dir, 'dl_models')];
const train = ['train', data, '--out', out, '--engine', 'pytorch', '--size', '32', '--base', '2', '--batch', '4'];

beforeAll(() => makeTrainingFolder(data));
afterAll(() => rmSync(dir, { recursive: true }));

describe('studio train --engine pytorch', () => {
  it.skipIf(!python('torch'))(
    'leaves a run like any other: curves, model.onnx, card; it goes on, and predicts',
    async () => {
      const first = await studio([...train, '--epochs', '2']);
      expect(first.stderr).toMatch(/device: pytorch-\w+ \(PyTorch .+\)/);
      expect(first.stdout).toMatch(/^Epoch 01\/02 \| tr_loss=.*\n {2}\[SAVE\]/);
      const run = join(out, readdirSync(out).find(name => /^\d{8}_\d{6}$/.test(name)) ?? '');
      const files = ['config.json', 'metrics.jsonl', 'model-card.json', 'model-card.md', 'model.onnx'];
      expect(readdirSync(run).sort()).toEqual([...files, 'state.safetensors', 'unet_crack_best.pt']);
      expect(readdirSync(out)).toEqual(expect.arrayContaining(['model.onnx', 'unet_crack_best.pt']));
      const on = await studio(['train', '--resume', run, '--epochs', '3']);
      expect(on.stdout).toMatch(/^Epoch 03\/03 /);
      const seen = await studio(['evaluate', join(run, 'model.onnx'), data, '--json']);
      expect(seen.exitCode, seen.stderr).toBe(0);
    },
  );

  it('says what it does not know before anything is prepared', async () => {
    const { exitCode, stderr } = await studio([...train, '--low-resolution', '0.5']);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/The PyTorch engine does not know Low resolution 0\.5: .*$/);
  });

  it('says what to install where no Python has torch', async () => {
    const { exitCode, stderr } = await studio(train, { env: { PATH: dir, CONDA_PREFIX: '', VIRTUAL_ENV: '' } });
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/No Python with torch and numpy was found \(.*\): install them .*\.$/);
  });
});
