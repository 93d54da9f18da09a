import type { Side } from '../foreign.ts';
import { byCodePoint, isPictureName, sideOf, splitExtension } from '../names.ts';

/** An image and its mask, as far as names tell. */
export interface MaskPair {
  /** Path without the folders that only say what lies in them; with extension if there is a picture. */
  readonly name: string;
  readonly picture: string | null;
  readonly mask: string | null;
  readonly side: Side | null;
  /** Why nobody can tell which mask is whose: the files that fit. */
  readonly rivals: readonly string[];
}

const MASK_FOLDERS = /^(masks?|gts?|groundtruths?|labels?|annotations?|segmentations?|segs?)$/;
const IMAGE_FOLDERS = /^(images?|imgs?|jpegimages|pictures?|photos?|frames?|rgb|inputs?|originals?)$/;
/** What tells a mask from its image where both lie in one folder. */
const SUFFIX = /[_-](labels?|masks?|gt)$/i;

interface Placed {
  readonly file: string;
  readonly role: 'image' | 'mask' | null;
  readonly side: Side | null;
  /** Folders that do not say what lies in them, and the stem. */
  readonly key: string;
  readonly name: string;
}

/**
 * Pairs pictures with masks: a mask lies in a folder of masks (`masks`, `gt`, `train_labels`, …; `root` is the name of the folder
 * that holds the files), or bears a suffix (`_mask`, `-gt`, …), or is a PNG beside a JPEG of the same stem where nothing else
 * says what is a mask. Folders called train, val or test give the side.
 */
export function maskPairs(files: readonly string[], root: string): MaskPair[] {
  const placed = files.filter(isPictureName).map(file => place(file, root));
  const isMask = ({ role, key }: Placed) => role === 'mask' || (role === null && SUFFIX.test(key));
  const masks = placed.filter(isMask);
  const images = placed.filter(each => !isMask(each));
  return masks.length > 0 ? paired(images, masks) : paired(...beside(images));
}

function place(file: string, root: string): Placed {
  const folders = file.split('/');
  const name = folders.pop()!;
  const read = folders.map(readFolder);
  const role = [readFolder(root), ...read].findLast(each => each.role !== null)?.role ?? null;
  const kept = read.flatMap((each, i) => each.side ?? (each.role === null ? folders[i] : []));
  const path = [...kept, name].join('/').normalize('NFC');
  return { file, role, side: read.findLast(each => each.side)?.side ?? null, key: splitExtension(path)[0], name: path };
}

/** `train_masks`, `val`, `Ground Truth`, … */
function readFolder(folder: string): Pick<Placed, 'role' | 'side'> {
  const words = folder.toLowerCase().split(/[_\-\s]+/);
  const side = words.map(sideOf).find(each => each !== null) ?? null;
  const rest = words.filter(word => sideOf(word) === null).join('');
  const role = MASK_FOLDERS.test(rest) ? 'mask' : IMAGE_FOLDERS.test(rest) ? 'image' : null;
  return rest === '' || role !== null ? { role, side } : { role: null, side: null };
}

/** Of two files of one stem, outside a folder of images, the lossless one is the mask of the JPEG. */
function beside(files: readonly Placed[]): [images: Placed[], masks: Placed[]] {
  const isJpeg = ({ file }: Placed) => /\.jpe?g$/i.test(file);
  const jpegs = new Set(files.filter(each => isJpeg(each) && each.role === null).map(({ key }) => key));
  const masks = files.filter(each => !isJpeg(each) && each.role === null && jpegs.has(each.key));
  return [files.filter(each => !masks.includes(each)), masks];
}

function paired(images: readonly Placed[], masks: readonly Placed[]): MaskPair[] {
  if (masks.length === 0) return [];
  const find = finder(images);
  const fits = masks.map(mask => ({ mask, images: find(mask) }));
  const byImage = grouped(
    fits.flatMap(({ mask, images: own }) => own.map(image => ({ mask, image, rivals: own.length > 1 ? own : [] }))),
    ({ image }) => image,
  );
  const ofImages = images.map(({ file, name, side }, i): MaskPair => {
    const own = byImage.get(images[i]) ?? [];
    const rivals = [...(own.length > 1 ? own.map(({ mask }) => mask) : []), ...own.flatMap(each => each.rivals)];
    const mask = own.length === 1 && rivals.length === 0 ? own[0].mask : null;
    return { name, picture: file, mask: mask?.file ?? null, side: side ?? mask?.side ?? null, rivals: filesOf(rivals) };
  });
  const orphans = grouped(
    fits.filter(fit => fit.images.length === 0).map(({ mask }) => mask),
    bare,
  );
  const ofMasks = [...orphans].map(([name, own]): MaskPair => {
    const isOne = own.length === 1;
    return {
      name,
      picture: null,
      mask: isOne ? own[0].file : null,
      side: own[0].side,
      rivals: isOne ? [] : filesOf(own),
    };
  });
  return [...ofImages, ...ofMasks].sort((a, b) => byCodePoint(a.name, b.name));
}

const filesOf = (placed: readonly Placed[]) => [...new Set(placed.map(({ file }) => file))];
const bare = ({ key }: Placed) => key.replace(SUFFIX, '');
const stem = (key: string) => key.slice(key.lastIndexOf('/') + 1);

/** The images that a mask fits: by name with extension, by stem, by stem without suffix, and at last in whatever folder if one of both lies in none. */
function finder(images: readonly Placed[]): (mask: Placed) => Placed[] {
  const byName = grouped(images, ({ name }) => name);
  const byKey = grouped(images, ({ key }) => key);
  const byStem = grouped(images, ({ key }) => stem(key));
  const anywhere = (mask: Placed) =>
    byStem.get(stem(bare(mask)))?.filter(({ key }) => !key.includes('/') || !mask.key.includes('/'));
  return mask =>
    byName.get(mask.key) ??
    byKey.get(mask.key) ??
    byName.get(bare(mask)) ??
    byKey.get(bare(mask)) ??
    anywhere(mask) ??
    [];
}

function grouped<T, K>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}
