import { basename } from 'node:path';
import { writeFileAtomic } from '../../node/atomic-file.ts';
import { makeFolder } from '../../node/folders.ts';
import type { ProjectPath } from '../../node/project-path.ts';
import { StudioError } from '../../shared/errors.ts';
import { readBytes, readIfThere, statOf } from './read.ts';

/** A document that is larger is no work of the studio's. */
const MOST_BYTES = 256 * 2 ** 20;

/** A file that people may touch, and the copy of what the studio last wrote to it. */
export interface BackedUpFile {
  readonly path: ProjectPath;
  readonly backup: ProjectPath;
}

/** What reading a backed-up file gave; `lost` says what had happened to the file itself. */
export type Found<T> =
  | { readonly from: 'file'; readonly value: T }
  | { readonly from: 'backup'; readonly value: T; readonly lost: 'missing' | 'damaged'; readonly date: Date }
  | { readonly from: 'nothing'; readonly lost: 'missing' | 'damaged' };

/**
 * Reads a file, or its backup when the file is damaged (`parse` threw) or gone. A StudioError that `parse` throws is no
 * damage and is passed on: a newer program's file is not to be replaced by an old backup. Writes nothing.
 */
export async function readBackedUp<T>(file: BackedUpFile, parse: (text: string) => T): Promise<Found<T>> {
  const found = await readParsed(file.path, parse);
  if (found.is === 'good') return { from: 'file', value: found.value };
  const backup = await readParsed(file.backup, parse);
  if (backup.is !== 'good') return { from: 'nothing', lost: found.is };
  const { mtime } = await statOf(file.backup);
  return { from: 'backup', value: backup.value, lost: found.is, date: mtime };
}

type Parsed<T> = { is: 'good'; value: T } | { is: 'missing' } | { is: 'damaged' };

async function readParsed<T>(path: ProjectPath, parse: (text: string) => T): Promise<Parsed<T>> {
  const bytes = await readIfThere(path, MOST_BYTES);
  if (bytes === null) return { is: 'missing' };
  try {
    return { is: 'good', value: parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) };
  } catch (error) {
    if (error instanceof StudioError) throw error;
    return { is: 'damaged' };
  }
}

/** Writes a file and then its backup, each in one piece. Throws a StudioError. */
export async function writeBackedUp(file: BackedUpFile, text: string): Promise<void> {
  for (const path of [file.path, file.backup]) {
    await makeFolder(path.parent);
    await writeFileAtomic(path, text);
  }
}

/** Keeps a copy of a file that is about to be replaced, for whoever wants to look; gives its path. Throws a StudioError. */
export async function keepCopy(path: ProjectPath, folder: ProjectPath): Promise<ProjectPath> {
  const kept = folder.join(`${new Date().toISOString().replace(/[:.]/g, '-')}-${basename(path.path)}`);
  await makeFolder(folder);
  await writeFileAtomic(kept, await readBytes(path));
  return kept;
}

/** `2026-05-03 14:07 UTC`, for sentences. */
export function minuteOf(date: Date): string {
  return `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
