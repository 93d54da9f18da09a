import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { writeGray } from '../../src/main/images/png.ts';
import type { GrayImage } from '../../src/shared/image/gray-image.ts';

/** Draws a picture from text: each character is looked up in `values`. */
export function drawn(rows: readonly string[], values: Readonly<Record<string, number>>): GrayImage {
  return {
    width: rows[0].length,
    height: rows.length,
    data: Uint8Array.from(rows.join(''), character => values[character]),
  };
}

/** A training folder of drawn pictures, where `#` is dark (crack to the tiny model) and masks have `#` for crack. */
export async function writeLabelledFolder(
  dir: string,
  pairs: Readonly<Record<string, { image: readonly string[]; mask: readonly string[] }>>,
): Promise<void> {
  for (const folder of ['images', 'masks']) await mkdir(join(dir, folder), { recursive: true });
  for (const [name, { image, mask }] of Object.entries(pairs)) {
    await writeGray(join(dir, 'images', name), drawn(image, { '#': 0, '.': 255 }));
    await writeGray(join(dir, 'masks', name), drawn(mask, { '#': 255, '.': 0 }));
  }
}
