import type { Side } from '../foreign.ts';
import { byCodePoint, isPictureName, splitExtension } from '../names.ts';
import { fitsOf, grouped, type Placed } from './mask-fits.ts';
import { bareImage, bareMask, isSurelyMask, type Role, readFolder, saysMask } from './mask-roles.ts';

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

/** What is known beside the names of files. */
export interface PairOptions {
  /** The name of the folder that holds the files. */
  readonly root: string;
  /** What lies in folders whose names do not say it. */
  readonly roles?: ReadonlyMap<string, Role>;
  /** Whether every picture is a mask: the images are elsewhere. */
  readonly areAllMasks?: boolean;
  /** Names of images that are elsewhere. */
  readonly elsewhere?: readonly string[];
}

/**
 * Pairs pictures with masks: a mask lies in a folder of masks (`masks`, `gt`, `train_labels`, …), or its name says so (`_mask`,
 * `gt-`, …), or it is a PNG beside a JPEG of the same stem where nothing else says what is a mask. Folders called train, val or
 * test give the side.
 */
export function maskPairs(files: readonly string[], options: PairOptions): MaskPair[] {
  const placed = files.filter(isPictureName).map(file => place(file, options));
  const known = placed.filter(({ role }) => role !== 'neither');
  if (options.areAllMasks) return pairedElsewhere(options.elsewhere ?? [], known);
  const isImage = new Set(
    known.filter(each => each.role !== 'mask' && !saysMask(each.key)).map(({ key }) => bareImage(key)),
  );
  const isMask = ({ role, key }: Placed) =>
    role === 'mask' || (role === null && (isSurelyMask(key) || (saysMask(key) && isImage.has(bareMask(key)))));
  const masks = known.filter(isMask);
  const images = known.filter(each => !isMask(each));
  if (masks.length === 0) return paired(...beside(images));
  if (images.length === 0) return pairedElsewhere(options.elsewhere ?? [], masks);
  return paired(images, masks, options.roles !== undefined);
}

/** Images that are elsewhere keep their names, by which they are found; those without a mask are none of this source. */
function pairedElsewhere(files: readonly string[], masks: readonly Placed[]): MaskPair[] {
  const images = files.map(file => ({ ...place(file, { root: '' }), name: file }));
  const pairs = paired(images, masks, true).filter(({ mask, rivals }) => mask !== null || rivals.length > 0);
  return pairs.map(pair => ({ ...pair, picture: null }));
}

function place(file: string, { root, roles }: PairOptions): Placed {
  const folders = file.split('/');
  const name = folders.pop()!;
  const read = folders.map(readFolder);
  const told = roles?.get(folders.join('/'));
  const role = told ?? [readFolder(root), ...read].findLast(each => each.role !== null)?.role ?? null;
  const kept = read.flatMap((each, i) => each.side ?? (each.role === null ? folders[i] : []));
  const path = [...kept, name].join('/').normalize('NFC');
  const side = read.findLast(each => each.side)?.side ?? null;
  const bare = [...read.flatMap((each, i) => (each.side || each.role ? [] : folders[i])), name]
    .join('/')
    .normalize('NFC');
  return { file, role, side, key: splitExtension(bare)[0], name: path };
}

/** Of two files of one stem, outside a folder of images, the lossless one is the mask of the JPEG. */
function beside(files: readonly Placed[]): [images: Placed[], masks: Placed[]] {
  const isJpeg = ({ file }: Placed) => /\.jpe?g$/i.test(file);
  const placeOf = ({ side, key }: Placed) => `${side}/${key}`;
  const jpegs = new Set(files.filter(each => isJpeg(each) && each.role === null).map(placeOf));
  const masks = files.filter(each => !isJpeg(each) && each.role === null && jpegs.has(placeOf(each)));
  return [files.filter(each => !masks.includes(each)), masks];
}

/** `isFar`: the folders of images and masks have nothing to do with each other. */
function paired(images: readonly Placed[], masks: readonly Placed[], isFar = false): MaskPair[] {
  if (masks.length === 0) return [];
  const fits = fitsOf(masks, images, isFar);
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
    nameOfOrphan,
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
const nameOfOrphan = ({ name }: Placed) => bareMask(splitExtension(name)[0]);
