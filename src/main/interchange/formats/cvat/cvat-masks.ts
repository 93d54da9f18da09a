import { StudioError } from '../../../../shared/errors.ts';
import type { Note } from '../../../../shared/interchange/notes.ts';
import type { Source } from '../../import/source.ts';
import type { Format, Reading } from '../format.ts';
import type { MaskImage } from '../masks/mask-image.ts';
import { readMaskFile } from '../masks/mask-reader.ts';
import { isPictureName } from '../names.ts';
import { type VocEntry, type VocRoot, vocFile } from '../voc/voc-layout.ts';
import { findRoot, hasRoot, type Meaning, readEntries, readVocImage } from '../voc/voc-reader.ts';
import { writeCvatMasks } from './cvat-masks-writer.ts';
import { type LabelMap, parseLabelMap } from './label-map.ts';
import { linesOfMask, MapClasses } from './label-map-classes.ts';

/** CVAT's "Segmentation mask 1.1": Pascal VOC's folders with a label map. */
export const cvatMasks: Format<'cvat-masks'> = {
  id: 'cvat-masks',
  title: 'CVAT "Segmentation mask 1.1"',
  async recognise(source) {
    return hasRoot(source, true) ? 'labelmap.txt and the folders of Pascal VOC' : null;
  },
  read: async source => readFolder(source, findRoot(source)),
  write: writeCvatMasks,
};

async function readFolder(source: Source, root: VocRoot): Promise<Reading> {
  const file = vocFile(source.files, root, /^labelmap\.txt$/i);
  if (!file) throw new StudioError(`Cannot read ${source.path}: it has no labelmap.txt.`);
  const map = parseLabelMap((await source.readUtf8(file)).toString(), `${source.path}/${file}`);
  const entries = await readEntries(source, root);
  const classes = new MapClasses(map, await missingLines(source, entries, map));
  const reading = {
    classes: classes.names,
    listedWithoutMask: 'empty' as const,
    understand: (mask: MaskImage, id: string) => understand(mask, id, map, classes),
  };
  return {
    classes: classes.names,
    count: entries.length,
    // Masks are pictures, too.
    pictures: source.files.filter(file => isPictureName(file) && !/(^|\/)Segmentation/i.test(file)),
    async *images() {
      for (const entry of entries) yield await readVocImage(source, entry, reading);
    },
  };
}

function understand(mask: MaskImage, id: string, map: LabelMap, classes: MapClasses): Meaning {
  const meant = linesOfMask(mask, map);
  if ('undeclared' in meant) {
    const pixels = `${meant.undeclared} of ${mask.width * mask.height} pixels`;
    const detail = `${id}: ${pixels} have colours that are not in labelmap.txt, such as ${meant.examples.join(', ')}`;
    return { refused: { code: 'undeclared-colour', detail } };
  }
  const { lineOf, isByIndex } = meant;
  const notes: Note[] = [];
  if (map.ambiguity && !isByIndex) notes.push({ code: 'background-ambiguous', detail: `${id}: ${map.ambiguity}` });
  const drawn = [...lineOf.values()].find(line => classes.isDrawnBackground(line));
  if (drawn !== undefined) notes.push({ code: 'background-class', detail: `${id}: ${map.lines[drawn].name}` });
  return { classOf: (value, isInstance) => classes.numberOf(lineOf.get(value)!, isByIndex, isInstance), notes };
}

/** Lines that gray or palette masks name but the label map lacks. Truecolour masks, which CVAT writes, are not decoded. */
async function missingLines(source: Source, entries: readonly VocEntry[], map: LabelMap): Promise<number[]> {
  const missing = new Set<number>();
  for (const { classMask } of entries) {
    if (classMask === null || isTruecolour(await source.read(classMask))) continue;
    const mask = await readMaskFile(source, classMask).catch(() => null);
    const meant = mask && linesOfMask(mask, map);
    if (!meant || 'undeclared' in meant || !meant.isByIndex) continue;
    for (const line of meant.lineOf.values()) if (line >= map.lines.length) missing.add(line);
  }
  return [...missing].sort((a, b) => a - b);
}

/** Bit 1 of a PNG's colour type (byte 25), without bit 0, which is a palette (RFC 2083). */
function isTruecolour(bytes: Buffer): boolean {
  return bytes.length > 25 && (bytes[25] & 3) === 2;
}
