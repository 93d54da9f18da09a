import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';

const SIZES = [16, 24, 32, 48, 64, 128, 256, 512, 1024] as const;

/** The kinds of picture in an .icns by their side, px (icon services' `ic07` … `icp6`: PNG is allowed in each). */
const ICNS: readonly (readonly [kind: string, side: (typeof SIZES)[number]])[] = [
  ['icp4', 16],
  ['icp5', 32],
  ['icp6', 64],
  ['ic07', 128],
  ['ic08', 256],
  ['ic09', 512],
  ['ic10', 1024],
];

/** The largest side that an .ico can name, px. */
const ICO_LIMIT = 256;

/** Draws the icons of all systems from one SVG into a folder: `<side>x<side>.png`, `icon.ico`, `icon.icns`. */
export async function makeIcons(svg: string, folder: string): Promise<void> {
  await mkdir(join(folder, 'png'), { recursive: true });
  const source = await readFile(svg);
  const draw = async (side: number) => [side, await sharp(source).resize(side, side).png().toBuffer()] as const;
  const pngs = new Map<number, Buffer>(await Promise.all(SIZES.map(draw)));
  for (const [side, png] of pngs) await writeFile(join(folder, 'png', `${side}x${side}.png`), png);
  await writeFile(join(folder, 'icon.ico'), ico([...pngs].filter(([side]) => side <= ICO_LIMIT)));
  await writeFile(join(folder, 'icon.icns'), icns(ICNS.map(([kind, side]) => [kind, pngs.get(side)!])));
}

/** An .ico of PNGs: a head of 6 bytes, 16 bytes for each picture, the pictures. */
function ico(pictures: readonly (readonly [side: number, png: Buffer])[]): Buffer {
  const head = Buffer.alloc(6 + 16 * pictures.length);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(pictures.length, 4);
  let offset = head.length;
  for (const [index, [side, png]] of pictures.entries()) {
    const at = 6 + 16 * index;
    head.writeUInt8(side % ICO_LIMIT, at);
    head.writeUInt8(side % ICO_LIMIT, at + 1);
    head.writeUInt16LE(1, at + 4);
    head.writeUInt16LE(32, at + 6);
    head.writeUInt32LE(png.length, at + 8);
    head.writeUInt32LE(offset, at + 12);
    offset += png.length;
  }
  return Buffer.concat([head, ...pictures.map(([, png]) => png)]);
}

/** An .icns: kind and length before each picture and before all. */
function icns(pictures: readonly (readonly [kind: string, png: Buffer])[]): Buffer {
  const chunk = (kind: string, ...parts: Buffer[]) => {
    const body = Buffer.concat(parts);
    const head = Buffer.alloc(8);
    head.write(kind, 'latin1');
    head.writeUInt32BE(body.length + 8, 4);
    return Buffer.concat([head, body]);
  };
  return chunk('icns', ...pictures.map(([kind, png]) => chunk(kind, png)));
}
