import { inspect } from 'node:util';
import { problemOf } from '../shared/errors.ts';
import type { FailedEvent, Protocols, WorkerKind } from '../shared/worker-protocol.ts';

/** A worker's end of the line to its host. */
export interface Port<K extends WorkerKind> {
  send(event: Protocols[K]['event']): void;
  /** Registers the one listener for requests. */
  onRequest(listener: (request: Protocols[K]['request']) => void): void;
  /** Closes the line, so that the process ends when its work does. */
  close(): void;
}

/** The structure that Electron gives a utility process (`process.parentPort`), as far as we use it. */
interface ParentPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (message: { data: unknown }) => void): void;
}

/** The line to the host: `process.parentPort` under Electron, the IPC channel of a forked process elsewhere. */
export function openPort<K extends WorkerKind>(): Port<K> {
  const parentPort = (process as { parentPort?: ParentPort }).parentPort;
  if (parentPort) {
    return {
      send: event => parentPort.postMessage(event),
      onRequest: listener => parentPort.on('message', message => listener(message.data as Protocols[K]['request'])),
      close: () => process.exit(0),
    };
  }
  // Without its host a worker has nobody to work for: it must not train on as an orphan.
  process.on('disconnect', () => process.exit(0));
  return {
    send: event => void process.send?.(event),
    onRequest: listener => void process.on('message', message => listener(message as Protocols[K]['request'])),
    close: () => process.disconnect?.(),
  };
}

/** What a worker says when its work threw: one line. The stack goes to standard error, from where its host puts it into the log. */
export function failedEvent(error: unknown): FailedEvent {
  process.stderr.write(`${inspect(error, { maxArrayLength: 8, maxStringLength: 2000 })}\n`);
  return { kind: 'failed', ...problemOf(error) };
}
