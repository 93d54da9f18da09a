import { link, rename } from 'node:fs/promises';
import { fileError } from '../shared/errors.ts';
import { replaceable, writeFileAtomic } from './atomic-file.ts';
import { provenFile } from './open-file.ts';
import { type ProjectPath, realNameOf } from './project-path.ts';
import { readBytes } from './read-file.ts';

/** Moves a file or folder of a project to another place in it; a file that is there goes. Throws a StudioError. */
export async function moveInside(from: ProjectPath, to: ProjectPath): Promise<void> {
  try {
    await rename(await realNameOf(from), await replaceable(to));
  } catch (error) {
    throw fileError('write', to.path, error);
  }
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
