import { readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { readMask } from '../../../src/main/images/masks.ts';
import { readGray, readSize, writeGray } from '../../../src/main/images/png.ts';
import { temporaryFolder, writePicture } from '../../helpers/pictures.ts';

const golden: Record<string, { png: string; gray: number[]; mask: number[] }> = JSON.parse(
  readFileSync(new URL('../../golden/pngs.json', import.meta.url), 'utf8'),
);

function goldenFile(kind: string): string {
  const path = join(temporaryFolder(), `${kind}.png`);
  writeFileSync(path, Buffer.from(golden[kind].png, 'base64'));
  return path;
}

describe('every kind of PNG', () => {
  test.each(Object.keys(golden))('%s is the gray that OpenCV sees', async kind => {
    const image = await readGray(goldenFile(kind));
    expect([image.width, image.height]).toEqual([4, 3]);
    expect([...image.data]).toEqual(golden[kind].gray);
  });

  test.each(Object.keys(golden))('%s as a mask is crack wherever a channel but alpha is not zero', async kind => {
    const mask = await readMask(goldenFile(kind));
    expect([...mask.data]).toEqual(golden[kind].mask.map(value => value * 255));
  });
});

test('a gray picture written is 8-bit gray PNG and reads back the same', async () => {
  const path = join(temporaryFolder(), 'a.png');
  const image = { width: 3, height: 2, data: Uint8Array.of(0, 1, 127, 128, 254, 255) };
  await writeGray(path, image);
  expect([...readFileSync(path).subarray(24, 26)]).toEqual([8, 0]);
  expect(await readGray(path)).toEqual(image);
});

test('a JPEG is read too, turned as its EXIF says', async () => {
  const path = join(temporaryFolder(), 'a.jpg');
  const upright = sharp({ create: { width: 20, height: 10, channels: 3, background: '#808080' } });
  await upright.withMetadata({ orientation: 6 }).jpeg().toFile(path);
  const image = await readGray(path);
  expect([image.width, image.height]).toEqual([10, 20]);
  expect(await readSize(path)).toEqual({ width: 10, height: 20 });
  expect(image.data[0]).toBeCloseTo(128, -0.5);
});

describe('what cannot be read is one line that names the file', () => {
  test('a missing file', async () => {
    await expect(readGray('/nowhere/a.png')).rejects.toThrow(/^Cannot read \/nowhere\/a\.png: it does not exist/);
  });

  test('text under a PNG name', async () => {
    const path = join(temporaryFolder(), 'a.png');
    writeFileSync(path, 'not a picture');
    await expect(readGray(path)).rejects.toThrow(`Cannot read ${path}: it is damaged or not a picture`);
  });

  test('a PNG that breaks off', async () => {
    const path = join(temporaryFolder(), 'a.png');
    await writePicture(path, 64, 64, i => (i * 31) % 251);
    truncateSync(path, Math.floor(statSync(path).size / 2));
    await expect(readGray(path)).rejects.toThrow(`Cannot read ${path}: it is damaged or not a picture`);
  });

  test('a PNG whose header claims 100,000 x 100,000 px', async () => {
    const path = join(temporaryFolder(), 'a.png');
    const bytes = await writePicture(path, 8, 8, () => 0);
    bytes.writeUInt32BE(100_000, 16);
    bytes.writeUInt32BE(100_000, 20);
    writeFileSync(path, bytes);
    const reason = /^Cannot read .*a\.png: (it has more than|it is damaged)/;
    await expect(readGray(path)).rejects.toThrow(reason);
    await expect(readSize(path)).rejects.toThrow(reason);
  });
});

test('a picture that cannot be written is one line that names the file', async () => {
  const image = { width: 1, height: 1, data: Uint8Array.of(0) };
  const file = join(temporaryFolder(), 'file');
  writeFileSync(file, '');
  await expect(writeGray(join(file, 'a.png'), image)).rejects.toThrow(/^Cannot write .*a\.png: a file stands where/);
  await expect(writeGray('/nowhere/a.png', image)).rejects.toThrow(/^Cannot write \/nowhere\/a\.png/);
});
