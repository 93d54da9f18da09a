import { oneLine, StudioError } from '../../../../shared/errors.ts';
import type { Note } from '../../../../shared/interchange/notes.ts';
import type { Source } from '../../import/source.ts';
import { findClassList, parseClassList } from '../class-list.ts';
import type { ForeignImage, Side } from '../foreign.ts';
import type { Reading, ReadOptions } from '../format.ts';
import { sideOf, splitExtension, textLines } from '../names.ts';
import { INVERTED_SHARE } from './mask-codes.ts';
import { factsOf, flattened, type MaskFacts } from './mask-facts.ts';
import { labelsOfMask } from './mask-labels.ts';
import type { MaskPair } from './mask-pairs.ts';
import { readMaskFile } from './mask-reader.ts';
import { MaskSet } from './mask-set.ts';
import { findPairs } from './pairs-reader.ts';

/** Reads masks and the images that they belong to. Throws a StudioError. */
export async function readMasks(source: Source, options: ReadOptions = {}): Promise<Reading> {
  const pairs = await findPairs(source, options);
  const list = findClassList(source.files);
  const listed = list === undefined ? null : parseClassList((await source.readUtf8(list)).toString());
  const facts = new Map<string, MaskFacts>();
  for (const { mask } of pairs) {
    const found = mask === null ? null : await readMaskFile(source, mask).catch(unreadable);
    if (found && mask !== null) facts.set(mask, factsOf(flattened(found)));
  }
  const set = new MaskSet([...facts.values()], { listed, ...options });
  const sides = await listedSides(source);
  return {
    classes: set.classes,
    count: pairs.length,
    // Masks are pictures, too.
    pictures: [],
    async *images() {
      for (const pair of pairs) {
        const image = await readPair(source, pair, facts, set);
        yield { ...image, side: sides(pair) ?? pair.side };
      }
    },
  };
}

function unreadable(error: unknown): null {
  if (error instanceof StudioError) return null;
  throw error;
}

async function readPair(
  source: Source,
  { name, picture, mask: file, side, rivals }: MaskPair,
  facts: ReadonlyMap<string, MaskFacts>,
  set: MaskSet,
): Promise<ForeignImage> {
  const notes: Note[] = rivals.length > 0 ? [{ code: 'ambiguous-name', detail: `${name}: ${rivals.join(', ')}` }] : [];
  const place = { name, side, picture: picture === null ? null : { path: picture }, notes };
  const unknown = { ...place, state: 'unknown' as const, size: null, labels: [], pixels: null };
  if (file === null) return unknown;
  const own = facts.get(file);
  if (!own) {
    const reason = await readMaskFile(source, file).then(() => 'it has changed', oneLine);
    return { ...unknown, notes: [...notes, { code: 'bad-file', detail: reason }] };
  }
  const mask = flattened(await readMaskFile(source, file));
  const size = { width: mask.width, height: mask.height };
  const meaning = set.meaningOf(mask, own);
  const area = mask.width * mask.height;
  const percent = (pixels: number) => `${file}: ${Math.round((100 * pixels) / area)} % are crack`;
  if ('refused' in meaning) {
    const soft = `${file}: ${meaning.pixels} of ${area} pixels are neither crack nor background`;
    const detail = meaning.refused === 'inverted-mask' ? percent(meaning.pixels) : soft;
    return { ...unknown, size, notes: [...notes, { code: meaning.refused, detail }] };
  }
  const { labels, pixels } = labelsOfMask(mask, meaning.classOf, set.classes);
  const { voids, isCut, isInverted } = meaning;
  if (isCut) notes.push({ code: 'threshold', detail: file });
  if (isInverted) notes.push({ code: 'inverted', detail: file });
  if (voids > 0) notes.push({ code: 'void-pixels', count: voids, detail: `${file}: ${voids} pixels` });
  if (pixels > INVERTED_SHARE * area) notes.push({ code: 'looks-inverted', detail: percent(pixels) });
  const state = pixels > 0 ? 'labelled' : voids > 0 ? 'unknown' : 'empty';
  return { ...place, state, size, labels, pixels };
}

/** The side that `splits/train.txt`, `val.txt` and the like give to an image: by its name, with or without extension. */
async function listedSides(source: Source): Promise<(pair: MaskPair) => Side | null> {
  const sides = new Map<string, Side>();
  for (const file of source.files.filter(each => /\.txt$/i.test(each))) {
    const side = sideOf(splitExtension(file.slice(file.lastIndexOf('/') + 1))[0]);
    if (side === null) continue;
    for (const line of textLines((await source.readUtf8(file)).toString())) {
      sides.set(line.slice(line.lastIndexOf('/') + 1).normalize('NFC'), side);
    }
  }
  return ({ name }) => {
    const base = name.slice(name.lastIndexOf('/') + 1);
    return sides.get(base) ?? sides.get(splitExtension(base)[0]) ?? null;
  };
}
