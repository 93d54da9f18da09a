import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { Random } from '../../src/shared/random.ts';

/**
 * A training folder that a tiny network can learn: noisy gray pictures of `size` px, every second one crossed by a dark
 * line that its mask marks. A quarter of them, of both kinds, are the val split.
 */
export async function makeTrainingFolder(dir: string, { count = 16, size = 48, seed = 1 } = {}): Promise<void> {
  const random = new Random(seed);
  for (const folder of ['images', 'masks', 'splits']) mkdirSync(join(dir, folder), { recursive: true });
  const names = Array.from({ length: count }, (_, i) => `${String(i).padStart(2, '0')}.png`);
  for (const [i, name] of names.entries()) {
    const row = 4 + random.below(size - 8);
    const isCrack = (pixel: number) => i % 2 === 0 && Math.abs(Math.floor(pixel / size) - row) <= 1;
    const pixels = (value: (pixel: number) => number) => Uint8Array.from({ length: size * size }, (_, p) => value(p));
    await writePng(
      join(dir, 'images', name),
      pixels(p => (isCrack(p) ? 40 : 150) + random.below(30)),
      size,
    );
    await writePng(
      join(dir, 'masks', name),
      pixels(p => (isCrack(p) ? 255 : 0)),
      size,
    );
  }
  const lines = (chosen: string[]) => chosen.map(name => `${name}\n`).join('');
  writeFileSync(join(dir, 'splits', 'train.txt'), lines(names.slice(count / 4)));
  writeFileSync(join(dir, 'splits', 'val.txt'), lines(names.slice(0, count / 4)));
}

async function writePng(path: string, data: Uint8Array, size: number): Promise<void> {
  await sharp(data, { raw: { width: size, height: size, channels: 1 } })
    .toColourspace('b-w')
    .png()
    .toFile(path);
}
