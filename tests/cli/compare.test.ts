import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeRun } from '../helpers/run-folder.ts';
import { studio } from '../helpers/studio.ts';
import { makeTrainingFolder } from '../helpers/training-folder.ts';

const dir = mkdtempSync(join(tmpdir(), 'studio-compare-'));
let runs: string[];

beforeAll(async () => {
  const data = join(dir, 'data');
  await makeTrainingFolder(data, { count: 8 });
  runs = [
    await writeRun(join(dir, 'narrow'), data, { base: 16 }),
    await writeRun(join(dir, 'wide'), data, {}, { darkness: 0 }),
  ];
});
afterAll(() => rmSync(dir, { recursive: true }));

describe('studio compare', () => {
  test('prints settings, images, scores, intervals, and a verdict that claims no more than they do', async () => {
    const { stdout, exitCode } = await studio(['compare', ...runs, '--mode', 'tile']);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/setting │ narrow │ wide/);
    expect(stdout).toMatch(/base +│ 16 +│ 32/);
    expect(stdout).toMatch(/00\.png +│ 1\.0000 │ 0\.0000 │ -1\.0000/);
    expect(stdout).toContain('2 images of split "val", mode tile, counted at native resolution, threshold 0.5');
    expect(stdout).toMatch(/tolerant F1 \(within 2 px\) │ 1\.0000 │ 0\.0000/);
    expect(stdout).toMatch(/mean Dice -0\.5000 \(-1\.0000 to 0\.0000\)/);
    expect(stdout).toMatch(/Both intervals contain 0: these 2 images cannot tell the two runs apart\.$/);
  });
});
