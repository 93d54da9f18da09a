import { isSystemError } from './system-error.ts';

/** Whether a process of this machine lives. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Not ours to signal, but there.
    return isSystemError(error, 'EPERM');
  }
}
