import type { Side } from './foreign.ts';

const SIDES: Readonly<Record<string, Side>> = {
  train: 'train',
  training: 'train',
  val: 'val',
  valid: 'val',
  validation: 'val',
  test: 'test',
  testing: 'test',
};

/** The side of the split that a subset, list or folder of this name stands for; null for `default`, `trainval`, … */
export function sideOf(name: string): Side | null {
  return SIDES[name.toLowerCase()] ?? null;
}

/** Whether a class of this name is the absence of any: `background`, in any case, `_background_`, `__background__`. */
export function isBackgroundName(name: string): boolean {
  return /^_*background_*$/i.test(name.trim());
}

/** The lines of a text file that some program wrote: without byte order mark, ends of lines of any kind, blank ones and blanks around. */
export function textLines(text: string): string[] {
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/);
  return lines.map(line => line.trim()).filter(line => line !== '');
}

/** Sorts by code point, as Python does; JavaScript's own order is that of UTF-16 units. */
export function byCodePoint(a: string, b: string): number {
  const [left, right] = [Array.from(a), Array.from(b)];
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const difference = left[i].codePointAt(0)! - right[i].codePointAt(0)!;
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

/** Splits `cam1/a b.tar.png` into `cam1/a b.tar` and `.png`. */
export function splitExtension(path: string): [stem: string, extension: string] {
  const [extension = ''] = /(?<=[^/])\.[^./]*$/.exec(path) ?? [];
  return [path.slice(0, path.length - extension.length), extension];
}

/**
 * What each file is called where names go without extension: its stem, or all of its name where that stem is the name
 * of two (in whatever case: some disks do not tell them apart).
 */
export function stemsOf(names: readonly string[]): Map<string, string> {
  const counts = new Map<string, number>();
  const count = (key: string) => counts.set(key.toLowerCase(), (counts.get(key.toLowerCase()) ?? 0) + 1);
  for (const name of names) count(splitExtension(name)[0]);
  const whole = new Set(names.map(name => name.toLowerCase()));
  return new Map(
    names.map(name => {
      const [stem] = splitExtension(name);
      const isFree = counts.get(stem.toLowerCase()) === 1 && (stem === name || !whole.has(stem.toLowerCase()));
      return [name, isFree ? stem : name];
    }),
  );
}

/** Whether a file is a picture, by its name. */
export function isPictureName(path: string): boolean {
  return /\.(png|jpe?g|bmp|tiff?|webp)$/i.test(path);
}
