import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { readGray } from '../../src/main/images/png.ts';
import { openPredictor } from '../../src/main/jobs/predictor.ts';
import { findTensorflow } from '../../src/main/jobs/tensorflow.ts';
import { forkWorker } from '../../src/main/jobs/worker-host.ts';
import { trainingConfigSchema } from '../../src/shared/schemas/training.ts';
import { python } from '../helpers/python.ts';
import { startStudio, studio, studioProgram } from '../helpers/studio.ts';
import { makeTrainingFolder } from '../helpers/training-folder.ts';

const dir = mkdtempSync(join(tmpdir(), 'studio-'));
const data = join(dir, 'dl_train');
const tiny = ['--size', '32', '--base', '2', '--batch', '4', '--device', 'cpu'];
const baseline = join(import.meta.dirname, '../../../shared/bench/torch_baseline.py');

beforeAll(() => makeTrainingFolder(data));
afterAll(() => rmSync(dir, { recursive: true }));

describe('studio train --engine tensorflow', () => {
  it('without its native library says what to install, and leaves no run behind', async context => {
    const found = await findTensorflow(forkWorker);
    if (found.usable) return context.skip('TensorFlow is installed here');
    const out = join(dir, 'with_tensorflow');
    const { exitCode, stderr, stdout } = await studio(['train', data, '--out', out, '--engine', 'tensorflow', ...tiny]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toMatch(
      /TensorFlow cannot be used: .*; run npm (rebuild|install) @tensorflow\/\S+ --ignore-scripts=false\.$/,
    );
    expect(existsSync(out)).toBe(false);
  });
});

describe('studio train --minutes', () => {
  it('plans for images, machine and time, says why in three sentences, and lets flags go before', async () => {
    const out = join(dir, 'planned');
    const flags = ['--minutes', '1', '--epochs', '1', '--steps', '2', '--size', '32', '--base', '2', '--device', 'cpu'];
    const { exitCode, stderr } = await studio(['train', data, '--out', out, ...flags]);
    expect(exitCode).toBe(0);
    const run = readdirSync(out).find(name => /^\d{8}_\d{6}$/.test(name))!;
    const config = JSON.parse(readFileSync(join(out, run, 'config.json'), 'utf8'));
    expect(config).toMatchObject({ recipe: 'auto', minutes: 1, epochs: 1, steps: 2, size: 32, base: 2, input: 'tile' });
    expect(config).toMatchObject({ schedule: 'cosine', keep: 'f1', calibration: 'val', batch: 8 });
    expect(config.reasons).toHaveLength(3);
    for (const reason of config.reasons) expect(stderr).toContain(reason);
  });
});

describe('studio train', () => {
  const out = join(dir, 'dl_models');
  let run: string;
  let stdout: string;

  beforeAll(async () => {
    const result = await studio(['train', data, '--out', out, '--epochs', '3', ...tiny]);
    expect(result.stderr).toContain('device: cpu (as asked for)');
    expect(result.exitCode).toBe(0);
    stdout = result.stdout;
    run = join(out, readdirSync(out).find(name => /^\d{8}_\d{6}$/.test(name))!);
  });

  it("prints the reference program's lines", () => {
    const lines = stdout.split('\n');
    expect(lines[0]).toMatch(
      /^Epoch 01\/03 \| tr_loss=\d+\.\d{4} va_loss=\d+\.\d{4} va_dice=\d\.\d{4} va_iou=\d\.\d{4} time=\d+\.\ds data_wait=\d+\.\d%$/,
    );
    expect(lines[1]).toMatch(/^ {2}\[SAVE\] best updated: val_dice=\d\.\d{4}$/);
    expect(lines.filter(line => line.startsWith('Epoch '))).toHaveLength(3);
    expect(lines.at(-1)).toBe('[DONE] Training complete.');
  });

  it("writes the run's files, and the best checkpoint where the reference program looks", () => {
    const files = [
      'config.json',
      'metrics.jsonl',
      'model-card.json',
      'model-card.md',
      'model.onnx',
      'state.safetensors',
      'unet_crack_best.pt',
    ];
    expect(readdirSync(run).sort()).toEqual(files);
    for (const name of ['unet_crack_best.pt', 'model.onnx']) {
      expect(readFileSync(join(out, name))).toEqual(readFileSync(join(run, name)));
    }
    expect(JSON.parse(readFileSync(join(run, 'config.json'), 'utf8'))).toMatchObject({
      data,
      epochs: 3,
      batch: 4,
      size: 32,
      base: 2,
      lr: 1e-3,
      seed: 42,
      device: 'cpu',
    });
    expect(readFileSync(join(run, 'metrics.jsonl'), 'utf8').trim().split('\n')).toHaveLength(3);
  });

  it('says in the model how it is used and what it has learned from', async () => {
    const predictor = await openPredictor({ model: join(run, 'model.onnx'), device: 'cpu', spawnWorker: forkWorker });
    predictor.close();
    expect(predictor.metadata).toMatchObject({
      input_size: '32',
      preprocessing: expect.stringMatching(/^gray .* divided by 255$/),
      threshold: '0.5',
      classes: 'crack',
      training_data: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  it('with --json prints one object an epoch and nothing else, the same numbers for the same seed', async () => {
    const again = await studio([
      '--json',
      'train',
      data,
      '--out',
      join(dir, 'again'),
      '--epochs',
      '3',
      '--workers',
      '0',
      ...tiny,
    ]);
    const records = again.stdout.split('\n').map(line => JSON.parse(line));
    expect(records).toHaveLength(4);
    expect(Object.keys(records[0])).toEqual([
      'epoch',
      'tr_loss',
      'va_loss',
      'va_dice',
      'va_iou',
      'va_f1',
      'lr',
      'seconds',
      'images_per_second',
      'data_wait',
      'device',
      'peak_memory_mib',
    ]);
    const losses = records.slice(0, 3).map(record => record.tr_loss.toFixed(4));
    expect([...stdout.matchAll(/tr_loss=(\S+)/g)].map(match => match[1])).toEqual(losses);
  });

  it.skipIf(!python('torch') || !existsSync(baseline))(
    'writes a checkpoint that the reference network loads strictly, with the probabilities of model.onnx',
    async () => {
      const { stdout: checked } = await execa(python('torch')!, [
        baseline,
        'check',
        '--model',
        join(run, 'unet_crack_best.pt'),
        '--data',
        join(data, 'images'),
        '--size',
        '48',
        '--base',
        '2',
        '--limit',
        '2',
      ]);
      const reference = checked.split('\n').map(line => JSON.parse(line));
      const predictor = await openPredictor({ model: join(run, 'model.onnx'), device: 'cpu', spawnWorker: forkWorker });
      for (const { image, mean, max } of reference) {
        const probability = await predictor.predict(await readGray(join(data, 'images', image)), 'resize', {
          size: 48,
        });
        expect(Math.abs(probability.reduce((a, b) => a + b) / probability.length - mean)).toBeLessThan(1e-4);
        expect(Math.abs(Math.max(...probability) - max)).toBeLessThan(1e-4);
      }
      predictor.close();
    },
  );

  it('trains on crops with --input tile, and the model is judged in tiles from then on', async () => {
    const tiles = join(dir, 'tiles');
    const flags = [...tiny, '--epochs', '1', '--input', 'tile'];
    const trained = await studio(['--json', 'train', data, '--out', tiles, ...flags]);
    const [epoch, { run: folder }] = trained.stdout.split('\n').map(line => JSON.parse(line));
    expect(JSON.parse(readFileSync(join(folder, 'config.json'), 'utf8'))).toMatchObject({ input: 'tile', size: 32 });
    expect(readFileSync(join(folder, 'model-card.md'), 'utf8')).toContain('in overlapping tiles of input_size');
    const { stdout: judged } = await studio(['--json', 'evaluate', join(folder, 'model.onnx'), data]);
    const evaluation = JSON.parse(judged.split('\n').at(-1)!);
    expect(evaluation.mode).toBe('tile');
    expect(evaluation.mean_dice).toBeCloseTo(epoch.va_dice, 4);
  });

  it('learns: the loss falls and the line is found', async () => {
    const lines = join(dir, 'lines');
    await makeTrainingFolder(lines, { count: 32 });
    const flags = '--epochs 20 --size 48 --base 4 --batch 4 --lr 5e-3 --device cpu'.split(' ');
    const { stdout: text } = await studio(['--json', 'train', lines, '--out', join(dir, 'longer'), ...flags]);
    const epochs = text
      .split('\n')
      .slice(0, 20)
      .map(line => JSON.parse(line));
    // Pictures without a crack keep a Dice loss of 1, so about half of the loss is there to stay.
    expect(epochs[19].tr_loss).toBeLessThan(epochs[0].tr_loss * 0.7);
    expect(Math.max(...epochs.map(epoch => epoch.va_dice))).toBeGreaterThan(0.9);
  });

  it('stops on Ctrl-C after the step in hand, keeps the best model, and goes on with --resume', async () => {
    const stopped = startStudio(['train', data, '--out', join(dir, 'stopped'), '--epochs', '10000', ...tiny]);
    stopped.stdout?.once('data', () => stopped.kill('SIGINT'));
    const { exitCode, stdout: before, stderr } = await stopped;
    expect(stderr).toMatch(/Stopped; the best checkpoint is of epoch \d+ \(val_dice=\d\.\d{4}\), in .*stopped/);
    expect(exitCode).toBe(0);
    expect(existsSync(join(dir, 'stopped', 'unet_crack_best.pt'))).toBe(true);
    const run = /run: (.*)/.exec(stderr)![1];
    const last = Number(
      before
        .match(/^Epoch (\d+)/gm)!
        .at(-1)!
        .slice(6),
    );
    const resumed = await studio(['train', '--resume', run, '--epochs', String(last + 2)]);
    expect(resumed.stderr).toContain(`run: ${run}`);
    expect(resumed.stdout).toMatch(new RegExp(`^Epoch 0?${last + 1}/`));
    expect(resumed.stdout.split('\n').at(-1)).toBe('[DONE] Training complete.');
  });
});

test('studio train --help has a flag for every setting, with its default', async () => {
  const { stdout } = await studio(['train', '--help']);
  const text = stdout.replace(/\s+/g, ' ');
  for (const [setting, value] of Object.entries(trainingConfigSchema.parse({}))) {
    const flag = `--${setting.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)} <`;
    const entry = text.slice(text.indexOf(flag)).split(' --', 1)[0];
    expect(entry, flag).toContain(`(default: ${JSON.stringify(value)})`);
  }
});

describe('studio train', () => {
  it.each(['SIGTERM', 'SIGHUP'] as const)('on %s stops as on Ctrl-C, with a run that can be resumed', async signal => {
    const out = join(dir, signal);
    const stopped = startStudio(['train', data, '--out', out, '--epochs', '10000', '--workers', '0', ...tiny]);
    stopped.stdout?.once('data', () => stopped.kill(signal));
    const { exitCode, stderr } = await stopped;
    expect(stderr).toMatch(/Stopped; the best checkpoint is of epoch \d+ .*\nGo on with: studio train --resume .*$/);
    expect(exitCode).toBe(0);
    expect(existsSync(join(/run: (.*)/.exec(stderr)![1], 'state.safetensors'))).toBe(true);
  });

  it.skipIf(process.platform === 'win32')(
    'on a full disk keeps the snapshot that it has, says so, and goes on from it when there is space',
    async () => {
      const first = await studio([
        'train',
        data,
        '--out',
        join(dir, 'full'),
        '--epochs',
        '1',
        '--workers',
        '0',
        ...tiny,
      ]);
      const run = /run: (.*)/.exec(first.stderr)![1];
      const state = join(run, 'state.safetensors');
      const before = readFileSync(state);
      // No file may grow beyond 400 blocks (200 KiB): the model is smaller, the snapshot is not.
      const resume = ['train', '--resume', run, '--epochs', '3', '--device', 'cpu'];
      const command = [process.execPath, studioProgram, ...resume];
      const { exitCode, stderr } = await execa('/bin/sh', ['-c', 'ulimit -f 400; exec "$@"', 'sh', ...command], {
        reject: false,
      });
      const lines = stderr.split('\n');
      expect(lines.filter(line => line.includes('The training goes on'))).toEqual([
        expect.stringMatching(
          /^Cannot write .*state\.safetensors: it would be larger than .*\. The training goes on, but /,
        ),
      ]);
      expect(lines.slice(-2)).toEqual([
        `What was learned is kept; go on with: studio train --resume ${run}`,
        expect.stringMatching(/^error: Cannot write .*state\.safetensors: it would be larger than .*\.$/),
      ]);
      expect(exitCode).toBe(1);
      expect(readFileSync(state)).toEqual(before);
      const again = await studio(resume);
      expect(again.stdout).toMatch(/^Epoch 02\/03[\s\S]*\[DONE\] Training complete\.$/);
      expect(readFileSync(join(run, 'metrics.jsonl'), 'utf8').trim().split('\n')).toHaveLength(3);
    },
  );
});

describe('studio train refuses, in one line,', () => {
  it.each([
    ['a size that four poolings cannot halve', ['--size', '100'], /--size/],
    ['a learning rate of nothing', ['--lr', '0'], /--lr/],
    ['a batch of a half', ['--batch', '0.5'], /--batch wants a whole number/],
    ['a device of another world', ['--device', 'tpu'], /--device/],
    ['a schedule nobody knows', ['--schedule', 'step'], /--schedule wants constant, cosine or plateau, not "step"/],
    ['an encoder nobody knows', ['--encoder', 'vgg'], /--encoder wants plain or resnet34, not "vgg"/],
    ['a size that a ResNet cannot halve', ['--encoder', 'resnet34', '--size', '48'], /multiples of 32 px .* 48/],
    ['weights for an encoder that takes none', ['--encoder-weights', 'w.pth'], /plain encoder .*w\.pth is of no use/],
    ['another encoder for a run that is resumed', ['--resume', dir, '--encoder', 'resnet34'], /--encoder is settled/],
    ['a loss of nothing', ['--loss-bce', '0', '--loss-dice', '0'], /Every part of the loss weighs 0/],
    [
      'another decay for a run that is resumed',
      ['--resume', dir, '--weight-decay', '0.1'],
      /--weight-decay is settled/,
    ],
    ['another width for a run that is resumed', ['--resume', dir, '--base', '4'], /--base is settled in a run/],
    ['a flag it does not know', ['--speed', '9'], /unknown option '--speed'/],
  ])('%s', async (_what, flags, message) => {
    const { exitCode, stdout, stderr } = await studio(['train', data, '--out', join(dir, 'refused'), ...flags]);
    expect(stderr).toMatch(message);
    expect([exitCode, stdout, stderr.split('\n').length]).toEqual([2, '', 1]);
  });

  it('a run to resume that is none', async () => {
    const { exitCode, stderr } = await studio(['train', '--resume', join(dir, 'nowhere')]);
    expect(stderr).toMatch(/^error: .*nowhere.*config\.json does not hold the settings of a run: .*\.$/);
    expect(exitCode).toBe(1);
  });

  it('weights of an encoder that are not there, before it prepares anything', async () => {
    const flags = ['--encoder', 'resnet34', '--size', '32', '--encoder-weights', join(dir, 'none.pth')];
    const { exitCode, stderr } = await studio(['train', data, '--out', join(dir, 'refused'), ...flags]);
    expect(stderr).toMatch(/^error: Cannot read .*none\.pth: it does not exist; check the path\.$/);
    expect(exitCode).toBe(1);
  });

  it('the starting model, found by its name, for a network of another width', async () => {
    const { exitCode, stderr } = await studio([
      'train',
      data,
      '--out',
      join(dir, 'refused'),
      ...tiny,
      '--from',
      'starter',
    ]);
    expect(stderr).toMatch(/starter holds another network \(.*16.*\) than the one to be trained/);
    expect(exitCode).toBe(1);
  });

  it('a folder that is not there', async () => {
    const { exitCode, stderr } = await studio(['train', join(dir, 'nowhere'), '--out', join(dir, 'refused')]);
    expect(stderr).toMatch(/^error: .*nowhere.*\.$/);
    expect(exitCode).toBe(1);
  });

  it('a train split without a crack, in the words of the reference', async () => {
    const empty = join(dir, 'no-crack');
    await makeTrainingFolder(empty, { count: 8 });
    writeFileSync(join(empty, 'splits', 'train.txt'), '03.png\n05.png\n07.png\n');
    const { exitCode, stderr } = await studio(['train', empty, '--out', join(dir, 'refused'), ...tiny]);
    expect([exitCode, stderr]).toEqual([1, 'error: No positive samples in train split.']);
  });

  it('a val split without an image, before it trains', async () => {
    const single = join(dir, 'no-val');
    await makeTrainingFolder(single, { count: 8 });
    writeFileSync(join(single, 'splits', 'val.txt'), '');
    const { exitCode, stderr } = await studio(['train', single, '--out', join(dir, 'refused'), ...tiny]);
    expect(stderr).toMatch(/^error: The val split of .*no-val is empty: .*\.$/);
    expect(exitCode).toBe(1);
  });

  it('a device that this machine has not, and leaves no run behind', async () => {
    const out = join(dir, 'no-device');
    const flags = ['--size', '32', '--base', '2', '--device', 'webgpu'];
    const env = { VK_ICD_FILENAMES: '/nowhere', VK_DRIVER_FILES: '/nowhere' };
    const { exitCode, stderr } = await studio(['train', data, '--out', out, ...flags], { env });
    expect(stderr.split('\n').at(-1)).toBe(
      'error: WebGPU finds no graphics adapter: install its driver, or use the CPU.',
    );
    expect([exitCode, readdirSync(out)]).toEqual([1, []]);
  });

  it('a place where nothing can be written, before it trains', async () => {
    writeFileSync(join(dir, 'file'), '');
    const { exitCode, stderr } = await studio(['train', data, '--out', join(dir, 'file', 'models'), ...tiny]);
    expect(stderr).toMatch(/^error: Cannot write .*file.*\.$/);
    expect(exitCode).toBe(1);
  });
});
