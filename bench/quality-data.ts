import { copyFile, mkdir, readdir } from 'node:fs/promises';
import { extname, join, parse } from 'node:path';
import { prepare } from '../src/main/dataset/prepare.ts';
import { readMask } from '../src/main/images/masks.ts';
import { readGray, readHeader, readSize, writeGray, writeUpright } from '../src/main/images/png.ts';
import type { GrayImage } from '../src/shared/image/gray-image.ts';
import { resizeNearest } from '../src/shared/image/resize.ts';

const PICTURE = /\.(png|jpe?g|tiff?|webp)$/i;
/** What smears a mask's edges; above half of white is crack there. */
const LOSSY = ['jpeg', 'webp'];

export interface QualitySplit {
  readonly valRatio: number;
  /** The reference's 10 by default, but of few images a third. */
  readonly minValPos?: number | undefined;
}

/** Copies a public set into a training folder, as `copyPairs` does, and splits it, seed 42. */
export async function copyQualityData(from: string, to: string, { valRatio, minValPos }: QualitySplit): Promise<void> {
  const count = await copyPairs(from, to);
  const positives = minValPos ?? Math.min(10, Math.round(count / 3));
  await prepare({ dir: to, valRatio, minValPos: positives, seed: 42 });
}

/**
 * Copies the pictures of a public set (`images/`, `masks/` of the same stems) and says how many they are: those that are no PNG
 * become one, masks come to their image's size by the nearest pixel, whatever size they are shared at.
 */
export async function copyPairs(from: string, to: string): Promise<number> {
  for (const folder of ['images', 'masks']) await mkdir(join(to, folder));
  const names = (await readdir(join(from, 'images'))).filter(name => PICTURE.test(name));
  const masks = new Map((await readdir(join(from, 'masks'))).map(name => [parse(name).name, name]));
  for (const name of names) {
    const { name: stem } = parse(name);
    const image = join(to, 'images', `${stem}.png`);
    await copyPicture(join(from, 'images', name), image);
    const mask = masks.get(stem);
    if (mask !== undefined) await copyMask(join(from, 'masks', mask), join(to, 'masks', `${stem}.png`), image);
  }
  return names.length;
}

function copyPicture(from: string, to: string): Promise<void> {
  return extname(from).toLowerCase() === '.png' ? copyFile(from, to) : writeUpright(from, to);
}

async function copyMask(from: string, to: string, image: string): Promise<void> {
  const { width, height } = await readSize(image);
  const { format, ...size } = await readHeader(from);
  if (format === 'png' && size.width === width && size.height === height) return copyFile(from, to);
  const mask = LOSSY.includes(format) ? aboveHalf(await readGray(from)) : await readMask(from);
  await writeGray(to, resizeNearest(mask, width, height));
}

function aboveHalf({ data, ...size }: GrayImage): GrayImage {
  return { ...size, data: data.map(value => (value > 127 ? 255 : 0)) };
}
