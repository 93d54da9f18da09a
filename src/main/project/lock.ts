import { hostname } from 'node:os';
import * as z from 'zod';
import { type ClaimedFile, claimFile } from '../../node/claim-file.ts';
import { listFolder, makeFolder } from '../../node/folders.ts';
import { isAlive } from '../../node/is-alive.ts';
import { type FilePath, type ProjectPath, projectPath } from '../../node/project-path.ts';
import { readIfThere } from '../../node/read-file.ts';
import { removeEmpty, removeFile } from '../../node/remove.ts';
import { isSystemError } from '../../node/system-error.ts';
import { fileError, oneLine } from '../../shared/errors.ts';
import { minuteOf } from '../files/backed-up-file.ts';
import { processStart } from './process-start.ts';

/** The right to write to a project, or the one sentence that says why there is none. */
export type Lock = HeldLock | { readonly held: false; readonly reason: string };

export interface HeldLock {
  readonly held: true;
  /** Gives it free at once, also where the process ends. */
  release(): void;
  /** Gives it free and leaves nothing behind. */
  remove(): Promise<void>;
}

const holderSchema = z.object({
  pid: z.int().positive(),
  host: z.string().max(300),
  /** Of the process, see `processStart`. */
  started: z.string().optional(),
  /** When it took the lock, for people. */
  since: z.string().max(300),
});
type Holder = z.infer<typeof holderSchema>;

/** More than a holder ever says of itself. */
const MOST_BYTES = 2 ** 16;

/**
 * Takes the lock of a project, or of a run, or says who has it; never waits. `folder` holds one file for every time it was taken,
 * numbered; the highest number counts. An empty file was released; one whose process is gone is stale. Either is
 * followed, never replaced: of all who want to follow number n, the file system lets one make number n + 1. Old files
 * are removed only after that, so the highest number is there to be seen; whoever made a new one looks once more for others.
 */
export async function takeLock(named: FilePath, what: keyof typeof WORDS = 'project'): Promise<Lock> {
  const folder = projectPath(named);
  try {
    for (let attempt = 0; attempt < 20; attempt++) {
      await makeFolder(typeof named === 'string' ? named : folder);
      const last = Math.max(0, ...(await numbersIn(folder)));
      const holder = last > 0 ? await readHolder(folder, last) : undefined;
      if (holder === 'gone') continue;
      if (holder && (await isHeld(holder))) return { held: false, reason: reasonOf(holder, folder, what) };
      const file = await claimFile(fileOf(folder, last + 1), JSON.stringify(await thisProcess())).catch(nullIfGone);
      if (!file) continue;
      if (await isAlone(folder, last + 1)) return await holding(folder, last + 1, file);
      await file.close();
      await removeFile(fileOf(folder, last + 1));
    }
    return { held: false, reason: WORDS[what].many };
  } catch (error) {
    const why = oneLine(fileError('write', folder.path, error)).replace(/\.$/, '');
    return { held: false, reason: `${WORDS[what].nowhere} (${why}).` };
  }
}

const fileOf = (folder: ProjectPath, number: number) => folder.join(String(number));

async function numbersIn(folder: ProjectPath): Promise<number[]> {
  return (await listFolder(folder)).filter(name => /^[1-9]\d{0,14}$/.test(name)).map(Number);
}

/** Somebody has removed the lock's folder meanwhile. */
function nullIfGone(error: unknown): null {
  if (isSystemError(error, 'ENOENT')) return null;
  throw error;
}

async function isAlone(folder: ProjectPath, number: number): Promise<boolean> {
  for (const other of (await numbersIn(folder)).filter(each => each !== number)) {
    const holder = await readHolder(folder, other);
    if (other > number || (holder && holder !== 'gone' && (await isHeld(holder)))) return false;
  }
  return true;
}

/** Undefined for a lock that was released; and for one that makes no sense, as a power failure may leave it. */
async function readHolder(folder: ProjectPath, number: number): Promise<Holder | undefined | 'gone'> {
  try {
    const bytes = await readIfThere(fileOf(folder, number), MOST_BYTES);
    return bytes ? holderSchema.parse(JSON.parse(bytes.toString('utf8'))) : 'gone';
  } catch {
    return undefined;
  }
}

/** What another machine does cannot be seen from here: its locks count until somebody there releases them. */
async function isHeld({ host, pid, started }: Holder): Promise<boolean> {
  if (host !== hostname()) return true;
  if (!isAlive(pid)) return false;
  const now = await processStart(pid);
  return started === undefined || now === undefined || now === started;
}

async function thisProcess(): Promise<Holder> {
  const started = await processStart(process.pid);
  return { pid: process.pid, host: hostname(), since: minuteOf(new Date()), ...(started && { started }) };
}

/** Releasing empties the file that was made here, wherever its folder was moved meanwhile. */
async function holding(folder: ProjectPath, number: number, file: ClaimedFile): Promise<Lock> {
  const old = (await numbersIn(folder)).filter(other => other < number);
  for (const other of old) await removeFile(fileOf(folder, other));
  const release = () => {
    process.off('exit', release);
    file.empty();
  };
  process.on('exit', release);
  const remove = async () => {
    await removeFile(fileOf(folder, number)).catch(() => {});
    release();
    await removeEmpty(folder);
  };
  return { held: true, release, remove };
}

/** What is locked: how it is used elsewhere, and what that means here. */
const WORDS = {
  project: {
    open: 'This project is open in',
    another: 'another Crack Studio',
    so: 'so it is read-only here',
    free: 'close it there',
    many: 'Others are opening this project at this moment, so it is read-only here.',
    nowhere: 'Nothing can be saved in this project, so it is read-only here',
  },
  run: {
    open: 'This run is being trained in',
    another: 'another process',
    so: 'so it is left alone here',
    free: 'stop it there',
    many: 'Others are resuming this run at this moment, so it is left alone here.',
    nowhere: 'Nothing can be written into this run, so it is left alone here',
  },
} as const;

function reasonOf({ pid, host, since }: Holder, folder: ProjectPath, what: keyof typeof WORDS): string {
  const { open, another, so, free } = WORDS[what];
  if (host === hostname()) return `${open} ${another} (process ${pid}, since ${since}), ${so}: ${free} first.`;
  return `${open} ${another} on ${host} (since ${since}), ${so}: ${free}, or delete ${folder} if that machine is gone.`;
}
