import type { Source } from '../import/source.ts';
import { type JsonHead, jsonHead } from './json-head.ts';

/** How many files are opened to see whose they are. */
const TRIED = 8;

/** By source: formats ask one after the other. */
const known = new WeakMap<Source, Promise<readonly FoundHead[]>>();

interface FoundHead {
  readonly file: string;
  readonly head: JsonHead;
}

/** The first of the JSON files at the beginning of a source that is of a tool by its head, or null. */
export async function firstJson(source: Source, isOurs: (head: JsonHead) => boolean): Promise<string | null> {
  return (await headsOf(source)).find(({ head }) => isOurs(head))?.file ?? null;
}

/** The heads of the JSON files at the beginning of a source, which are read once. */
export function headsOf(source: Source): Promise<readonly FoundHead[]> {
  const heads = known.get(source) ?? readHeads(source);
  known.set(source, heads);
  return heads;
}

async function readHeads(source: Source): Promise<FoundHead[]> {
  const heads: FoundHead[] = [];
  for (const file of jsonFiles(source).slice(0, TRIED)) {
    const head = jsonHead(await source.readUtf8(file));
    if (head) heads.push({ file, head });
  }
  return heads;
}

export function jsonFiles({ files }: Source): string[] {
  return files.filter(file => /\.json$/i.test(file));
}
