import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeBundle } from '../../src/main/elsewhere/bundle.ts';
import { type TakeBackOptions, takeBack } from '../../src/main/elsewhere/take-back.ts';
import { forkWorker } from '../../src/main/jobs/worker-host.ts';
import { trainingConfigSchema } from '../../src/shared/schemas/training.ts';
import { zipOf } from '../helpers/foreign-files.ts';
import { python } from '../helpers/python.ts';
import { studio } from '../helpers/studio.ts';
import { makeTrainingFolder } from '../helpers/training-folder.ts';

const torch = python('torch');
const dir = mkdtempSync(join(tmpdir(), 'studio-'));
const [data, out, away] = ['dl_train', 'dl_models', 'away'].map(name => join(dir, name));

beforeAll(() => makeTrainingFolder(data));
afterAll(() => rmSync(dir, { recursive: true }));

describe('a bundle', () => {
  it.skipIf(!torch)('trains with its own files alone, and what comes back is a run like any other', async () => {
    const tiny = ['--size', '32', '--base', '2', '--batch', '4', '--epochs', '2', '--workers', '0'];
    const made = await studio(['bundle', data, '--out', `${away}.zip`, ...tiny]);
    expect(made.exitCode, made.stderr).toBe(0);
    await execa(torch!, ['-m', 'zipfile', '-e', `${away}.zip`, away]);
    expect(readdirSync(away).sort()).toEqual([
      ...['Dockerfile', 'README.md', 'job.sbatch', 'job.yaml', 'requirements.txt', 'run', 'set', 'studio_train.py'],
    ]);
    // Only what is named is found: nothing of the studio.
    await execa(torch!, ['-I', 'studio_train.py', 'set', 'run'], { cwd: away, env: { OMP_NUM_THREADS: '1' } });
    const back = await studio(['take-back', away, data, '--out', out]);
    expect(back.exitCode, back.stderr).toBe(0);
    expect(back.stdout).toMatch(/the best checkpoint is of epoch [12] \(val_dice=\d\.\d{4}\)\.$/);
    const run = join(out, readdirSync(out).find(name => /^\d{8}_\d{6}$/.test(name))!);
    const files = ['config.json', 'metrics.jsonl', 'model-card.json', 'model-card.md', 'model.onnx'];
    expect(readdirSync(run).sort()).toEqual([...files, 'state.safetensors', 'unet_crack_best.pt']);
    expect(readFileSync(join(run, 'metrics.jsonl'), 'utf8').trim().split('\n')).toHaveLength(2);
    expect(JSON.parse(readFileSync(join(run, 'config.json'), 'utf8')).data).toBe(data);
  });

  it('says what the engine there does not know, before anything is prepared', async () => {
    const config = trainingConfigSchema.parse({ lowResolution: 0.5 });
    const context = { signal: new AbortController().signal, progress() {} };
    await expect(makeBundle({ dataDir: data, config, out: join(dir, 'no.zip') }, context)).rejects.toThrow(
      /^The PyTorch engine does not know Low resolution 0\.5: /,
    );
  });
});

describe('what comes back', () => {
  const refused = join(dir, 'refused');
  const metrics = `${JSON.stringify({
    ...{ epoch: 1, tr_loss: 1, va_loss: 1, va_dice: 0.5, va_iou: 0.4, lr: 1, seconds: 1 },
    ...{ images_per_second: 1, device: 'pytorch-cuda', peak_memory_mib: 1 },
  })}\n`;
  const config = { ...trainingConfigSchema.parse({ size: 32, base: 2, engine: 'pytorch' }), data: '', out: '' };
  const whole = { 'config.json': JSON.stringify(config), 'metrics.jsonl': metrics, 'unet_crack_best.pt': 'no model' };

  it.each<[string, Record<string, string>, RegExp]>([
    ['is no run', { 'notes.txt': 'hello' }, /is no run that was trained elsewhere: name the folder/],
    [
      'has learned nothing',
      { 'run/config.json': whole['config.json'] },
      /holds no trained model yet: let the training/,
    ],
    ['holds no settings', { ...whole, 'config.json': '{"epochs": -1}' }, /config\.json does not hold the settings/],
    ['holds settings of nobody', { ...whole, 'config.json': `[${' '.repeat(2 ** 20)}]` }, /is larger than any that/],
    ['is damaged', whole, /The model in .* cannot be used, for it is damaged or no model/],
  ])('is refused when it %s, and leaves nothing behind', async (_, files, sentence) => {
    await expect(taken(zipOf(files))).rejects.toThrow(sentence);
    expect(existsSync(refused) ? readdirSync(refused) : []).toEqual([]);
  });

  function taken(from: string) {
    const options: TakeBackOptions = {
      ...{ from, dataDir: data, outDir: refused, spawnWorker: forkWorker },
      ...{ signal: new AbortController().signal, onEvent() {} },
    };
    return takeBack(options);
  }
});
