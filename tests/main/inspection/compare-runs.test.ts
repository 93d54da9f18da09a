import { cp, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { comparisonRecord } from '../../../src/cli/comparison-text.ts';
import { type CompareOptions, compareRuns } from '../../../src/main/inspection/compare-runs.ts';
import { comparedImages } from '../../../src/main/inspection/compared-images.ts';
import { forkWorker } from '../../../src/main/jobs/worker-host.ts';
import { writeRun } from '../../helpers/run-folder.ts';
import { makeTrainingFolder } from '../../helpers/training-folder.ts';

let dir: string;
let data: string;
let good: string;
let blind: string;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'compare-'));
  data = join(dir, 'data');
  await makeTrainingFolder(data);
  good = await writeRun(join(dir, 'good'), data);
  blind = await writeRun(join(dir, 'blind'), data, { lr: 0.1 }, { darkness: 0 });
});
afterAll(() => rm(dir, { recursive: true }));

const compare = (runs: [string, string], overrides: Partial<CompareOptions> = {}) =>
  compareRuns({
    ...{ runs, split: 'val', threshold: 0.5, mode: 'tile', device: 'cpu', seed: 42, spawnWorker: forkWorker },
    ...overrides,
  });

/** The four val images of the training folder: 00 and 02 show a crack. */
const VAL = ['00.png', '01.png', '02.png', '03.png'];

test('a run that finds the cracks is set beside one that finds none', async () => {
  const told: string[] = [];
  const comparison = await compare([blind, good], { onImage: (done, total) => told.push(`${done}/${total}`) });
  const { names, settings, scores, images, meanDice, pooledF1, notes, verdict } = comparison;
  expect(names).toEqual(['blind', 'good']);
  expect(settings).toEqual([{ name: 'lr', values: [0.1, 0.001] }]);
  expect(scores.map(({ pooled, tolerant }) => [pooled.f1, tolerant.f1])).toEqual([
    [0, 0],
    [1, 1],
  ]);
  expect(scores.map(score => score.meanDice)).toEqual([expect.closeTo(0.5, 4), 1]);
  expect(images.map(({ image }) => image)).toEqual(['00.png', '02.png', '01.png', '03.png']);
  expect(images[0].difference).toBeCloseTo(1, 4);
  expect(meanDice).toMatchObject({ difference: expect.closeTo(0.5, 4), low: 0, high: expect.closeTo(1, 4) });
  expect(pooledF1).toMatchObject({ difference: 1, low: 0, high: 1 });
  expect(verdict).toBe('Both intervals contain 0: these 4 images cannot tell the two runs apart.');
  expect(notes).toEqual([]);
  expect(told.at(-1)).toBe('8/8');
  expect(comparisonRecord(comparison, { split: 'val', seed: 42, threshold: 0.5, mode: 'tile' })).toMatchObject({
    images: 4,
    runs: [
      { run: 'blind', f1: 0, tolerant_f1: 0 },
      { run: 'good', mean_dice: 1, f1: 1, tolerant_f1: 1 },
    ],
    pooled_f1: { difference: 1 },
    per_image: [{ image: '00.png' }, { image: '02.png' }, { image: '01.png', difference: 0 }, { image: '03.png' }],
  });
});

test('images that cannot be read are told once and passed over by both', async () => {
  const other = join(dir, 'broken');
  await cp(data, other, { recursive: true });
  await writeFile(join(other, 'masks', '01.png'), 'no picture');
  const lines: string[] = [];
  const { images } = await compare([good, good], { locate: () => other, onFailure: line => lines.push(line) });
  expect(images.map(({ image }) => image)).toEqual(['00.png', '02.png', '03.png']);
  expect(lines).toEqual([expect.stringContaining('01.png')]);
});

test('a run without a model, and a folder that is no run, are refused in a sentence', async () => {
  const bare = await writeRun(join(dir, 'bare'), data);
  await rm(join(bare, 'model.onnx'));
  await expect(compare([good, bare])).rejects.toThrow(/bare has no model\.onnx yet: train it for an epoch first\./);
  await expect(compare([good, dir])).rejects.toThrow(/does not hold the settings of a run/);
});

/** A copy of the training folder with lists of its own. */
async function folderWith(name: string, train: readonly string[], val: readonly string[]): Promise<string> {
  const folder = join(dir, name);
  await cp(data, folder, { recursive: true });
  await writeFile(join(folder, 'splits', 'train.txt'), train.join('\n'));
  await writeFile(join(folder, 'splits', 'val.txt'), val.join('\n'));
  return folder;
}

test('with val lists that differ the images in neither train list are compared, and that is said', async () => {
  const other = await folderWith('other', ['02.png', '05.png'], ['03.png', '00.png', '06.png', '07.png']);
  const runs = [
    { name: 'a', data },
    { name: 'b', data: other },
  ] as const;
  const { images, notes } = await comparedImages(runs, 'val');
  expect(images.map(({ name }) => name)).toEqual(['00.png', '01.png', '03.png']);
  expect(notes[0]).toBe(
    'The val lists differ (4 and 4 images): compared on the 3 of them that neither run trained on.',
  );
  expect((await comparedImages(runs, 'train')).images.map(({ name }) => name)).toEqual(['05.png']);
});

test('with val lists that are equal in two folders all of val is compared', async () => {
  const copy = await folderWith('copy', ['04.png'], VAL);
  const { images, notes } = await comparedImages(
    [
      { name: 'a', data },
      { name: 'b', data: copy },
    ],
    'val',
  );
  expect(images).toHaveLength(4);
  expect(notes).toEqual([expect.stringContaining(`labels are taken from ${data}`)]);
});

test('an image that the other run trained on under another name is left out', async () => {
  const renamed = await folderWith('renamed', ['from-00.png'], ['05.png']);
  await cp(join(data, 'images', '00.png'), join(renamed, 'images', 'from-00.png'));
  const { images } = await comparedImages(
    [
      { name: 'a', data },
      { name: 'b', data: renamed },
    ],
    'val',
  );
  expect(images.map(({ name }) => name)).toEqual(['01.png', '02.png', '03.png']);
});

test('runs that share no image they did not train on cannot be compared', async () => {
  const swapped = await folderWith('swapped', VAL, ['04.png']);
  const runs = [
    { name: 'a', data },
    { name: 'b', data: swapped },
  ] as const;
  await expect(comparedImages(runs, 'val')).rejects.toThrow('a and b have no image to be compared on');
});

test('a split that was written after a run was started is pointed out', async () => {
  const later = await folderWith('later', ['04.png'], VAL);
  await utimes(join(later, 'splits', 'val.txt'), new Date(), new Date('2100-01-01'));
  const run = { name: 'a', data: later, started: '2026-01-01T00:00:00Z' };
  const { notes } = await comparedImages([run, { ...run, name: 'b', started: '2100-01-02T00:00:00Z' }], 'val');
  expect(notes).toEqual([expect.stringMatching(/was written after a was started/)]);
});
