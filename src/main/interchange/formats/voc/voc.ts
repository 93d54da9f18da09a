import { StudioError } from '../../../../shared/errors.ts';
import type { Source } from '../../import/source.ts';
import { findClassList, parseClassList } from '../class-list.ts';
import type { Format, Reading } from '../format.ts';
import type { MaskImage } from '../masks/mask-image.ts';
import { readMaskFile } from '../masks/mask-reader.ts';
import { isPictureName } from '../names.ts';
import { MOST_VALUES, vocClassNames, vocIndices } from './voc-classes.ts';
import type { VocEntry, VocRoot } from './voc-layout.ts';
import { findRoot, hasRoot, type Meaning, readEntries, readVocImage } from './voc-reader.ts';
import { writeVoc } from './voc-writer.ts';

/** The segmentation folders of the Pascal VOC challenge, as labelme's `labelme2voc` writes them, too. */
export const voc: Format<'voc'> = {
  id: 'voc',
  title: 'Pascal VOC segmentation',
  async recognise(source) {
    return hasRoot(source, false) ? 'SegmentationClass or ImageSets/Segmentation, and no labelmap.txt' : null;
  },
  read: async source => readFolder(source, findRoot(source)),
  write: writeVoc,
};

async function readFolder(source: Source, root: VocRoot): Promise<Reading> {
  const entries = await readEntries(source, root);
  const isBeside = (file: string) => file.startsWith(root.path) && !file.slice(root.path.length).includes('/');
  const list = findClassList(source.files.filter(isBeside));
  const listed = list === undefined ? null : parseClassList((await source.readUtf8(list)).toString());
  const ids = entries.map(({ id }) => id);
  const named = vocClassNames(await usedIndices(source, entries), listed, ids);
  const numbers = new Map(named.map(({ index }, i) => [index, i + 1]));
  const classes = named.map(({ name }) => name);
  // The lists of VOC's test sets name images whose masks were never published.
  const listedWithoutMask = 'unknown' as const;
  const reading = {
    classes,
    listedWithoutMask,
    understand: (mask: MaskImage, id: string) => understand(mask, id, numbers),
  };
  return {
    classes,
    count: entries.length,
    // Masks are pictures, too.
    pictures: source.files.filter(file => isPictureName(file) && !/(^|\/)Segmentation/i.test(file)),
    async *images() {
      for (const entry of entries) yield await readVocImage(source, entry, reading);
    },
  };
}

function understand(mask: MaskImage, id: string, numbers: ReadonlyMap<number, number>): Meaning {
  const meant = vocIndices(mask);
  const pixels = mask.width * mask.height;
  if ('undeclared' in meant) {
    const detail = `${id}: ${meant.undeclared} of ${pixels} pixels have colours that are not of VOC's palette`;
    return { refused: { code: 'undeclared-colour', detail } };
  }
  const { indexOf, voids } = meant;
  if (indexOf.size > MOST_VALUES) {
    const detail = `${id}: ${pixels} pixels of ${indexOf.size} different values are no classes`;
    return { refused: { code: 'soft-mask', detail } };
  }
  const classOf = (value: number) => numbers.get(indexOf.get(value)!) ?? 0;
  return {
    classOf,
    voids,
    notes: voids > 0 ? [{ code: 'void-pixels', count: voids, detail: `${id}: ${voids} pixels` }] : [],
  };
}

/** Every index that occurs, but those of masks that are none. */
async function usedIndices(source: Source, entries: readonly VocEntry[]): Promise<Set<number>> {
  const used = new Set<number>();
  for (const { classMask } of entries) {
    if (classMask === null) continue;
    const meant = await readMaskFile(source, classMask).then(vocIndices, error => {
      if (!(error instanceof StudioError)) throw error;
      return null;
    });
    if (!meant || 'undeclared' in meant || meant.indexOf.size > MOST_VALUES) continue;
    for (const index of meant.indexOf.values()) if (index > 0) used.add(index);
  }
  return used;
}
