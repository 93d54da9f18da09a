import { fork } from 'node:child_process';
import { builtEntry } from '../../node/root.ts';
import { StudioError } from '../../shared/errors.ts';
import type { Protocols, WorkerKind } from '../../shared/worker-protocol.ts';
import { eventQueue, lastWords } from './event-queue.ts';

/** The host's end of the line to one worker process. */
export interface Worker<K extends WorkerKind> {
  send(request: Protocols[K]['request']): void;
  /** Events in order, until the worker ends; throws a StudioError when it ends badly. Read it once. */
  events: AsyncIterable<Protocols[K]['event']>;
  /** Ends the process at once, whatever it is doing. */
  kill(): void;
}

/** Starts a worker. Electron's shell brings its own (`utilityProcess`); everything else forks. */
export type SpawnWorker = <K extends WorkerKind>(kind: K) => Worker<K>;

/** What a worker finds in its environment: TensorFlow takes all of a card's memory at once unless it is told otherwise. */
export function environmentOf(kind: WorkerKind): NodeJS.ProcessEnv {
  return kind === 'tensorflow' ? { ...process.env, TF_FORCE_GPU_ALLOW_GROWTH: 'true' } : process.env;
}

/** Forks a worker as a Node process that speaks structured clones over IPC. */
export const forkWorker: SpawnWorker = <K extends WorkerKind>(kind: K): Worker<K> => {
  // A terminal sends Ctrl-C to its whole process group; detached, the worker hears "stop" from its host instead.
  const child = fork(builtEntry(kind), {
    env: environmentOf(kind),
    serialization: 'advanced',
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  const stderr = lastWords(kind, child.stderr);
  const queue = eventQueue<Protocols[K]['event']>();
  child.on('message', message => queue.push(message as Protocols[K]['event']));
  // With a process id it did start: then a message did not reach it, because it is gone, and `exit` says why.
  child.on('error', error => {
    if (!child.pid) queue.end(new StudioError(`The ${kind} process could not be started: ${error.message}.`));
  });
  child.on('exit', (code, signal) => queue.end(exitError(kind, code, signal, stderr())));
  const kill = () => void child.kill('SIGKILL');
  process.once('exit', kill);
  child.once('exit', () => process.off('exit', kill));
  return { send: request => void (child.connected && child.send(request)), events: queue.events, kill };
};

/** Why a worker that ended is an error, or undefined if it ended well. */
export function exitError(
  kind: WorkerKind,
  code: number | null,
  signal: string | null,
  stderr: string,
): StudioError | undefined {
  if (code === 0) return undefined;
  if (signal === 'SIGXCPU') {
    return new StudioError(
      `The ${kind} process computed for longer than any model of this size needs, so it was ended: use another model.`,
    );
  }
  if (signal === 'SIGKILL' || /out of memory|bad_alloc|failed to allocate/i.test(stderr)) {
    const sentence = `The ${kind} process was ended, most likely for want of memory.`;
    return new StudioError(sentence, { code: 'out-of-memory', worker: kind });
  }
  const words = stderr.match(/^\w*Error: .*$/m)?.[0] ?? stderr.trim().split('\n').at(-1) ?? '';
  return new StudioError(
    `The ${kind} process ended unexpectedly (${signal ?? `code ${code}`})${words && `: ${words}`}.`,
  );
}
