import { randomBytes } from 'node:crypto';
import { truncateSync } from 'node:fs';
import { link, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { makeFolder } from '../../node/folders.ts';
import { fileError, oneLine } from '../../shared/errors.ts';
import { minuteOf } from '../files/backed-up-file.ts';
import { isAlive, processStart } from './process-start.ts';

/** The right to write to a project, or the one sentence that says why there is none. */
export type Lock = { readonly held: true; release(): void } | { readonly held: false; readonly reason: string };

const holderSchema = z.object({
  pid: z.int().positive(),
  host: z.string(),
  /** Of the process, see `processStart`. */
  started: z.string().optional(),
  /** When it took the lock, for people. */
  since: z.string(),
});
type Holder = z.infer<typeof holderSchema>;

/**
 * Takes the lock of a project, or says who has it; never waits. `folder` holds one file for every time it was taken,
 * numbered; the highest number counts. An empty file was released; one whose process is gone is stale. Either is
 * followed, never replaced: of all who want to follow number n, the file system lets one make number n + 1. Old files
 * are removed only after that, so the highest number is always there to be seen.
 */
export async function takeLock(folder: string): Promise<Lock> {
  try {
    await makeFolder(folder);
    for (let attempt = 0; attempt < 20; attempt++) {
      const last = await newest(folder);
      const holder = last > 0 ? await readHolder(folder, last) : undefined;
      if (holder && (await isHeld(holder))) return { held: false, reason: reasonOf(holder, folder) };
      if (await makeFile(folder, last + 1)) {
        if ((await newest(folder)) === last + 1) return await holding(folder, last + 1);
        await rm(fileOf(folder, last + 1), { force: true });
      }
    }
    return { held: false, reason: 'Others are opening this project at this moment, so it is read-only here.' };
  } catch (error) {
    const why = oneLine(fileError('write', folder, error)).replace(/\.$/, '');
    return { held: false, reason: `Nothing can be saved in this project, so it is read-only here (${why}).` };
  }
}

const fileOf = (folder: string, number: number) => join(folder, String(number));

async function numbersIn(folder: string): Promise<number[]> {
  return (await readdir(folder)).filter(name => /^[1-9]\d*$/.test(name)).map(Number);
}

async function newest(folder: string): Promise<number> {
  return Math.max(0, ...(await numbersIn(folder)));
}

/** Undefined for a lock that was released; and for one that makes no sense, as a power failure may leave it. */
async function readHolder(folder: string, number: number): Promise<Holder | undefined> {
  try {
    return holderSchema.parse(JSON.parse(await readFile(fileOf(folder, number), 'utf8')));
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

/** Makes a file with its content from the first moment on; false if there is one of that number. */
async function makeFile(folder: string, number: number): Promise<boolean> {
  const started = await processStart(process.pid);
  const holder: Holder = {
    pid: process.pid,
    host: hostname(),
    since: minuteOf(new Date()),
    ...(started && { started }),
  };
  const temporary = join(folder, `${randomBytes(4).toString('hex')}.tmp`);
  try {
    await writeFile(temporary, JSON.stringify(holder), { flag: 'wx' });
    await link(temporary, fileOf(folder, number)).catch(async error => {
      // Memory sticks (exFAT) know no links.
      if (error.code === 'EEXIST') throw error;
      await writeFile(fileOf(folder, number), JSON.stringify(holder), { flag: 'wx' });
    });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(temporary, { force: true });
  }
}

async function holding(folder: string, number: number): Promise<Lock> {
  const old = (await numbersIn(folder)).filter(other => other < number);
  for (const other of old) await rm(fileOf(folder, other), { force: true });
  const release = () => {
    process.off('exit', release);
    try {
      truncateSync(fileOf(folder, number));
    } catch {
      // Gone with its folder: nobody is kept out by it.
    }
  };
  process.on('exit', release);
  return { held: true, release };
}

function reasonOf({ pid, host, since }: Holder, folder: string): string {
  if (host === hostname()) {
    return `This project is open in another Crack Studio (process ${pid}, since ${since}), so it is read-only here: close it there first.`;
  }
  return (
    `This project is open in a Crack Studio on ${host} (since ${since}), so it is read-only here: ` +
    `close it there, or delete ${folder} if that machine is gone.`
  );
}
