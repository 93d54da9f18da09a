import { existsSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { prepareSet } from '../../../src/main/dataset/prepared-set.ts';
import { readMask } from '../../../src/main/images/masks.ts';
import { readGray } from '../../../src/main/images/png.ts';
import { resizeBilinear, resizeNearest } from '../../../src/shared/image/resize.ts';
import { temporaryFolder, writePicture } from '../../helpers/pictures.ts';
import { makeTrainingFolder } from '../../helpers/training-folder.ts';

const signal = new AbortController().signal;

async function trainingFolder(): Promise<string> {
  const dir = temporaryFolder();
  await makeTrainingFolder(dir, { count: 8, size: 40 });
  return dir;
}

test('images and masks lie in the order of the names, resized as training wants them', async () => {
  const dataDir = await trainingFolder();
  const { dir, manifest } = await prepareSet({ dataDir, size: 32, signal });
  expect(manifest).toMatchObject({ version: 1, size: 32, train: [0, 1, 2, 3, 4, 5], val: [6, 7] });
  expect(manifest.names).toEqual(['02.png', '03.png', '04.png', '05.png', '06.png', '07.png', '00.png', '01.png']);
  expect(manifest.positive).toEqual([true, false, true, false, true, false, true, false]);
  const images = readFileSync(join(dir, 'images.bin'));
  const masks = readFileSync(join(dir, 'masks.bin'));
  expect([images.length, masks.length]).toEqual([8 * 32 * 32, 8 * 32 * 32]);
  for (const [i, name] of manifest.names.entries()) {
    const image = resizeBilinear(await readGray(join(dataDir, 'images', name)), 32, 32).data;
    const mask = resizeNearest(await readMask(join(dataDir, 'masks', name)), 32, 32).data;
    expect(images.subarray(i * 1024, (i + 1) * 1024).equals(image)).toBe(true);
    expect(masks.subarray(i * 1024, (i + 1) * 1024).equals(mask.map(value => Number(value > 0)))).toBe(true);
  }
});

test('the same content is prepared once; another size, split or file anew', async () => {
  const dataDir = await trainingFolder();
  const first = await prepareSet({ dataDir, size: 32, signal });
  const written = statSync(join(first.dir, 'images.bin')).mtimeMs;
  expect(await prepareSet({ dataDir, size: 32, signal })).toEqual(first);
  expect(statSync(join(first.dir, 'images.bin')).mtimeMs).toBe(written);

  const another = async (size = 32) => (await prepareSet({ dataDir, size, signal })).dir;
  expect(await another(16)).not.toBe(first.dir);
  utimesSync(join(dataDir, 'masks/03.png'), 1, 1);
  const touched = await another();
  expect(touched).not.toBe(first.dir);
  writeFileSync(join(dataDir, 'splits/val.txt'), '01.png\n');
  expect(await another()).not.toBe(touched);
});

test('masks that cover are prepared apart, and crack of one pixel is in them', async () => {
  const dataDir = await trainingFolder();
  await writePicture(join(dataDir, 'masks/03.png'), 40, 40, i => (i % 40 === 5 ? 255 : 0));
  const nearest = await prepareSet({ dataDir, size: 16, signal });
  expect(await prepareSet({ dataDir, size: 16, maskReduction: 'nearest', signal })).toEqual(nearest);
  const cover = await prepareSet({ dataDir, size: 16, maskReduction: 'cover', signal });
  expect(cover.dir).not.toBe(nearest.dir);
  const crack = (dir: string) => {
    const index = nearest.manifest.names.indexOf('03.png');
    return readFileSync(join(dir, 'masks.bin'))
      .subarray(index * 256, (index + 1) * 256)
      .filter(Boolean).length;
  };
  expect([crack(nearest.dir), crack(cover.dir)]).toEqual([16, 16]);
  await writePicture(join(dataDir, 'masks/03.png'), 40, 40, i => (i % 40 === 6 ? 255 : 0));
  expect(crack((await prepareSet({ dataDir, size: 16, signal })).dir)).toBe(0);
  expect(crack((await prepareSet({ dataDir, size: 16, maskReduction: 'cover', signal })).dir)).toBe(16);
});

test('its hash names the content: the same wherever and whenever the files were written, another for one pixel', async () => {
  const hashOf = async (dataDir: string) => (await prepareSet({ dataDir, size: 40, signal })).manifest.hash;
  const dataDir = await trainingFolder();
  const hash = await hashOf(dataDir);
  expect(hash).toMatch(/^[0-9a-f]{64}$/);
  expect(await hashOf(await trainingFolder())).toBe(hash);
  await writePicture(join(dataDir, 'masks/03.png'), 40, 40, x => (x === 3 ? 255 : 0));
  expect(await hashOf(dataDir)).not.toBe(hash);
});

test('only the three sets used last are kept', async () => {
  const dataDir = await trainingFolder();
  const cacheDir = temporaryFolder();
  const prepared = async (size: number) => (await prepareSet({ dataDir, size, cacheDir, signal })).dir;
  const [a, b] = [await prepared(16), await prepared(32)];
  utimesSync(a, 1, 1);
  utimesSync(b, 2, 2);
  await prepared(16);
  await prepared(48);
  const last = await prepared(64);
  expect(readdirSync(cacheDir)).toHaveLength(3);
  expect([a, b, last].map(existsSync)).toEqual([true, false, true]);
});

test('a damaged set is not trusted', async () => {
  const dataDir = await trainingFolder();
  const { dir } = await prepareSet({ dataDir, size: 16, signal });
  writeFileSync(join(dir, 'masks.bin'), 'short');
  await prepareSet({ dataDir, size: 16, signal });
  expect(statSync(join(dir, 'masks.bin')).size).toBe(8 * 256);
});

test('cancelled, it leaves nothing behind', async () => {
  const dataDir = await trainingFolder();
  const controller = new AbortController();
  const onProgress = () => controller.abort(new Error('stop'));
  await expect(prepareSet({ dataDir, size: 16, signal: controller.signal, onProgress })).rejects.toThrow('stop');
  expect(readdirSync(join(dataDir, '.studio/prepared'))).toEqual([]);
});

test('a train split without a crack is refused', async () => {
  const dataDir = await trainingFolder();
  writeFileSync(join(dataDir, 'splits/train.txt'), '03.png\n05.png\n');
  await expect(prepareSet({ dataDir, size: 16, signal })).rejects.toThrow('No positive samples in train split.');
  expect(readdirSync(join(dataDir, '.studio/prepared'))).toEqual([]);
});

test.each([
  [
    'a missing image',
    (dir: string) => rmSync(join(dir, 'images/03.png')),
    /name 03\.png, but .*images.03\.png does not exist/,
  ],
  [
    'a missing mask',
    (dir: string) => rmSync(join(dir, 'masks/03.png')),
    /name 03\.png, but .*masks.03\.png does not exist/,
  ],
  ['no splits', (dir: string) => rmSync(join(dir, 'splits/val.txt')), /val\.txt does not exist: run `prepare`/],
  [
    'a name on both sides',
    (dir: string) => writeFileSync(join(dir, 'splits/val.txt'), '03.png'),
    /^03\.png is in both/,
  ],
  [
    'a damaged image',
    (dir: string) => writeFileSync(join(dir, 'images/03.png'), 'x'),
    /^Cannot read .*03\.png: it is dam/,
  ],
  ['a file as its cache', (dir: string) => writeFileSync(join(dir, '.studio'), ''), /^Cannot write .*\.studio/],
])('%s is one clear line', async (_, spoil, line) => {
  const dataDir = await trainingFolder();
  spoil(dataDir);
  await expect(prepareSet({ dataDir, size: 16, signal })).rejects.toThrow(line);
});

test('a mask of another size than its image is one clear line', async () => {
  const dataDir = await trainingFolder();
  await writePicture(join(dataDir, 'masks/03.png'), 5, 5, () => 0);
  await expect(prepareSet({ dataDir, size: 16, signal })).rejects.toThrow(/03\.png and its image differ in size/);
});
