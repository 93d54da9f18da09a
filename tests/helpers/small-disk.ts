import { spawnSync } from 'node:child_process';
import { temporaryFolder } from './pictures.ts';

/** A disk of so many KiB, or undefined, with a line that says so, where this user may not make one. */
export function smallDisk(kibibytes: number): { path: string; remove(): void } | undefined {
  const path = temporaryFolder();
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${kibibytes}k`, 'none', path]).status !== 0) {
    console.warn('Left out: a full disk, for only root can mount a small one.');
    return undefined;
  }
  return { path, remove: () => void spawnSync('umount', [path]) };
}
