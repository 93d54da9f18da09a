import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { execa } from 'execa';
import { prepare } from '../src/main/dataset/prepare.ts';
import { runTrainingJob } from '../src/main/jobs/training-job.ts';
import { forkWorker } from '../src/main/jobs/worker-host.ts';
import { trainingConfigSchema } from '../src/shared/schemas/training.ts';

/**
 * `npm run bench -- quality --data DIR [--torch SCRIPT]`: best validation Dice of our engine and of PyTorch's on the
 * same split, for several seeds. Prints one JSON line a training and one with both means and their difference.
 */
export async function benchQuality(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      data: { type: 'string' },
      torch: { type: 'string' },
      python: { type: 'string', default: '/usr/bin/python3' },
      size: { type: 'string', default: '256' },
      base: { type: 'string', default: '16' },
      batch: { type: 'string', default: '4' },
      epochs: { type: 'string', default: '15' },
      seeds: { type: 'string', default: '1,2,3' },
    },
  });
  if (!values.data) throw new Error('--data DIR is missing: a folder with images/ and masks/.');
  const dataDir = mkdtempSync(join(tmpdir(), 'studio-quality-'));
  try {
    for (const folder of ['images', 'masks'])
      cpSync(join(values.data, folder), join(dataDir, folder), { recursive: true });
    await prepare({ dir: dataDir, valRatio: 0.1, minValPos: 10, seed: 42 });
    const flags = ['size', 'base', 'batch', 'epochs'] as const;
    const settings = Object.fromEntries(flags.map(flag => [flag, Number(values[flag])]));
    const dice: Record<'ours' | 'pytorch', number[]> = { ours: [], pytorch: [] };
    for (const seed of values.seeds.split(',').map(Number)) {
      dice.ours.push(print('studio', seed, await trainOurs(dataDir, { ...settings, seed })));
      if (!values.torch) continue;
      const torchFlags = [...flags.flatMap(flag => [`--${flag}`, values[flag]]), '--seed', String(seed)];
      dice.pytorch.push(print('pytorch', seed, await trainTorch(values.python, values.torch, dataDir, torchFlags)));
    }
    const ours = mean(dice.ours);
    const peer = dice.pytorch.length > 0 ? { pytorch: mean(dice.pytorch), difference: ours - mean(dice.pytorch) } : {};
    console.log(JSON.stringify({ summary: 'quality', ...settings, studio: ours, ...peer }));
  } finally {
    rmSync(dataDir, { recursive: true });
  }
}

function print(engine: string, seed: number, bestDice: number): number {
  console.log(JSON.stringify({ engine, seed, best_val_dice: bestDice }));
  return bestDice;
}

async function trainOurs(dataDir: string, settings: object): Promise<number> {
  const { bestDice } = await runTrainingJob({
    dataDir,
    outDir: join(dataDir, 'dl_models'),
    config: trainingConfigSchema.parse({ ...settings, device: 'cpu' }),
    spawnWorker: forkWorker,
    signal: new AbortController().signal,
    onEvent() {},
  });
  return bestDice;
}

/** The peer's `train` job prints one JSON line an epoch, with the best Dice so far. */
async function trainTorch(python: string, script: string, dataDir: string, flags: string[]): Promise<number> {
  const { stdout } = await execa(python, [script, 'train', '--cpu', '--data', dataDir, ...flags]);
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '{}').best;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
