import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import sharp from 'sharp';

/** A fresh folder of this test's own. */
export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'studio-test-'));
}

/** Writes an 8-bit PNG of 1, 3 or 4 channels and returns its bytes. */
export async function writePicture(
  path: string,
  width: number,
  height: number,
  values: ArrayLike<number> | ((pixel: number) => number),
  channels: 1 | 3 | 4 = 1,
): Promise<Buffer> {
  const length = width * height * channels;
  const data =
    typeof values === 'function' ? Uint8Array.from({ length }, (_, i) => values(i)) : Uint8Array.from(values);
  const image = sharp(data, { raw: { width, height, channels } });
  const bytes = await (channels === 1 ? image.toColourspace('b-w') : image).png().toBuffer();
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, bytes);
  return bytes;
}
