import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readProject } from '../../src/main/project/project-file.ts';
import { temporaryFolder } from '../helpers/pictures.ts';
import { writeRun } from '../helpers/run-folder.ts';
import { studio } from '../helpers/studio.ts';
import { writeTinyModel } from '../helpers/tiny-model.ts';
import { makeTrainingFolder } from '../helpers/training-folder.ts';

const epoch = {
  ...{ epoch: 1, tr_loss: 0.5, va_loss: 0.6, va_dice: 0.25, va_iou: 0.2, lr: 0.001, seconds: 1 },
  ...{ images_per_second: 12, data_wait: 0, device: 'cpu', peak_memory_mib: 100 },
};
const records = (stdout: string) => stdout.split('\n').map(line => JSON.parse(line));

/** Says less work than any plan. */
const TINY = '--minutes 0 --epochs 1 --steps 1 --size 32 --base 2 --batch 2'.split(' ');

describe('a project on the command line', () => {
  it('is made of a folder, changed, and says how far its data are', async () => {
    const folder = join(temporaryFolder(), 'bridge');
    const made = await studio(['--json', 'new', folder, '--classes', 'crack, spalling']);
    expect(records(made.stdout)).toEqual([{ folder, name: 'bridge', classes: ['crack', 'spalling'] }]);
    const again = await studio(['new', folder]);
    expect(again).toMatchObject({ exitCode: 2, stderr: expect.stringMatching(/bridge is a project already: open it/) });
    await makeTrainingFolder(join(folder, 'data/dl_train'));
    const shown = await studio(['--json', 'project', folder]);
    const before = { name: 'bridge', images: 16, eligible: 0, train_unverified: false, read_only: null };
    expect(records(shown.stdout)).toEqual([expect.objectContaining(before)]);
    const changed = await studio(['--json', 'project', folder, '--name', 'Bridge 12', '--train-unverified', 'yes']);
    const after = { name: 'Bridge 12', eligible: 16, positives: 8, train_unverified: true };
    expect(records(changed.stdout)).toEqual([expect.objectContaining(after)]);
    expect((await readProject(folder)).project).toMatchObject({
      name: 'Bridge 12',
      settings: { trainUnverified: true },
    });
    const missing = await studio(['project', join(folder, 'data')]);
    expect(missing).toMatchObject({ exitCode: 1, stderr: expect.stringMatching(/is not a project.*\.$/) });
  });

  it('can be the demo, whose name and classes are its own', async () => {
    const folder = join(temporaryFolder(), 'demo');
    expect((await studio(['new', folder, '--demo', '--name', 'mine'])).exitCode).toBe(2);
    expect(existsSync(folder)).toBe(false);
    expect((await studio(['new', folder, '--demo'])).stdout).toMatch(/ is the project "Demo: ball screw", with /);
  });
});

describe('runs and models on the command line', () => {
  it('are listed, read epoch by epoch, and described', async () => {
    const models = join(temporaryFolder(), 'dl_models');
    for (const name of ['first', 'other']) await writeRun(join(models, name), '');
    writeFileSync(join(models, 'other', 'metrics.jsonl'), `${JSON.stringify(epoch)}\n`);
    const listed = records((await studio(['--json', 'runs', models])).stdout);
    expect(
      listed
        .map(({ run }) => run)
        .filter(Boolean)
        .sort(),
    ).toEqual(['first', 'other']);
    const epochs = await studio(['runs', models, '--run', 'other']);
    expect(epochs.stdout).toMatch(/^Epoch 01\/01 \| tr_loss=0.5000 .* va_dice=0.2500 /);
    expect((await studio(['runs', models, '--run', 'none'])).stderr).toMatch(/There is no run named none/);
    await writeTinyModel(join(models, 'tiny.onnx'), { metadata: { input_size: '32', epoch: '7', val_dice: '0.8125' } });
    const [model] = records((await studio(['--json', 'model', join(models, 'tiny.onnx')])).stdout);
    expect(model).toMatchObject({ epoch: 7, val_dice: 0.8125, input_size: 32, input_mode: 'resize', classes: [] });
  });

  it('are suggested settings that a training takes as they are', async () => {
    const data = temporaryFolder();
    await makeTrainingFolder(data);
    const { stdout } = await studio(['suggest', data]);
    const [command, byHand] = stdout.split('\n').slice(-2);
    expect(command).toBe(`studio train ${data} --minutes 60`);
    expect(byHand).toMatch(/^By hand: (--[a-z-]+ \S+ ?)+$/);
    const flags = byHand.slice('By hand: '.length).split(' ');
    const { stdout: trained } = await studio(['train', data, '--out', join(data, 'runs'), ...flags, ...TINY]);
    expect(trained.split('\n').at(-1)).toBe('[DONE] Training complete.');
  });
});
