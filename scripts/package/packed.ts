import { readdirSync, statSync } from 'node:fs';
import { join, posix, sep } from 'node:path';
import { getRawHeader } from '@electron/asar';
import type { PackedFile } from './contents.ts';

/** A folder or file of an archive's header. */
type Entry = { files: Record<string, Entry> } | { size: number; unpacked?: boolean } | { link: string };

/** All files of an archive and beside it. */
export function packedFiles(archive: string): PackedFile[] {
  const { header } = getRawHeader(archive);
  const listed = [...filesOf(header as Entry, '')];
  const beside = new Set(filesBelow(`${archive}.unpacked`));
  // What the header names beside the archive must really lie there.
  return listed.filter(({ path, unpacked }) => !unpacked || beside.has(path));
}

function* filesOf(entry: Entry, path: string): Generator<PackedFile> {
  if ('files' in entry)
    for (const [name, each] of Object.entries(entry.files)) yield* filesOf(each, posix.join(path, name));
  else if ('size' in entry) yield { path, size: entry.size, unpacked: entry.unpacked ?? false };
}

function filesBelow(folder: string): string[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return names.filter(name => statSync(join(folder, name)).isFile()).map(name => name.split(sep).join('/'));
}
