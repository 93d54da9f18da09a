import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createEmptyMasks } from '../../../src/main/dataset/empty-masks.ts';
import { type PrepareOptions, prepare } from '../../../src/main/dataset/prepare.ts';
import { readMask } from '../../../src/main/images/masks.ts';
import { temporaryFolder, writePicture } from '../../helpers/pictures.ts';
import { startStudio } from '../../helpers/studio.ts';

const SIDE = 16;

/** Images of which the first `positives` have a mask of 0 and 1 with some crack, the next ten none, the rest an empty one. */
async function makeFolder(count: number, positives: number, name = (i: number) => `${String(i).padStart(3, '0')}.png`) {
  const dir = temporaryFolder();
  for (let i = 0; i < count; i++) {
    await writePicture(join(dir, 'images', name(i)), SIDE, SIDE, p => p % 256);
    if (i < positives) await writePicture(join(dir, 'masks', name(i)), SIDE, SIDE, p => Number(p % 7 === i % 7));
    else if (i >= positives + 10) await writePicture(join(dir, 'masks', name(i)), SIDE, SIDE, () => 0);
  }
  return dir;
}

const options = (dir: string, more: Partial<PrepareOptions> = {}): PrepareOptions => ({
  dir,
  valRatio: 0.1,
  minValPos: 10,
  seed: 42,
  ...more,
});
const lines = (dir: string, file: string) =>
  readFileSync(join(dir, 'splits', file), 'utf8')
    .trimEnd()
    .split('\n');

test('masks are made and cleaned, both sides listed, everything counted', async () => {
  const dir = await makeFolder(50, 20);
  expect(await prepare(options(dir))).toEqual({
    images: 50,
    positives: 20,
    negatives: 30,
    masks_created: 10,
    masks_rewritten: 20,
    masks_odd: 0,
    group: 'file',
    train: 37,
    train_positives: 10,
    val: 13,
    val_positives: 10,
    left_out: 0,
  });
  expect([...lines(dir, 'train.txt'), ...lines(dir, 'val.txt')].sort()).toEqual(
    readdirSync(join(dir, 'images')).sort(),
  );
  expect(readdirSync(join(dir, 'masks'))).toHaveLength(50);
  expect(new Set((await readMask(join(dir, 'masks/000.png'))).data)).toEqual(new Set([0, 255]));
  expect(existsSync(join(dir, 'splits/left-out.txt'))).toBe(false);
});

test('a second run rewrites nothing and deals the same', async () => {
  const dir = await makeFolder(30, 12);
  await prepare(options(dir));
  const before = readdirSync(join(dir, 'masks')).map(name => statSync(join(dir, 'masks', name)).mtimeMs);
  const train = lines(dir, 'train.txt');
  expect(await prepare(options(dir))).toMatchObject({ masks_created: 0, masks_rewritten: 0 });
  expect(readdirSync(join(dir, 'masks')).map(name => statSync(join(dir, 'masks', name)).mtimeMs)).toEqual(before);
  expect(lines(dir, 'train.txt')).toEqual(train);
});

test('names that carry times are dealt by video, and the guards are listed', async () => {
  const dir = await makeFolder(
    40,
    12,
    i => `screw__0000${String(i).padStart(2, '0')}000_f${String(i).padStart(7, '0')}_unk.png`,
  );
  const report = await prepare(options(dir, { minValPos: 4 }));
  expect(report.group).toBe('video');
  expect(report.left_out).toBeGreaterThan(0);
  expect(lines(dir, 'left-out.txt')).toHaveLength(report.left_out);
  expect(report.train + report.val + report.left_out).toBe(40);

  expect(await prepare(options(dir, { group: 'file' }))).toMatchObject({ group: 'file', left_out: 0 });
  expect(existsSync(join(dir, 'splits/left-out.txt'))).toBe(false);
});

test('without a positive mask nothing is written', async () => {
  const dir = await makeFolder(12, 0);
  await expect(prepare(options(dir))).rejects.toThrow(
    `No positive mask in ${join(dir, 'masks')}: label at least one crack, or check the export.`,
  );
  expect(existsSync(join(dir, 'splits'))).toBe(false);
  expect(readdirSync(join(dir, 'masks'))).toHaveLength(2);
});

test('a mask of another size is found before anything is written', async () => {
  const dir = await makeFolder(20, 5);
  await writePicture(join(dir, 'masks/019.png'), SIDE + 1, SIDE, () => 0);
  await expect(prepare(options(dir))).rejects.toThrow(/019\.png is 17x16 px but its image is 16x16 px/);
  expect(existsSync(join(dir, 'splits'))).toBe(false);
  expect(existsSync(join(dir, '.studio'))).toBe(false);
  expect(readdirSync(join(dir, 'masks'))).toHaveLength(10);
});

test('a folder without images, or none at all, is one line', async () => {
  const dir = await makeFolder(1, 1);
  rmSync(join(dir, 'images/000.png'));
  await expect(prepare(options(dir))).rejects.toThrow(`No PNG image in ${join(dir, 'images')}`);
  await expect(prepare(options('/nowhere'))).rejects.toThrow(/^Cannot read \/nowhere\/images: it does not exist/);
});

test('an image that cannot be read is named', async () => {
  const dir = await makeFolder(3, 1);
  writeFileSync(join(dir, 'images/001.png'), 'text');
  await expect(prepare(options(dir))).rejects.toThrow(/^Cannot read .*001\.png: it is damaged/);
});

test('a file where the splits should go is one line', async () => {
  const dir = await makeFolder(3, 2);
  writeFileSync(join(dir, 'splits'), '');
  await expect(prepare(options(dir))).rejects.toThrow(/^Cannot write .*splits: /);
});

test('killed at any moment, it leaves every mask whole, and another run ends the work', async () => {
  const dir = await makeFolder(120, 110);
  const original = readFileSync(join(dir, 'masks/000.png'));
  const content = async (name: string) => [...(await readMask(join(dir, 'masks', name))).data].map(Boolean);
  const names = readdirSync(join(dir, 'masks'));
  const before = await Promise.all(names.map(content));
  const command = startStudio(['prepare', dir]);
  while (!existsSync(join(dir, '.studio/originals/000.png'))) await pause(2);
  command.kill('SIGKILL');
  await command;
  expect(await Promise.all(names.map(content))).toEqual(before);

  await prepare(options(dir));
  expect(await Promise.all(names.map(content))).toEqual(before);
  expect(readFileSync(join(dir, '.studio/originals/000.png'))).toEqual(original);
});

test('empty masks are written where there is none, and no other is touched', async () => {
  const dir = await makeFolder(15, 3);
  const kept = readFileSync(join(dir, 'masks/000.png'));
  expect(await createEmptyMasks(dir)).toEqual({ created: 10, existing: 5, total: 15 });
  expect(await createEmptyMasks(dir)).toEqual({ created: 0, existing: 15, total: 15 });
  expect(readFileSync(join(dir, 'masks/000.png'))).toEqual(kept);
  const empty = await readMask(join(dir, 'masks/005.png'));
  expect(empty).toEqual({ width: SIDE, height: SIDE, data: new Uint8Array(SIDE * SIDE) });
});
