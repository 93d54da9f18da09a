import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { Random } from '../../src/shared/random.ts';
import { type LabelDocument, labelDocumentSchema } from '../../src/shared/schemas/label.ts';

/** The classes of the folder, in the order of the tests. */
export const BARS = ['across', 'down'];

/**
 * A training folder in which two classes can be told apart: noisy gray pictures of 32 px with a dark bar across, one down, both
 * or none, in label documents, and masks in which both are crack. A quarter of them, of each kind, are the val split.
 */
export async function makeTwoClassFolder(dir: string, { count = 24, seed = 1 } = {}): Promise<void> {
  const side = 32;
  const random = new Random(seed);
  for (const folder of ['images', 'masks', 'labels', 'splits']) mkdirSync(join(dir, folder), { recursive: true });
  const names = Array.from({ length: count }, (_, i) => `${String(i).padStart(2, '0')}.png`);
  for (const [i, name] of names.entries()) {
    const bars = BARS.flatMap((label, k) => {
      const at = 3 + random.below(side - 8);
      return ((i % 4) + 1) & (k + 1) ? [{ label, at }] : [];
    });
    const isBar = (x: number, y: number) =>
      bars.some(({ label, at }) => Math.abs((label === 'across' ? y : x) - at - 1) <= 1);
    const pixels = (value: (x: number, y: number) => number) =>
      Uint8Array.from({ length: side * side }, (_, p) => value(p % side, Math.floor(p / side)));
    const image = pixels((x, y) => (isBar(x, y) ? 40 : 150) + random.below(30));
    await writePng(join(dir, 'images', name), image, side);
    const mask = pixels((x, y) => (isBar(x, y) ? 255 : 0));
    await writePng(join(dir, 'masks', name), mask, side);
    writeFileSync(join(dir, 'labels', `${name}.json`), JSON.stringify(documentOf(name, side, bars)));
  }
  const lines = (chosen: string[]) => chosen.map(name => `${name}\n`).join('');
  writeFileSync(join(dir, 'splits', 'train.txt'), lines(names.slice(count / 4)));
  writeFileSync(join(dir, 'splits', 'val.txt'), lines(names.slice(0, count / 4)));
}

function documentOf(image: string, side: number, bars: readonly { label: string; at: number }[]): LabelDocument {
  const labels = bars.map(({ label, at }) => {
    const [from, to] =
      label === 'across'
        ? [
            [0, at],
            [side, at + 3],
          ]
        : [
            [at, 0],
            [at + 3, side],
          ];
    const points = [
      [from[0], from[1]],
      [to[0], from[1]],
      [to[0], to[1]],
      [from[0], to[1]],
    ];
    return { id: label, shape: 'polygon', class: label, points };
  });
  const size = { width: side, height: side };
  return labelDocumentSchema.parse({
    version: 1,
    image,
    ...size,
    revision: 1,
    state: 'verified',
    labels,
    changed: null,
  });
}

async function writePng(path: string, data: Uint8Array, size: number): Promise<void> {
  await sharp(data, { raw: { width: size, height: size, channels: 1 } })
    .toColourspace('b-w')
    .png()
    .toFile(path);
}
