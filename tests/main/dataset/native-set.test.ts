import { mkdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { prepareSet } from '../../../src/main/dataset/prepared-set.ts';
import { readMask } from '../../../src/main/images/masks.ts';
import { readGray } from '../../../src/main/images/png.ts';
import { cropGray } from '../../../src/shared/image/gray-image.ts';
import { cutTile, planTiles } from '../../../src/shared/inference/tiles.ts';
import { PreparedData } from '../../../src/workers/training/prepared-data.ts';
import { temporaryFolder, writePicture } from '../../helpers/pictures.ts';

const signal = new AbortController().signal;
const input = 'tile';

/** Pictures of three sizes, the last smaller than a crop of 32 px; the second has no crack. */
const SIZES = [
  ['a.png', 70, 40],
  ['b.png', 33, 90],
  ['c.png', 20, 50],
] as const;

async function trainingFolder(): Promise<string> {
  const dir = temporaryFolder();
  for (const folder of ['images', 'masks', 'splits']) mkdirSync(join(dir, folder));
  for (const [name, width, height] of SIZES) {
    await writePicture(join(dir, 'images', name), width, height, i => (i * 7) % 251);
    await writePicture(join(dir, 'masks', name), width, height, i => (name !== 'b.png' && i % 11 === 3 ? 255 : 0));
  }
  writeFileSync(join(dir, 'splits/train.txt'), 'a.png\nb.png\n');
  writeFileSync(join(dir, 'splits/val.txt'), 'c.png\n');
  return dir;
}

test('images and masks are kept pixel for pixel, each at its own size, with every crack pixel listed', async () => {
  const dataDir = await trainingFolder();
  const { dir, manifest } = await prepareSet({ dataDir, size: 32, input, signal });
  expect(manifest).toMatchObject({ size: 32, train: [0, 1], val: [2], positive: [true, false, true] });
  const data = new PreparedData(dir);
  for (const [index, [name, width]] of SIZES.entries()) {
    const [image, mask] = [await readGray(join(dataDir, 'images', name)), await readMask(join(dataDir, 'masks', name))];
    const kept = data.readWhole(index);
    expect(kept.image).toEqual(image);
    expect(kept.mask.data).toEqual(mask.data.map(value => Number(value > 0)));
    const cracks = [...mask.data].flatMap((value, at) =>
      value > 0 ? [{ x: at % width, y: Math.floor(at / width) }] : [],
    );
    const listed = Array.from({ length: manifest.places![index].cracks }, (_, i) => data.crackPixel(index, i));
    expect(listed).toEqual(cracks);
  }
  data.close();
});

test('a crop is the part of the image, mirrored beyond its border as a prediction in tiles mirrors it', async () => {
  const dataDir = await trainingFolder();
  const { dir } = await prepareSet({ dataDir, size: 32, input, signal });
  const data = new PreparedData(dir);
  const image = await readGray(join(dataDir, 'images/a.png'));
  const inside = data.crop(0, { x: 30, y: 5, side: 32 }).image;
  expect(inside).toEqual(cropGray(image, { x1: 30, y1: 5, x2: 62, y2: 37 }).data);

  const small = await readGray(join(dataDir, 'images/c.png'));
  const plan = planTiles(small.width, small.height, 32);
  const [column, row] = [plan.across[0].start, plan.down[1].start];
  const crop = data.crop(2, { x: column, y: row, side: 32 });
  expect(Float32Array.from(crop.image, value => value / 255)).toEqual(cutTile(small, plan, { column: 0, row: 1 }));
  const { mask } = data.readWhole(2);
  const tile = cutTile({ ...mask, data: mask.data.map(value => 255 * value) }, plan, { column: 0, row: 1 });
  expect([...crop.mask]).toEqual([...tile]);
  data.close();
});

test('it is kept apart from the resized set of the same size, whatever happens to masks there, and found again', async () => {
  const dataDir = await trainingFolder();
  const native = await prepareSet({ dataDir, size: 32, input, signal });
  expect((await prepareSet({ dataDir, size: 32, signal })).dir).not.toBe(native.dir);
  const written = statSync(join(native.dir, 'images.bin')).mtimeMs;
  expect(await prepareSet({ dataDir, size: 32, input, maskReduction: 'cover', signal })).toEqual(native);
  expect(statSync(join(native.dir, 'images.bin')).mtimeMs).toBe(written);
  expect(native.manifest.hash).toMatch(/^[0-9a-f]{64}$/);
});

test('a damaged one is not trusted', async () => {
  const dataDir = await trainingFolder();
  const { dir } = await prepareSet({ dataDir, size: 32, input, signal });
  const path = join(dir, 'cracks.bin');
  const before = readFileSync(path);
  truncateSync(path, before.length - 4);
  await prepareSet({ dataDir, size: 32, input, signal });
  expect(readFileSync(path)).toEqual(before);
});
