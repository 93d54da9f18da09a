import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileError, StudioError } from '../../shared/errors.ts';
import { exists } from '../files/listing.ts';
import { trainingLayout } from '../layout/training-layout.ts';

/** File names of both sides, in the order of their lists. */
export interface Splits {
  readonly train: readonly string[];
  readonly val: readonly string[];
}

/** Reads `splits/train.txt` and `val.txt`. Throws a StudioError when they are missing, empty or share a name. */
export async function readSplits(dataDir: string): Promise<Splits> {
  const { splits } = trainingLayout(dataDir);
  const train = await readNames(dataDir, join(splits, 'train.txt'));
  const val = await readNames(dataDir, join(splits, 'val.txt'));
  if (train.length === 0) throw new StudioError('No positive samples in train split.');
  const both = new Set(train);
  const shared = val.find(name => both.has(name));
  if (shared) {
    throw new StudioError(`${shared} is in both lists of ${splits}: run \`prepare\` again on ${dataDir}.`);
  }
  return { train, val };
}

/** The file names of one list. Throws a StudioError. */
export async function readNames(dataDir: string, path: string): Promise<string[]> {
  if (!(await exists(dataDir))) throw new StudioError(`Cannot read ${dataDir}: it does not exist; check the path.`);
  if (!(await exists(path))) {
    throw new StudioError(`${path} does not exist: run \`prepare\` on ${dataDir} first.`);
  }
  try {
    const lines = (await readFile(path, 'utf8')).split(/\r?\n/);
    return lines.map(line => line.trim()).filter(line => line !== '');
  } catch (error) {
    throw fileError('read', path, error);
  }
}
