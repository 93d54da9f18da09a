import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { python } from '../helpers/python.ts';
import { hasSlurm, type Slurm, startSlurm } from '../helpers/slurm.ts';
import { hasSshd, type Sshd, startSshd } from '../helpers/sshd.ts';
import { outputWith, startStudio, studio } from '../helpers/studio.ts';
import { makeTrainingFolder } from '../helpers/training-folder.ts';

const torch = python('torch');
const dir = mkdtempSync(join(tmpdir(), 'studio-'));
const [data, out, far] = ['dl_train', 'dl_models', 'far'].map(name => join(dir, name));
const tiny = ['--size', '32', '--base', '2', '--batch', '4', '--workers', '0'];
let sshd: Sshd | undefined;
let slurm: Slurm | undefined;

const run = (...args: string[]) => studio(args, { env: sshd!.env });

describe.skipIf(!torch || !hasSshd)('a target that ssh leads to', () => {
  beforeAll(async () => {
    await makeTrainingFolder(data);
    slurm = hasSlurm ? await startSlurm(join(dir, 'slurm')) : undefined;
    sshd = await startSshd(join(dir, 'sshd'), slurm?.env);
    await run('target', 'add', 'hall', '--ssh', 'hall', '--folder', far, '--python', torch!);
  });
  afterAll(async () => {
    await sshd?.stop();
    await slurm?.stop();
    rmSync(dir, { recursive: true });
  });

  it('is checked: what it trains on, and what hinders it, a sentence each', async () => {
    await run('target', 'add', 'bare', '--ssh', 'hall', '--folder', far, '--python', '/bin/false');
    await run('target', 'add', 'stranger', '--ssh', 'stranger');
    await run('target', 'add', 'nowhere', '--ssh', 'nowhere.invalid');
    const answers = await Promise.all(
      ['hall', 'bare', 'stranger', 'nowhere', 'none'].map(name => run('target', 'check', name)),
    );
    expect(answers.map(({ exitCode }) => exitCode)).toEqual([0, 1, 1, 1, 2]);
    expect(answers[0].stdout).toMatch(/^hall: PyTorch \S+, CPU, \d+ GB free in .*far\.$/);
    const sentences = [
      /^error: On hall \/bin\/false has no torch/,
      /refused the key/,
      /nowhere\.invalid cannot be reached/,
      /^error: There is no target none: there is hall, bare/,
    ];
    for (const [i, sentence] of sentences.entries()) expect(answers[i + 1].stderr).toMatch(sentence);
  });

  it('trains on while nobody looks, is found again over a broken connection, stops when asked, and goes on', async () => {
    const train = startStudio(['train', data, '--out', out, '--on', 'hall', '--epochs', '10000', ...tiny], {
      env: sshd!.env,
      limitMs: 0,
    });
    await outputWith(train.stdout, /^Epoch 02/m);
    train.kill('SIGINT');
    const left = await train;
    expect(left.stderr).toMatch(/images are copied to hall, once/);
    expect(left.stderr).toMatch(/goes on at hall: resume the run to watch it/);
    const folder = join(out, readdirSync(out).find(name => /^\d{8}_\d{6}$/.test(name))!);
    const before = epochsIn(folder);

    const again = startStudio(['train', '--resume', folder], { env: sshd!.env, limitMs: 0 });
    await outputWith(again.stdout, new RegExp(`^Epoch ${String(before + 2).padStart(2, '0')}/`, 'm'));
    await sshd!.stop();
    await outputWith(again.stderr, /connection to hall is lost/);
    await sshd!.start();
    const stopped = await run('target', 'stop', folder);
    expect(stopped.exitCode, stopped.stderr).toBe(0);
    const end = await again;
    expect(end.exitCode, end.stderr).toBe(0);
    expect(end.stderr).toMatch(/Stopped; the best checkpoint is of epoch \d+/);
    const files = ['config.json', 'elsewhere.json', 'metrics.jsonl', 'model-card.json', 'model-card.md', 'model.onnx'];
    expect(readdirSync(folder).sort()).toEqual([...files, 'state.safetensors', 'unet_crack_best.pt']);

    const epochs = epochsIn(folder);
    expect(epochs).toBeGreaterThan(before);
    const on = await run('train', '--resume', folder, '--epochs', String(epochs + 2));
    expect(on.stdout, on.stderr).toMatch(/\[DONE\] Training complete/);
    expect(epochsIn(folder)).toBe(epochs + 2);
    expect(readdirSync(join(far, 'sets'))).toHaveLength(1);
  });

  it.skipIf(!hasSlurm)('hands the training to Slurm, follows it through a requeue, and cancels it', async () => {
    const { env } = slurm!;
    const lines = ['--line', '#SBATCH --cpus-per-task=1', 'export OMP_NUM_THREADS=1'];
    await run(
      'target',
      'add',
      'cluster',
      '--ssh',
      'hall',
      '--folder',
      far,
      '--python',
      torch!,
      '--by',
      'slurm',
      ...lines,
    );
    const runs = join(dir, 'of_cluster');
    const args = ['train', data, '--out', runs, '--on', 'cluster', '--epochs', '10000', ...tiny];
    const train = startStudio(args, { env: sshd!.env, limitMs: 0 });
    await outputWith(train.stdout, /^Epoch 02/m);
    const folder = join(runs, readdirSync(runs).find(name => /^\d{8}_\d{6}$/.test(name))!);
    const { job } = JSON.parse(readFileSync(join(folder, 'elsewhere.json'), 'utf8'));
    // As it does two minutes before the time is over.
    await execa('scancel', ['-b', '-s', 'USR1', job], { env });
    const state = () => execa('squeue', ['-h', '-j', job, '-o', '%T'], { env }).then(({ stdout }) => stdout);
    await expect.poll(state).toBe('PENDING');
    const before = epochsIn(folder);
    await execa('scontrol', ['update', `JobId=${job}`, 'StartTime=now'], { env });
    await expect.poll(() => epochsIn(folder), { timeout: 120_000 }).toBeGreaterThan(before + 2);
    expect((await run('target', 'stop', folder)).exitCode).toBe(0);
    const end = await train;
    expect(end.stderr).toMatch(/Stopped; the best checkpoint is of epoch \d+/);
    expect(await state()).not.toBe('RUNNING');
  });
});

function epochsIn(folder: string): number {
  return readFileSync(join(folder, 'metrics.jsonl'), 'utf8').trim().split('\n').length;
}
