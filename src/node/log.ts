import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';

/** The log's files in its folder, newest first: at the size, each takes the name of the next, and the last goes. */
export const LOG_FILES = ['studio.log', 'studio.1.log', 'studio.2.log'] as const;

/** Of one file, bytes. */
const SIZE_LIMIT = 2 ** 20;

/** Of one entry, characters: an error may carry pixels. */
const LONGEST = 16_000;

interface Log {
  readonly folder: string;
  /** What this process is for, e.g. `window`. */
  readonly process: string;
}

let log: Log | undefined;

/**
 * Begins to write this process's log: until then there is none, so that services which a test runs write nowhere. What ends the
 * process uncaught is written too. The function it returns ends that. All processes of a user write into one file, entry by entry.
 */
export function startLog(folder: string, process: string): () => void {
  const uncaught = (error: unknown) => logError('uncaught', error);
  log = { folder, process };
  globalThis.process.on('uncaughtExceptionMonitor', uncaught);
  return () => {
    log = undefined;
    globalThis.process.off('uncaughtExceptionMonitor', uncaught);
  };
}

/**
 * Writes an error with its stack and causes, or a text as it stands; `where`: what was being done, e.g. `call video.open`. Never
 * throws: without a log the studio goes on. With STUDIO_DEBUG in the environment it stands on standard error as well.
 */
export function logError(where: string, error: unknown): void {
  const text =
    typeof error === 'string' ? error : inspect(error, { depth: 4, maxArrayLength: 8, maxStringLength: 2000 });
  // Indented, so that no text from outside looks like an entry.
  const lines = text
    .slice(0, LONGEST)
    .replaceAll(/[^\P{Cc}\n\t]/gu, '')
    .trimEnd()
    .split('\n');
  const entry = lines.map(line => `  ${line}\n`).join('');
  if (process.env.STUDIO_DEBUG) process.stderr.write(`${where}\n${entry}`);
  if (log === undefined) return;
  try {
    append(log.folder, `${new Date().toISOString()} ${log.process} ${process.pid}: ${where}\n${entry}`);
  } catch {
    // A disk that is full or read-only.
  }
}

/** At once and not later, for the process may be about to end. */
function append(folder: string, text: string): void {
  const paths = LOG_FILES.map(name => join(folder, name));
  mkdirSync(folder, { recursive: true });
  const size = statSync(paths[0], { throwIfNoEntry: false })?.size ?? 0;
  if (size + Buffer.byteLength(text) > SIZE_LIMIT) {
    for (let i = paths.length - 1; i > 0; i--) {
      if (statSync(paths[i - 1], { throwIfNoEntry: false })) renameSync(paths[i - 1], paths[i]);
    }
  }
  // For this user alone: paths and names stand in it.
  appendFileSync(paths[0], text, { mode: 0o600 });
}
