import type { Stats } from 'node:fs';
import { access, constants, link, lstat, mkdir, readdir, rename, rm, rmdir, stat, utimes } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { fileError } from '../shared/errors.ts';
import { replaceable, writeFileAtomic } from './atomic-file.ts';
import { provenFile } from './open-file.ts';
import {
  enclosingProject,
  type FilePath,
  ProjectPath,
  ProjectRoot,
  pathOf,
  realNameOf,
  realPathOf,
} from './project-path.ts';
import { readBytes, statOf } from './read-file.ts';
import { isSystemError } from './system-error.ts';
import { isAbandoned, isTemporary } from './temporary-name.ts';

/** Makes a folder and those above it, but never a project's own. Throws a StudioError that names the one that cannot be made. */
export async function makeFolder(path: FilePath): Promise<void> {
  if (path instanceof ProjectPath) return makeInside(path);
  // Not by Node's own `recursive`, which never returns below a folder that takes no children, such as /proc.
  const folder = resolve(path);
  if (await isFolder(folder)) return;
  // Links of a stranger's project lead no new folder out of it.
  const project = await enclosingProject(folder);
  if (project !== undefined) return makeInside(new ProjectRoot(project, true).at(relative(project, folder)));
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
  if ((await stat(await realPathOf(folder))).isDirectory()) return;
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
  const place = await realPathOf(folder);
  return async name => {
    const stats = await lstat(join(place, name));
    return stats.isSymbolicLink() ? statOf(folder.join(name)) : stats;
  };
}

/** Removes a file of a project if it is there, or a link by that name. Throws a StudioError. */
export async function removeFile(path: ProjectPath): Promise<void> {
  await removeAt(path, false);
}

/** Removes a folder of a project with all that is in it; of links in it only the links. Throws a StudioError. */
export async function removeFolder(path: ProjectPath): Promise<void> {
  await removeAt(path, true);
}

async function removeAt(path: ProjectPath, recursive: boolean): Promise<void> {
  try {
    await rm(await realNameOf(path), { recursive, force: true, ...(recursive && { maxRetries: 3 }) });
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return;
    throw fileError('write', path.path, error);
  }
}

/** Removes a folder of a project if there is nothing in it; says whether it is gone. */
export async function removeEmpty(folder: ProjectPath): Promise<boolean> {
  return realNameOf(folder)
    .then(rmdir)
    .then(
      () => true,
      () => false,
    );
}

/**
 * Keeps a regular file of a project under another name as well. A second name costs nothing, and whoever replaces the file in
 * one piece leaves it alone; memory sticks know none, so there it is a copy. Done again it does no harm. Throws a StudioError.
 */
export async function keepAsWell(from: ProjectPath, to: ProjectPath): Promise<void> {
  try {
    const place = await realNameOf(to);
    await link(await provenFile(from), place).catch(async error => {
      if (error.code !== 'EEXIST') await writeFileAtomic(to, await readBytes(from));
    });
  } catch (error) {
    throw fileError('write', to.path, error);
  }
}

/** Moves a file or folder of a project to another place in it; a file that is there goes. Throws a StudioError. */
export async function moveInside(from: ProjectPath, to: ProjectPath): Promise<void> {
  try {
    await rename(await realNameOf(from), await replaceable(to));
  } catch (error) {
    throw fileError('write', to.path, error);
  }
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

/** Removes what processes of this machine were writing into a folder when they died. What cannot be removed stays. */
export async function sweep(folder: FilePath): Promise<void> {
  try {
    const place = typeof folder === 'string' ? folder : await realPathOf(folder);
    for (const name of (await readdir(place)).filter(isTemporary)) {
      const { mtimeMs } = await lstat(join(place, name));
      if (isAbandoned(name, mtimeMs)) await rm(join(place, name), { recursive: true, force: true });
    }
  } catch {}
}
