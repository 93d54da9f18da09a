import { usageError } from '../errors.ts';

/** What classes of another tool are to be called here, by their trimmed name there; null leaves their labels out. */
export type ClassMap = ReadonlyMap<string, string | null>;

const MAX_LENGTH = 100;
/** More classes than a person tells apart: the source calls every shape something else. */
export const MAX_CLASSES = 200;

/** The class of ours for a class of another tool; null where its labels are to be left out. A class without a name is `unnamed`. */
export function classHere(name: string, map: ClassMap): string | null {
  const trimmed = name.trim();
  const mapped = map.get(trimmed);
  if (mapped !== undefined) return mapped;
  return trimmed.slice(0, MAX_LENGTH).trim() || 'unnamed';
}

/** The map, and in it those classes of the source that differ from one of ours by upper and lower case alone. */
export function inOurSpelling(map: ClassMap, theirs: readonly string[], ours: readonly string[]): ClassMap {
  const own = new Map(ours.map(name => [name.toLowerCase(), name]));
  const spelt = theirs
    .map(name => name.trim())
    .filter(name => !ours.includes(name))
    .flatMap((name): [string, string][] => {
      const found = own.get(name.toLowerCase());
      return found === undefined ? [] : [[name, found]];
    });
  return new Map<string, string | null>([...spelt, ...map]);
}

/** Whether a class is most likely no class of things, but what is around them: `background`, `_background_`, `BG`. */
export function soundsLikeBackground(name: string): boolean {
  return /^_*(background|bg|hintergrund)_*$/i.test(name.trim());
}

/** Reads `NAME=crack`, and `NAME=` for what is to be left out. Throws a StudioError (usage). */
export function parseClassMap(texts: readonly string[]): ClassMap {
  return new Map(
    texts.map((text): [string, string | null] => {
      const at = text.lastIndexOf('=');
      const name = text.slice(0, Math.max(0, at)).trim();
      const to = text.slice(at + 1).trim();
      if (name === '' || to.length > MAX_LENGTH) {
        const written = text.slice(0, MAX_LENGTH);
        throw usageError(`"${written}" renames no class: write NAME=CLASS, or NAME= to leave a class out.`);
      }
      return [name, to || null];
    }),
  );
}
