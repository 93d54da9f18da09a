import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeLabelledFolder } from '../helpers/labelled-folder.ts';
import { studio } from '../helpers/studio.ts';
import { writeTinyModel } from '../helpers/tiny-model.ts';

const dir = mkdtempSync(join(tmpdir(), 'studio-evaluate-'));
const model = join(dir, 'model.onnx');
const flags = ['--split', 'all', '--mode', 'tile'];

beforeAll(async () => {
  await writeTinyModel(model);
  await writeLabelledFolder(dir, {
    'half.png': { image: ['##..', '....'], mask: ['#...', '#...'] },
    'none.png': { image: ['....', '....'], mask: ['....', '....'] },
  });
});
afterAll(() => rmSync(dir, { recursive: true }));

describe('studio evaluate', () => {
  test('prints tables that say what was counted at which resolution, and that the best threshold is an oracle', async () => {
    const { stdout, exitCode } = await studio(['evaluate', model, dir, ...flags]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('2 images of split "all", mode tile, counted at native resolution');
    expect(stdout).toMatch(/half\.png │ 0\.5000 │ 0\.3333/);
    expect(stdout).toMatch(/pooled crack IoU +│ 0\.3333/);
    expect(stdout).toMatch(/mean Dice per image +│ 0\.7500/);
    expect(stdout).toMatch(/best-threshold F1 \(oracle, at 0\.01\) +│ 0\.5000/);
  });

  test('with --json prints a line an image, then the summary, and nothing else', async () => {
    const { stdout } = await studio(['--json', 'evaluate', model, dir, ...flags]);
    expect(stdout.split('\n').map(line => JSON.parse(line))).toMatchObject([
      { image: 'half.png', tp: 1, fp: 1, fn: 1, tn: 5 },
      { image: 'none.png', dice: 1, iou: 1 },
      {
        split: 'all',
        images: 2,
        failed: 0,
        resolution: 'native',
        threshold: 0.5,
        precision: 0.5,
        f1: 0.5,
        oracle_f1: 0.5,
      },
    ]);
  });

  test('tells in one line that a folder has no splits, or is none', async () => {
    const unsplit = await studio(['evaluate', model, dir]);
    expect(unsplit.exitCode).toBe(1);
    expect(unsplit.stderr).toMatch(/^error: .*train\.txt does not exist: run `prepare` on .* first\.$/);
    const missing = await studio(['evaluate', model, join(dir, 'none'), '--split', 'all']);
    expect(missing.stderr).toMatch(/^error: Cannot read .*images: it does not exist; check the path\.$/);
  });
});
