import { basename, dirname } from 'node:path';
import { claimFolder, makeFolder, namesIn } from '../../node/folders.ts';
import { type FilePath, type ProjectPath, pathOf, projectPath, realPathOf } from '../../node/project-path.ts';
import { removeEmpty, removeFolder, sweep } from '../../node/remove.ts';
import { StudioError } from '../../shared/errors.ts';
import type { TrainingConfig } from '../../shared/schemas/training.ts';
import { readRunConfig, writeRunConfig } from '../layout/run-config.ts';
import { takeLock } from '../project/lock.ts';

/** A run that one process trains, and no other: it is given free by disposing. */
export interface HeldRun extends AsyncDisposable {
  readonly folder: ProjectPath;
}

export interface RunPlaces {
  /** The training data, as `config.json` names it. */
  readonly dataDir: FilePath;
  /** The folder of all runs. */
  readonly outDir: FilePath;
  readonly config: TrainingConfig;
  /** Why the settings are what they are, where they were planned. */
  readonly reasons?: readonly string[] | undefined;
}

/** Beside the runs: a run's folder may be renamed, and is another program's to list. */
const LOCKS = ['.studio', 'lock'];

/** Makes a run's folder, named by the local time, and writes its `config.json`. Throws a StudioError. */
export async function createRun({ outDir, dataDir, config, reasons }: RunPlaces): Promise<HeldRun> {
  const started = new Date();
  const name = localTimestamp(started);
  await makeFolder(outDir);
  const runs = projectPath(outDir);
  for (let attempt = 1; ; attempt++) {
    const folder = runs.join(attempt === 1 ? name : `${name}_${attempt}`);
    if (!(await claimFolder(folder))) {
      if (attempt < 100) continue;
      throw new StudioError(`Cannot write ${folder}: runs of the same second are in the way; start it again.`);
    }
    const held = await holdRun(folder);
    const places = { data: pathOf(dataDir), out: pathOf(outDir) };
    await writeRunConfig(folder, { ...config, ...places, started: started.toISOString(), ...(reasons && { reasons }) });
    return held;
  }
}

/**
 * Takes a run up again: what a killed process was writing into it goes, and one that is trained longer than it was meant to be,
 * or with another patience, says so. Throws a StudioError, also while another process trains it.
 */
export async function reopenRun({ outDir, config: { epochs, patience } }: RunPlaces, run: string): Promise<HeldRun> {
  const runs = projectPath(outDir);
  const folder = runs.join(run);
  const written = await readRunConfig(folder);
  const held = await holdRun(folder);
  await sweep(folder);
  await sweep(runs);
  if (written.epochs !== epochs || written.patience !== patience) {
    await writeRunConfig(folder, { ...written, epochs, patience });
  }
  return held;
}

/** Says of a run that it will have another number of epochs. Throws a StudioError. */
export async function planAnew(folder: ProjectPath, epochs: number): Promise<void> {
  await writeRunConfig(folder, { ...(await readRunConfig(folder)), epochs });
}

/** Throws a StudioError that says who has it. */
export async function holdRun(folder: ProjectPath): Promise<HeldRun> {
  const locks = folder.parent.join(...LOCKS);
  const lock = await takeLock(locks.join(basename(folder.path)), 'run');
  if (!lock.held) throw new StudioError(lock.reason);
  return {
    folder,
    async [Symbol.asyncDispose]() {
      await lock.remove();
      if (await removeEmpty(locks)) await removeEmpty(locks.parent);
    },
  };
}

/** Where a run really lies, for the process that trains it. Throws a StudioError for a link: it has another folder of runs. */
export async function placeOf(folder: ProjectPath): Promise<string> {
  const place = await realPathOf(folder);
  if (dirname(place) === (await realPathOf(folder.parent))) return place;
  throw new StudioError(`${folder} is a link, so nothing is written there: put the run itself there.`);
}

/** A run that failed before its first step leaves nothing worth a folder. */
export async function removeUnused(folder: ProjectPath): Promise<void> {
  const files = await namesIn(folder);
  if (files.every(name => name === 'config.json')) await removeFolder(folder);
}

/** `20260131_142305`: sorts by time and is a legal name everywhere. */
function localTimestamp(time: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const date = `${time.getFullYear()}${two(time.getMonth() + 1)}${two(time.getDate())}`;
  return `${date}_${two(time.getHours())}${two(time.getMinutes())}${two(time.getSeconds())}`;
}
