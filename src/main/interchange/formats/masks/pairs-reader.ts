import type { Source } from '../../import/source.ts';
import type { ReadOptions } from '../format.ts';
import { isPictureName, splitExtension } from '../names.ts';
import { factsOf, flattened } from './mask-facts.ts';
import { type MaskPair, maskPairs } from './mask-pairs.ts';
import { readMaskFile } from './mask-reader.ts';
import type { Role } from './mask-roles.ts';

/** Folders that are looked at, and pictures of each. */
const FOLDERS = 40;
const SAMPLES = 3;
/** A mask has few different values; a picture that has more is none. */
const FEW = 8;

/**
 * The images of a source and their masks: by their names; where these say nothing, by what pictures look like; and where
 * somebody says that the source is masks and it is not told otherwise, each of its pictures is one.
 */
export async function findPairs(source: Source, { isNamed, elsewhere }: ReadOptions): Promise<MaskPair[]> {
  const options = { root: rootOf(source), ...(elsewhere && { elsewhere }) };
  const byName = maskPairs(source.files, options);
  if (hasMasks(byName) || !source.files.some(isPictureName)) return byName;
  const byLook = maskPairs(source.files, { ...options, roles: await rolesByLook(source) });
  if (hasMasks(byLook) || !isNamed) return byLook;
  return maskPairs(source.files, { ...options, areAllMasks: true });
}

export function hasMasks(pairs: readonly MaskPair[]): boolean {
  return pairs.some(({ mask, rivals }) => mask !== null || rivals.length > 0);
}

function rootOf({ path, files }: Source): string {
  const name =
    path
      .replace(/[/\\]+$/, '')
      .split(/[/\\]/)
      .at(-1) ?? '';
  return files.length === 1 && name === files[0] ? '' : splitExtension(name)[0];
}

/** What lies in each folder, where one kind of pictures is masks and the other is not; else nothing is said. */
async function rolesByLook(source: Source): Promise<ReadonlyMap<string, Role>> {
  const folders = new Map<string, string[]>();
  for (const file of source.files.filter(isPictureName)) {
    const folder = file.slice(0, Math.max(0, file.lastIndexOf('/')));
    const own = folders.get(folder);
    if (own) own.push(file);
    else folders.set(folder, [file]);
  }
  const roles = new Map<string, Role>();
  for (const [folder, files] of folders.size > FOLDERS ? [] : folders) {
    const samples = [0, 0.5, 1].slice(0, SAMPLES).map(share => files[Math.floor(share * (files.length - 1))]);
    const looks = await Promise.all([...new Set(samples)].map(file => looksLikeMask(source, file)));
    roles.set(folder, looks.every(Boolean) ? 'mask' : 'image');
  }
  return new Set(roles.values()).size > 1 ? roles : new Map();
}

async function looksLikeMask(source: Source, file: string): Promise<boolean> {
  const mask = await readMaskFile(source, file).catch(() => null);
  const facts = mask && factsOf(flattened(mask));
  return facts !== null && !facts.isLossy && facts.counts !== null && facts.counts.size <= FEW;
}
