import type { Readable } from 'node:stream';
import { logError } from '../../node/log.ts';

/** Turns pushed events into an async iterable that can be read once; the end may carry an error. */
export function eventQueue<T>(): { push(event: T): void; end(error?: Error): void; events: AsyncIterable<T> } {
  const waiting: T[] = [];
  let ended: { error: Error | undefined } | undefined;
  let wake = () => {};
  async function* events(): AsyncGenerator<T> {
    while (true) {
      while (waiting.length > 0) yield waiting.shift() as T;
      if (ended?.error) throw ended.error;
      if (ended) return;
      await new Promise<void>(resolve => {
        wake = resolve;
      });
    }
  }
  return {
    push(event) {
      waiting.push(event);
      wake();
    },
    end(error) {
      ended ??= { error };
      wake();
    },
    events: events(),
  };
}

/**
 * Keeps the last pieces of what a process says on standard error, for the sentence about its end; there a worker says the stack of
 * what ended it, which goes into the log.
 */
export function lastWords(name: string, stderr: Readable | null): () => string {
  const pieces: string[] = [];
  stderr?.setEncoding('utf8').on('data', (text: string) => {
    pieces.push(text);
    if (pieces.length > 50) pieces.shift();
  });
  stderr?.once('end', () => pieces.length > 0 && logError(`worker ${name}`, pieces.join('')));
  return () => pieces.join('');
}
