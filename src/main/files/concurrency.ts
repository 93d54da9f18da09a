import { availableParallelism } from 'node:os';

/** Calls at a time where each only asks the disk for a few bytes: the next is there as soon as one is answered. */
export const FOR_THE_DISK = 64;

/**
 * Maps with a few calls at a time, as many as there are processors unless `most` says otherwise; results are in the order of
 * `items`.
 */
export async function mapConcurrently<T, R>(
  items: readonly T[],
  task: (item: T, index: number) => Promise<R>,
  most = availableParallelism(),
): Promise<R[]> {
  const results = new Array<R>(items.length);
  let next = 0;
  let failed = false;
  async function worker() {
    while (next < items.length && !failed) {
      const index = next++;
      results[index] = await task(items[index], index);
    }
  }
  const workers = Array.from({ length: Math.min(items.length, most) }, worker);
  try {
    await Promise.all(workers);
  } finally {
    // Nobody goes on writing behind the back of a caller who was told of a failure.
    failed = true;
    await Promise.allSettled(workers);
  }
  return results;
}

/**
 * Maps a stream: while a task runs the next items are awaited already, up to `most` of them. Results come in order. When
 * the stream or a task fails, the results of what had begun come first; when it is left, what had begun ends first: nobody
 * goes on writing behind the back of the caller.
 */
export async function* mapAhead<T, R>(
  items: AsyncIterable<T>,
  task: (item: T) => Promise<R>,
  most: number,
): AsyncGenerator<R> {
  const begun: Promise<R>[] = [];
  try {
    for await (const item of items) {
      const result = task(item);
      // It is awaited in its turn.
      result.catch(() => {});
      begun.push(result);
      if (begun.length >= most) yield await begun.shift()!;
    }
    while (begun.length > 0) yield await begun.shift()!;
  } catch (error) {
    for (const end of await Promise.allSettled(begun)) if (end.status === 'fulfilled') yield end.value;
    throw error;
  } finally {
    await Promise.allSettled(begun);
  }
}
