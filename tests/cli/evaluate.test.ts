import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
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
    expect(stdout).toMatch(/half\.png │ 0\.5000 │ 0\.3333 │ 0\.5000 +│ 0\.5000 │ 2 /);
    expect(stdout).not.toContain('none.png');
    expect(stdout).toMatch(/tolerant F1 \(within 2 px\) +│ 1\.0000/);
    expect(stdout).toContain('No threshold was chosen: the folder has no val split to choose it on.');
    expect(stdout).toMatch(/pooled crack IoU +│ 0\.3333/);
    expect(stdout).toMatch(/mean Dice per image +│ 0\.7500/);
    expect(stdout).toMatch(/best-threshold F1 \(oracle, at 0\.5\) +│ 0\.5000/);
  });

  test('with --out writes the evaluation for programs, for readers and as a picture; --images prints every image', async () => {
    const split = join(dir, 'split');
    await writeLabelledFolder(split, {
      'a.png': { image: ['#...'], mask: ['##..'] },
      'b.png': { image: ['#...'], mask: ['#...'] },
      'c.png': { image: ['....'], mask: ['....'] },
    });
    mkdirSync(join(split, 'splits'));
    writeFileSync(join(split, 'splits', 'train.txt'), 'b.png\n');
    writeFileSync(join(split, 'splits', 'val.txt'), 'a.png\nc.png\n');
    const out = join(dir, 'report');
    const { stderr, stdout } = await studio(['evaluate', model, split, '--mode', 'tile', '--out', out, '--images']);
    expect(stderr).toBe(`Written to ${out}: evaluation.json, report.md, curve.svg.`);
    expect(stdout).toMatch(/at 0\.5, chosen on val/);
    expect(stdout).toMatch(/c\.png +│ 1\.0000 │ 1\.0000 │ 1\.0000 +│ 1\.0000 │ 0 /);
    const record = JSON.parse(readFileSync(join(out, 'evaluation.json'), 'utf8'));
    expect(record).toMatchObject({
      model,
      data: split,
      split: 'val',
      tolerant_f1: 1,
      chosen_on_val: { threshold: 0.5, recall: 0.5 },
      worst: ['a.png'],
      per_image: [{ image: 'a.png', precision: 1, recall: 0.5, crack_pixels: 2 }, { image: 'c.png' }],
    });
    expect(record.curve).toHaveLength(99);
    expect(readFileSync(join(out, 'report.md'), 'utf8')).toContain('| a.png | 0.6667 | 0.5000 | 1.0000 | 0.5000 | 2 |');
    expect((await sharp(join(out, 'curve.svg')).metadata()).format).toBe('svg');
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
        tolerant_f1: 1,
        worst: ['half.png'],
        chosen_on_val: null,
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
