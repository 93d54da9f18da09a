import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { openSource, type Source } from '../../src/main/interchange/import/source.ts';
import { temporaryFolder } from './pictures.ts';

/** Values of each pixel by its character. */
export type Legend = Readonly<Record<string, readonly number[]>>;

/** PNG of text: each character is looked up in `legend`; 1, 2, 3 or 4 channels, of 8 or 16 bits. */
export async function png(rows: readonly string[], legend: Legend, bits: 8 | 16 = 8): Promise<Buffer> {
  const values = Array.from(rows.join('')).flatMap(character => [...legend[character]]);
  const channels = legend[rows[0][0]].length as 1 | 2 | 3 | 4;
  const data = bits === 16 ? Uint16Array.from(values) : Uint8Array.from(values);
  const image = sharp(data, { raw: { width: rows[0].length, height: rows.length, channels } });
  const gray = bits === 16 ? 'grey16' : 'b-w';
  const colour = bits === 16 ? 'rgb16' : 'srgb';
  return image
    .toColourspace(channels <= 2 ? gray : colour)
    .png()
    .toBuffer();
}

/** Opens a folder that holds these files. */
export async function folderOf(files: Readonly<Record<string, string | Uint8Array>>): Promise<Source> {
  const folder = temporaryFolder();
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return openSource(folder);
}

/** A BMP of text, `#` white on black: bottom row first and rows padded to 4 bytes, as programs write it. */
export function bmp(rows: readonly string[], bits: number): Buffer {
  const [width, height] = [rows[0].length, rows.length];
  const colours = bits <= 8 ? 2 ** bits : 0;
  const stride = Math.ceil((width * bits) / 32) * 4;
  const start = 54 + 4 * colours;
  const bytes = Buffer.alloc(start + stride * height);
  bytes.write('BM', 0, 'latin1');
  bytes.writeUInt32LE(bytes.length, 2);
  bytes.writeUInt32LE(start, 10);
  for (const [at, value] of [
    [14, 40],
    [18, width],
    [22, height],
  ] as const)
    bytes.writeUInt32LE(value, at);
  bytes.writeUInt16LE(1, 26);
  bytes.writeUInt16LE(bits, 28);
  if (colours > 0) bytes.fill(255, start - 4, start - 1);
  for (const [y, row] of [...rows].reverse().entries()) {
    for (const [x, character] of [...row].entries()) {
      if (character !== '#') continue;
      const at = start + y * stride + Math.floor((x * bits) / 8);
      if (bits >= 24) bytes.fill(255, at, at + 3);
      else bytes[at] |= (2 ** bits - 1) << (8 - bits - ((x * bits) % 8));
    }
  }
  return bytes;
}

/** A gray PNG of 1, 2 or 4 bits, which sharp does not write: digits are values, `.` is 0. */
export function packedGray(rows: readonly string[], bits: 1 | 2 | 4): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(rows[0].length, 0);
  header.writeUInt32BE(rows.length, 4);
  header[8] = bits;
  const lines = rows.map(row => {
    // The first byte of each row names its filter: none.
    const line = Buffer.alloc(1 + Math.ceil((row.length * bits) / 8));
    for (const [x, character] of [...row].entries()) {
      const value = character === '.' ? 0 : Number(character);
      line[1 + Math.floor((x * bits) / 8)] |= value << (8 - bits - ((x * bits) % 8));
    }
    return line;
  });
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    check.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, check]);
  };
  const signature = Buffer.from('89504e470d0a1a0a', 'hex');
  const data = chunk('IDAT', deflateSync(Buffer.concat(lines)));
  return Buffer.concat([signature, chunk('IHDR', header), data, chunk('IEND', Buffer.alloc(0))]);
}
