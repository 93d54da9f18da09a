import { meaningsOf, partsOf, UPLOAD, withoutUploadMark } from './name-meanings.ts';

/** What a name of another tool stands for, among the names that are there. */
export type Match =
  | { readonly kind: 'found'; readonly target: string }
  /** It, or another name of the source, fits as well. */
  | { readonly kind: 'ambiguous' }
  | { readonly kind: 'none' }
  /** No file may bear it: it leads upwards, or holds control characters. */
  | { readonly kind: 'bad' };

/** Endings that a tool may leave out or change when it names a picture. */
const EXTENSION = /\.(png|jpe?g|jfif|jp2|bmp|tiff?|webp|gif|avif)$/i;
/** How much worse a fit is for each folder left out, another extension, other case. */
const FOLDER = 4;
const OTHER_EXTENSION = 1;
const OTHER_CASE = 2;
/** A collected sample is called `<video>__<base>.png` in the training set; its base alone is a worse fit than any. */
const SAMPLE = 1000;

export function withoutExtension(name: string): string {
  return name.replace(EXTENSION, '');
}

/** The name without folders: `cam1/a/0001.jpg` -> `cam1_a_0001`. */
export function flatName(parts: readonly string[]): string {
  return withoutExtension(parts.join('_'));
}

/** What an upload is called: blanks become `_`, and what is neither letter nor digit nor `_`, `-` or `.` is gone (Django). */
function uploadKeyOf(flat: string): string {
  const kept = flat
    .trim()
    .replace(/\s/g, '_')
    .replace(/[^\p{L}\p{M}\p{N}_.-]/gu, '');
  return `upload/${keyOf(kept)}`;
}

interface Entry {
  readonly target: string;
  readonly flat: string;
  readonly extension: string;
  readonly cost: number;
}

/**
 * Finds names among `targets`: by the whole name with its extension, without, with folders flattened to `cam1_a_0001`,
 * then with the leading folders of either side left out, one after the other, down to the base name; capital letters
 * count only where that decides; at last as what a web server makes of a name. The best fit wins; two as good are ambiguous.
 */
export class NameMatcher {
  readonly #entries = new Map<string, Entry[]>();

  constructor(targets: Iterable<string>) {
    for (const target of targets) this.#add(target);
  }

  #add(target: string): void {
    const parts = partsOf(target);
    if (!parts) return;
    const extension = extensionOf(target);
    const upload = withoutUploadMark(parts);
    const others = upload ? keysOf(upload).map(([flat, cost]) => [flat, cost + UPLOAD] as const) : [];
    for (const [flat, cost] of [...keysOf(parts), ...others]) {
      const entry = { target, flat, extension, cost };
      for (const key of [keyOf(flat), uploadKeyOf(flat)]) {
        const entries = this.#entries.get(key);
        if (entries) entries.push(entry);
        else this.#entries.set(key, [entry]);
      }
    }
  }

  /** The best fits and how bad they are: 0 is the name itself, and `isOther` where it is only what a web server made of it. */
  find(name: string): Found | 'bad' {
    const meanings = meaningsOf(name);
    if (meanings.length === 0) return 'bad';
    let best: Found = { targets: [], cost: Number.POSITIVE_INFINITY, isOther: false };
    for (const { parts, cost: meant, isUpload } of meanings) {
      const extension = extensionOf(parts[parts.length - 1]);
      for (const [flat, left] of keysOf(parts)) {
        for (const entry of this.#entries.get(isUpload ? uploadKeyOf(flat) : keyOf(flat)) ?? []) {
          const cost = meant + left + entry.cost + difference(entry, flat, extension);
          if (cost > best.cost) continue;
          const targets = cost < best.cost ? [] : best.targets;
          best = { targets: [...new Set([...targets, entry.target])], cost, isOther: meant > 0 };
        }
      }
    }
    return best;
  }
}

export interface Found {
  readonly targets: readonly string[];
  readonly cost: number;
  readonly isOther: boolean;
}

function difference(entry: Entry, flat: string, extension: string): number {
  const sameCase = entry.flat.normalize() === flat.normalize();
  return (entry.extension === extension ? 0 : OTHER_EXTENSION) + (sameCase ? 0 : OTHER_CASE);
}

function extensionOf(name: string): string {
  return EXTENSION.exec(name)?.[1].toLowerCase() ?? '';
}

/** macOS takes names apart into letters and accents. */
function keyOf(flat: string): string {
  return flat.normalize().toLowerCase();
}

/** Every way to call a file, with how much it leaves out. */
function keysOf(parts: readonly string[]): [flat: string, cost: number][] {
  const last = withoutExtension(parts.at(-1) ?? '');
  const keys = parts.map((_, i): [string, number] => [flatName(parts.slice(i)), FOLDER * i]);
  // `<video>/images/<base>.png`, as Collect keeps it.
  parts.slice(0, -1).forEach((folder, i) => {
    keys.push([`${folder}__${last}`, FOLDER * (i + 1)]);
  });
  const base = last.indexOf('__');
  if (base > 0) keys.push([last.slice(base + 2), SAMPLE]);
  return keys;
}

/**
 * What each of the names stands for. A target belongs to the name that fits it best; where two fit as well, neither has it,
 * and a name whose target went to a better one stands for nothing.
 */
export function matchNames(names: readonly string[], matcher: NameMatcher): Match[] {
  const found = names.map(name => matcher.find(name));
  const best = new Map<string, { cost: number; count: number }>();
  for (const each of found) {
    if (each === 'bad' || each.targets.length !== 1) continue;
    const holder = best.get(each.targets[0]);
    if (!holder || each.cost < holder.cost) best.set(each.targets[0], { cost: each.cost, count: 1 });
    else if (each.cost === holder.cost) holder.count++;
  }
  return found.map((each): Match => {
    if (each === 'bad') return { kind: 'bad' };
    if (each.targets.length === 0) return { kind: 'none' };
    if (each.targets.length > 1) return { kind: 'ambiguous' };
    const [target] = each.targets;
    const holder = best.get(target);
    if (holder?.cost !== each.cost) return { kind: 'none' };
    return holder.count > 1 ? { kind: 'ambiguous' } : { kind: 'found', target };
  });
}
