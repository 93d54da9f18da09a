import type { Side } from '../foreign.ts';
import { splitExtension } from '../names.ts';
import { bareImage, bareMask, type Role } from './mask-roles.ts';

/** A picture by its place. */
export interface Placed {
  readonly file: string;
  readonly role: Role | null;
  readonly side: Side | null;
  /** Folders that do not say what lies in them, and the stem. */
  readonly key: string;
  readonly name: string;
}

/** A mask and the images that it fits. */
export interface Fit {
  readonly mask: Placed;
  readonly images: readonly Placed[];
}

/** The images that each mask fits: none, one, or several that nobody can tell apart. `isFar`: the folders of images and masks have nothing to do with each other. */
export function fitsOf(masks: readonly Placed[], images: readonly Placed[], isFar: boolean): readonly Fit[] {
  const [exactly, roughly] = [finder(images, isFar, key => key), finder(images, isFar, key => key.toLowerCase())];
  const find = (mask: Placed) => {
    const found = exactly(mask);
    return found.length > 0 ? found : roughly(mask);
  };
  return withLeftovers(
    masks.map(mask => ({ mask, images: find(mask) })),
    images,
  );
}

const stem = (key: string) => key.slice(key.lastIndexOf('/') + 1);

/** The first and the last part of a name: `pred-a`, `a_anything`. */
const PARTS = [/^[^_\-. ]+[_\-. ]+/, /[_\-. ]+[^_\-. ]+$/];
/** So many parts may be left out. */
const MOST_PARTS = 4;

/** Masks that fit nothing yet, beside images without a mask: where leaving parts of their names out leads to one image alone. */
function withLeftovers(fits: readonly Fit[], images: readonly Placed[]): readonly Fit[] {
  const taken = new Set(fits.flatMap(fit => fit.images));
  const left = grouped(
    images.filter(image => !taken.has(image)),
    ({ key }) => key.toLowerCase(),
  );
  const found = fits.map(({ mask, images: own }) =>
    own.length > 0 ? null : shortened(mask.key, key => left.get(key)),
  );
  const counts = grouped(
    found.flatMap(image => image ?? []),
    image => image,
  );
  return fits.map((fit, i) => {
    const image = found[i];
    return image && counts.get(image)?.length === 1 ? { ...fit, images: [image] } : fit;
  });
}

function shortened(key: string, find: (key: string) => readonly Placed[] | undefined): Placed | null {
  const [folder, name] = [key.slice(0, key.lastIndexOf('/') + 1), stem(key)].map(text => text.toLowerCase());
  let names = new Set([name]);
  for (let out = 0; out < MOST_PARTS; out++) {
    names = new Set([...names].flatMap(each => PARTS.map(part => each.replace(part, ''))));
    const images = new Set([...names].flatMap(each => find(folder + each) ?? []));
    if (images.size > 0) return images.size === 1 ? [...images][0] : null;
  }
  return null;
}

/**
 * The images that a mask fits: by name with extension, by stem, by stem without what says that it is a mask, and then that the
 * other is an image, and at last in whatever folder if one of both lies in none. Those of the mask's own side come first.
 */
function finder(images: readonly Placed[], isFar: boolean, spelt: (key: string) => string): (mask: Placed) => Placed[] {
  const byKey = grouped(images, ({ key }) => spelt(key));
  const byName = grouped(images, ({ key, file }) => spelt(key + splitExtension(file)[1]));
  const byBare = grouped(images, ({ key }) => spelt(bareImage(key)));
  const byStem = grouped(images, ({ key }) => spelt(stem(isFar ? bareImage(key) : key)));
  const anywhere = (mask: Placed) => {
    const found = byStem.get(spelt(stem(bareMask(mask.key))));
    return isFar ? nearest(mask, found) : found?.filter(({ key }) => !key.includes('/') || !mask.key.includes('/'));
  };
  const ofSide = (mask: Placed, found: Placed[] | undefined) => {
    const same = found?.filter(({ side }) => side === mask.side) ?? [];
    const open = found?.filter(({ side }) => side === null || mask.side === null) ?? [];
    return same.length > 0 ? same : open.length > 0 ? open : undefined;
  };
  return mask => {
    const [key, bare] = [mask.key, bareMask(mask.key)].map(spelt);
    return (
      ofSide(mask, byName.get(key)) ??
      ofSide(mask, byKey.get(key)) ??
      ofSide(mask, byName.get(bare)) ??
      ofSide(mask, byKey.get(bare)) ??
      ofSide(mask, byBare.get(bare)) ??
      ofSide(mask, anywhere(mask)) ??
      []
    );
  };
}

/** Those that share most of the folders before their names. */
function nearest({ file }: Placed, found: readonly Placed[] = []): Placed[] {
  const foldersOf = (path: string) => path.split('/').slice(0, -1).reverse();
  const own = foldersOf(file);
  const shared = ({ file: other }: Placed) => {
    const folders = foldersOf(other);
    const differing = folders.findIndex((folder, i) => folder !== own[i]);
    return differing < 0 ? folders.length : differing;
  };
  const most = Math.max(...found.map(shared));
  return found.filter(each => shared(each) === most);
}

export function grouped<T, K>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}
