import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { inspectMask, normaliseMask } from '../../../src/main/images/masks.ts';
import { readGray } from '../../../src/main/images/png.ts';
import { temporaryFolder, writePicture } from '../../helpers/pictures.ts';

const golden: Record<string, { png: string; mask: number[] }> = JSON.parse(
  readFileSync(new URL('../../golden/pngs.json', import.meta.url), 'utf8'),
);

/** A training folder with one image, 4x3 px, and its mask from values or from the bytes of a file. */
async function folderWith(mask?: number[] | Buffer): Promise<string> {
  const dir = temporaryFolder();
  await writePicture(join(dir, 'images/a.png'), 4, 3, () => 90);
  if (mask) await writePicture(join(dir, 'masks/a.png'), 4, 3, Buffer.isBuffer(mask) ? () => 0 : mask);
  if (Buffer.isBuffer(mask)) writeFileSync(join(dir, 'masks/a.png'), mask);
  return dir;
}

const twelve = (...values: number[]) => [...values, ...new Array(12 - values.length).fill(0)];

test('a JPEG in the dress of a PNG is refused: its noise would become crack', async () => {
  const jpeg = await sharp({ create: { width: 4, height: 3, channels: 3, background: '#fff' } })
    .jpeg()
    .toBuffer();
  await expect(inspectMask(await folderWith(jpeg), 'a.png')).rejects.toThrow(
    /a\.png: it is a JPEG, .*; export it as PNG\.$/,
  );
});

describe('what a mask is', () => {
  test.each([
    ['only 0 and 255', twelve(255), { normal: true, positive: true, odd: false }],
    ['nothing but 0', twelve(), { normal: true, positive: false, odd: false }],
    ['class numbers 1 and 2', twelve(1, 2), { normal: false, positive: true, odd: false }],
    ['a smoothed edge', twelve(255, 128), { normal: false, positive: true, odd: true }],
  ])('%s', async (_, values, expected) => {
    expect(await inspectMask(await folderWith(values), 'a.png')).toMatchObject({ ...expected, missing: false });
  });

  test('missing, with the size of its image', async () => {
    const expected = { missing: true, positive: false, width: 4, height: 3 };
    expect(await inspectMask(await folderWith(), 'a.png')).toMatchObject(expected);
  });

  test('colour of 0 and 255 alone is not odd but is rewritten', async () => {
    const dir = await folderWith();
    await writePicture(join(dir, 'masks/a.png'), 4, 3, i => (i === 3 ? 255 : 0), 3);
    expect(await inspectMask(dir, 'a.png')).toMatchObject({ normal: false, positive: true, odd: false });
  });

  test('1-bit black and white is not odd; 16 bits with values between are', async () => {
    const state = async (kind: string) =>
      inspectMask(await folderWith(Buffer.from(golden[kind].png, 'base64')), 'a.png');
    expect(await state('gray1')).toMatchObject({ normal: false, odd: false });
    expect(await state('gray16')).toMatchObject({ normal: false, odd: true });
  });

  test('of another size than its image is one clear error', async () => {
    const dir = await folderWith();
    await writePicture(join(dir, 'masks/a.png'), 3, 4, () => 0);
    const line = `The mask ${join(dir, 'masks/a.png')} is 3x4 px but its image is 4x3 px`;
    await expect(inspectMask(dir, 'a.png')).rejects.toThrow(line);
  });
});

describe('rewriting', () => {
  test.each(Object.keys(golden))('%s becomes one channel of 0 and 255', async kind => {
    const dir = await folderWith(Buffer.from(golden[kind].png, 'base64'));
    await normaliseMask(dir, 'a.png');
    const path = join(dir, 'masks/a.png');
    expect([...readFileSync(path).subarray(24, 26)]).toEqual([8, 0]);
    expect([...(await readGray(path)).data]).toEqual(golden[kind].mask.map(value => value * 255));
    expect(await inspectMask(dir, 'a.png')).toMatchObject({ normal: true });
  });

  test('keeps the original byte for byte, and only the first', async () => {
    const original = Buffer.from(golden.rgba8.png, 'base64');
    const dir = await folderWith(original);
    await normaliseMask(dir, 'a.png');
    writeFileSync(join(dir, 'masks/a.png'), Buffer.from(golden.gray16.png, 'base64'));
    await normaliseMask(dir, 'a.png');
    expect(readFileSync(join(dir, '.studio/originals/a.png'))).toEqual(original);
  });

  test('changes nothing when the original cannot be kept', async () => {
    const original = Buffer.from(golden.rgba8.png, 'base64');
    const dir = await folderWith(original);
    writeFileSync(join(dir, '.studio'), 'a file in the way');
    await expect(normaliseMask(dir, 'a.png')).rejects.toThrow(/^Cannot write .*\.studio: a file .* in the way/);
    expect(readFileSync(join(dir, 'masks/a.png'))).toEqual(original);
    expect(existsSync(join(dir, '.studio/originals'))).toBe(false);
  });
});
