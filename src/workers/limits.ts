import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { builtEntry } from '../node/root.ts';

/** What work may take. */
export interface Limits {
  /** Memory of this process, resident, bytes. */
  readonly bytes: number;
  /** Of all processors together, from now on, s: on a machine that does other work, or sleeps, it lasts as long as it must. */
  readonly seconds: number;
}

/** What a watching thread reads: the most resident bytes, and the most processor time since the process began, µs. */
export type SharedLimits = Float64Array<SharedArrayBuffer>;

let watching: Promise<SharedLimits> | undefined;

/**
 * Does work on what a stranger wrote. A thread beside it watches, for native code listens to nobody: it ends the whole process,
 * by SIGKILL for want of memory, by SIGXCPU for want of time, which its host tells as such (`exitError`).
 */
export async function withinLimits<T>({ bytes, seconds }: Limits, work: () => Promise<T>): Promise<T> {
  watching ??= startWatching();
  const shared = await watching;
  const { user, system } = process.cpuUsage();
  shared.set([bytes, user + system + 1e6 * seconds]);
  try {
    return await work();
  } finally {
    shared.fill(Number.POSITIVE_INFINITY);
  }
}

/** Resolves when the thread runs: on a busy machine work could be over its limits before. */
async function startWatching(): Promise<SharedLimits> {
  const limits = new Float64Array(new SharedArrayBuffer(16)).fill(Number.POSITIVE_INFINITY);
  const thread = new Worker(builtEntry('limits-thread'), { workerData: limits });
  await once(thread, 'online');
  thread.unref();
  return limits;
}
