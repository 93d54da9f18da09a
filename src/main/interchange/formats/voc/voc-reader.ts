import { oneLine, StudioError } from '../../../../shared/errors.ts';
import type { Note } from '../../../../shared/interchange/notes.ts';
import type { Source } from '../../import/source.ts';
import type { ForeignImage } from '../foreign.ts';
import type { MaskImage } from '../masks/mask-image.ts';
import { type ClassOfValue, instancesOf, labelsOfMask } from '../masks/mask-labels.ts';
import { readMaskFile } from '../masks/mask-reader.ts';
import { type VocEntry, type VocRoot, vocEntries, vocListFiles, vocRoots } from './voc-layout.ts';

/** Whether there is a folder in VOC's layout with, or without, a label map. */
export function hasRoot(source: Source, withLabelMap: boolean): boolean {
  return vocRoots(source.files).some(root => root.hasLabelMap === withLabelMap);
}

/** The one folder in VOC's layout. Throws a StudioError when there is none, or several. */
export function findRoot(source: Source): VocRoot {
  const roots = vocRoots(source.files);
  if (roots.length === 1) return roots[0];
  if (roots.length === 0) throw new StudioError(`Cannot read ${source.path}: it has no SegmentationClass folder.`);
  const names = roots.map(({ path }) => path || '.').join(', ');
  throw new StudioError(`Cannot read ${source.path}: it holds several sets (${names}); take in one after the other.`);
}

/** Throws a StudioError when a list cannot be read. */
export async function readEntries(source: Source, root: VocRoot): Promise<VocEntry[]> {
  const lists = await Promise.all(
    vocListFiles(source.files, root).map(async file => ({
      name: file.slice(file.lastIndexOf('/') + 1, -'.txt'.length),
      text: (await source.readUtf8(file)).toString(),
    })),
  );
  return vocEntries(source.files, root, lists);
}

/** What a class mask means: the class of each of its values, or why nobody can tell. */
export type Meaning =
  | { readonly classOf: ClassOfValue; readonly notes: readonly Note[]; readonly voids?: number }
  | { readonly refused: Note };

export interface VocReading {
  readonly classes: readonly string[];
  /** What a listed image without a mask is. */
  readonly listedWithoutMask: 'empty' | 'unknown';
  understand(mask: MaskImage, id: string): Meaning;
}

/** One image: its labels by its masks, or why there are none. */
export async function readVocImage(source: Source, entry: VocEntry, reading: VocReading): Promise<ForeignImage> {
  const notes: Note[] = [];
  if (entry.pictures.length > 1) notes.push({ code: 'same-stem', detail: entry.pictures.join(', ') });
  const [picture] = entry.pictures;
  const image = {
    name: entry.id,
    side: entry.side,
    size: null,
    labels: [],
    pixels: null,
    picture: picture === undefined ? null : { path: picture },
  };
  if (entry.classMask === null) {
    const isUntold = entry.objectMask !== null;
    if (isUntold) notes.push({ code: 'bad-file', detail: `${entry.objectMask} has no SegmentationClass beside it` });
    const isLookedAt = entry.listed === 'yes' && !isUntold;
    return { ...image, notes, state: isLookedAt ? reading.listedWithoutMask : 'unknown' };
  }
  try {
    const mask = await readMaskFile(source, entry.classMask);
    return { ...image, ...(await labelled(source, entry, mask, reading, notes)), notes };
  } catch (error) {
    if (!(error instanceof StudioError)) throw error;
    return { ...image, notes: [...notes, { code: 'bad-file', detail: oneLine(error) }], state: 'unknown' };
  }
}

async function labelled(
  source: Source,
  { id, listed, objectMask }: VocEntry,
  mask: MaskImage,
  reading: VocReading,
  notes: Note[],
): Promise<Pick<ForeignImage, 'state' | 'size' | 'labels' | 'pixels'>> {
  const size = { width: mask.width, height: mask.height };
  const meaning = reading.understand(mask, id);
  if ('refused' in meaning) {
    notes.push(meaning.refused);
    return { state: 'unknown', size, labels: [], pixels: null };
  }
  notes.push(...meaning.notes);
  const instances = objectMask === null ? null : await readInstances(source, objectMask, mask, notes);
  const { labels, pixels } = labelsOfMask(mask, meaning.classOf, reading.classes, instances);
  if (pixels > 0) return { state: 'labelled', size, labels, pixels };
  // Without a list to say that somebody looked, or with pixels that nobody wanted to decide on, nothing says that it is empty.
  return { state: listed !== 'no' && !meaning.voids ? 'empty' : 'unknown', size, labels, pixels };
}

/** The instances are a help only: without them each class is one label. */
async function readInstances(source: Source, file: string, { width, height }: MaskImage, notes: Note[]) {
  try {
    const mask = await readMaskFile(source, file);
    if (mask.width === width && mask.height === height) return instancesOf(mask);
    notes.push({
      code: 'bad-file',
      detail: `${file} is not of the size of its SegmentationClass; instances are not told apart`,
    });
  } catch (error) {
    if (!(error instanceof StudioError)) throw error;
    notes.push({ code: 'bad-file', detail: oneLine(error) });
  }
  return null;
}
