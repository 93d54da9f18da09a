import type { Stats } from 'node:fs';
import { access, constants, lstat, mkdir, readdir, stat, utimes } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { fileError } from '../shared/errors.ts';
import {
  type FilePath,
  leadsNowhere,
  ProjectPath,
  pathOf,
  realNameOf,
  realPathOf,
  toBeWritten,
} from './project-path.ts';
import { statOf } from './read-file.ts';
import { isSystemError } from './system-error.ts';

/** Makes a folder and those above it, but never a project's own. Throws a StudioError that names the one that cannot be made. */
export async function makeFolder(path: FilePath): Promise<void> {
  if (path instanceof ProjectPath) return makeInside(path);
  // Not by Node's own `recursive`, which never returns below a folder that takes no children, such as /proc.
  const folder = resolve(path);
  if (await isFolder(folder)) return;
  const placed = await toBeWritten(folder);
  if (typeof placed !== 'string') return makeInside(placed);
  if (!(await isFolder(dirname(folder)))) await makeFolder(dirname(folder));
  await mkdir(folder).catch(async error => {
    if (!(await isFolder(folder))) throw fileError('write', folder, error);
  });
}

async function makeInside(folder: ProjectPath): Promise<void> {
  try {
    await folder.root.requirePinned();
    const isRoot = folder.path === folder.root.path;
    if (isRoot || (await lstat(folder.path).catch(() => null))) return await requireFolder(folder);
    await makeInside(folder.parent);
    await mkdir(await realNameOf(folder)).catch(error => {
      if (error.code !== 'EEXIST') throw error;
    });
    await requireFolder(folder);
  } catch (error) {
    throw fileError('write', folder.path, error);
  }
}

async function requireFolder(folder: ProjectPath): Promise<void> {
  const place = await realPathOf(folder).catch(error => {
    throw folder.path !== folder.root.path && isSystemError(error, 'ENOENT') ? leadsNowhere(folder) : error;
  });
  if ((await stat(place)).isDirectory()) return;
  throw Object.assign(new Error('not a folder'), { code: 'EEXIST' });
}

/** Makes a folder of a project; false when something has that name. Throws a StudioError. */
export async function claimFolder(folder: ProjectPath): Promise<boolean> {
  try {
    await mkdir(await realNameOf(folder));
    return true;
  } catch (error) {
    if (isSystemError(error, 'EEXIST')) return false;
    throw fileError('write', folder.path, error);
  }
}

export async function isFolder(path: FilePath): Promise<boolean> {
  try {
    return (await stat(typeof path === 'string' ? path : await realPathOf(path))).isDirectory();
  } catch {
    return false;
  }
}

/** The names in a folder, in no order. Throws a StudioError. */
export async function listFolder(path: FilePath): Promise<string[]> {
  try {
    return await readdir(typeof path === 'string' ? path : await realPathOf(path));
  } catch (error) {
    throw fileError('read', pathOf(path), error);
  }
}

/** The same, or none where the folder is not there or leads out of its project. */
export async function namesIn(path: FilePath): Promise<string[]> {
  return listFolder(path).catch(() => []);
}

/** The regular files of a folder and of those in it, none behind a link; nothing where there is no such folder. */
export async function filesBelow(folder: ProjectPath): Promise<ProjectPath[]> {
  const place = await realPathOf(folder).catch(() => null);
  const entries = place === null ? [] : await readdir(place, { recursive: true, withFileTypes: true });
  const files = entries.filter(entry => entry.isFile());
  return files.map(entry => folder.join(relative(place ?? '', entry.parentPath), entry.name));
}

/**
 * Size and times of many files of one folder, by name: the folder is proven once. Whoever asks for a link gets what it leads
 * to, or a StudioError. Throws one, too, when the folder itself leads out.
 */
export async function statsIn(folder: ProjectPath): Promise<(name: string) => Promise<Stats>> {
  const place = await realPathOf(folder).catch(error => {
    throw fileError('read', folder.path, error);
  });
  return async name => {
    const stats = await lstat(join(place, name));
    return stats.isSymbolicLink() ? statOf(folder.join(name)) : stats;
  };
}

/** Says that something of a project was used now. What cannot be marked is not. */
export async function touch(path: ProjectPath): Promise<void> {
  const now = new Date();
  await realPathOf(path)
    .then(place => utimes(place, now, now))
    .catch(() => {});
}

/** Whether this user may make files in a folder of a project. */
export async function canWriteTo(folder: ProjectPath): Promise<boolean> {
  return realPathOf(folder)
    .then(place => access(place, constants.W_OK))
    .then(
      () => true,
      () => false,
    );
}
