import { parse } from 'yaml';
import * as z from 'zod';
import type { Side } from '../foreign.ts';

const name = z.union([z.string(), z.number(), z.boolean()]).transform(value => String(value).trim());
const paths = z
  .union([z.string().transform(path => [path]), z.array(z.string())])
  .nullish()
  .transform(list => list ?? [])
  .catch([]);

const schema = z.object({
  names: z.union([
    z.array(name).transform(list => new Map(list.entries())),
    z.record(z.string(), name).transform(numbered),
  ]),
  path: z.string().nullish().catch(null),
  train: paths,
  val: paths,
  test: paths,
});

/** What `data.yaml` says. */
export interface YoloData {
  /** Class by number; numbers may be left out. */
  readonly names: ReadonlyMap<number, string>;
  /** Folders of images, or lists of them, of each side; relative to `path`, which is relative to the file or absolute. */
  readonly path: string;
  readonly sides: readonly { readonly side: Side; readonly path: string }[];
}

/** Null for what is no YAML, or names no classes. */
export function parseYoloData(text: string): YoloData | null {
  const data = schema.safeParse(parsed(text)).data;
  if (!data) return null;
  const sides = (['train', 'val', 'test'] as const).flatMap(side => data[side].map(path => ({ side, path })));
  return { names: data.names, path: data.path ?? '', sides };
}

const notesSchema = z.object({ categories: z.array(z.object({ id: z.int().nonnegative(), name })).min(1) });

/** The class of each number by `notes.json`, which Label Studio writes beside its labels; null for what is none. */
export function parseYoloNotes(text: string): ReadonlyMap<number, string> | null {
  const notes = notesSchema.safeParse(parsed(text)).data;
  return notes ? new Map(notes.categories.map(({ id, name: category }) => [id, category])) : null;
}

/** JSON is YAML. */
function parsed(text: string): unknown {
  try {
    return parse(text, { logLevel: 'silent' });
  } catch {
    return null;
  }
}

function numbered(names: Readonly<Record<string, string>>): Map<number, string> {
  const entries = Object.entries(names).map(([key, value]): [number, string] => [Number(key), value]);
  return new Map(entries.filter(([key]) => Number.isInteger(key)).sort(([a], [b]) => a - b));
}
