import { constants } from 'node:os';
import type { Readable } from 'node:stream';
import { utilityProcess } from 'electron';
import { builtEntry } from '../../../node/root.ts';
import type { Protocols, WorkerKind } from '../../../shared/worker-protocol.ts';
import { eventQueue, lastWords } from '../../jobs/event-queue.ts';
import { environmentOf, exitError, type SpawnWorker, type Worker } from '../../jobs/worker-host.ts';

/**
 * Starts a worker as Electron's utility process: `fork` would need Electron to run as plain Node, which the packed app
 * forbids. Electron tells no signals: a process that we killed ends with code 0, one that was killed for want of memory or
 * time (`exitError`) with the signal's number. Both are told as a fork would tell them.
 */
export const spawnUtilityWorker: SpawnWorker = <K extends WorkerKind>(kind: K): Worker<K> => {
  const child = utilityProcess.fork(builtEntry(kind), [], {
    env: environmentOf(kind),
    serviceName: `studio-${kind}`,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const stderr = lastWords(kind, child.stderr as Readable | null);
  const queue = eventQueue<Protocols[K]['event']>();
  let killed = false;
  child.on('message', (message: Protocols[K]['event']) => queue.push(message));
  child.on('exit', code => {
    const told = (['SIGKILL', 'SIGXCPU'] as const).find(name => code === constants.signals[name]) ?? null;
    const signal = killed ? 'SIGKILL' : told;
    queue.end(exitError(kind, signal ? null : code, signal, stderr()));
  });
  return {
    send: request => child.postMessage(request),
    events: queue.events,
    kill() {
      killed = true;
      child.kill();
    },
  };
};
