import { isPictureName, splitExtension } from './names.ts';

/** Finds the pictures of a source by the names that tools give them. */
export class PictureFinder {
  readonly #byStem = new Map<string, string[]>();

  /** @param files paths within the source, `/` between folders */
  constructor(files: readonly string[]) {
    for (const file of files.filter(isPictureName)) {
      const key = keyOf(stemOf(file));
      const same = this.#byStem.get(key);
      if (same) same.push(file);
      else this.#byStem.set(key, [file]);
    }
  }

  /**
   * The picture that a name in `file` means, null where none or several could be meant: of those with its last part, with its
   * extension or, where it has none, any, the one that lies where the name says, seen from the file or from anywhere, then the
   * one nearest to the file.
   */
  find(file: string, name: string): string | null {
    const path = name.replaceAll('\\', '/');
    const named = this.#byStem.get(keyOf(isPictureName(path) ? stemOf(path) : lastOf(path))) ?? [];
    const candidates = isPictureName(path) ? named.filter(each => keyOf(lastOf(each)) === keyOf(lastOf(path))) : named;
    return best(candidates, each => endsAlike(each, path)) ?? best(candidates, each => startsAlike(each, file));
  }
}

/** macOS takes letters and accents apart, and no disk that knows capitals has two such names. */
const keyOf = (name: string) => name.normalize().toLowerCase();
const lastOf = (path: string) => path.slice(path.lastIndexOf('/') + 1);
const stemOf = (path: string) => splitExtension(lastOf(path))[0];

/** The only one of the highest score. */
function best(candidates: readonly string[], scoreOf: (each: string) => number): string | null {
  const scores = candidates.map(scoreOf);
  const top = Math.max(...scores);
  const found = candidates.filter((_, i) => scores[i] === top);
  return found.length === 1 ? found[0] : null;
}

/** How many folders two paths share at their ends. */
function endsAlike(a: string, b: string): number {
  return sharedFrom(foldersOf(a).reverse(), foldersOf(b).reverse());
}

function startsAlike(a: string, b: string): number {
  const [left, right] = [foldersOf(a), foldersOf(b)];
  // Of two that share as much, the one less deep is nearer.
  return sharedFrom(left, right) - left.length / 1000;
}

function sharedFrom(a: readonly string[], b: readonly string[]): number {
  const differing = a.findIndex((part, i) => part !== b[i]);
  return differing < 0 ? a.length : differing;
}

function foldersOf(path: string): string[] {
  return path.split('/').slice(0, -1);
}
