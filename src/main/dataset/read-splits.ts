import type { FilePath, ProjectPath } from '../../node/project-path.ts';
import { StudioError } from '../../shared/errors.ts';
import { exists } from '../files/listing.ts';
import { readText } from '../files/read.ts';
import { trainingLayout } from '../layout/training-layout.ts';

/** File names of both sides, in the order of their lists. */
export interface Splits {
  readonly train: readonly string[];
  readonly val: readonly string[];
}

/** Reads `splits/train.txt` and `val.txt`. Throws a StudioError when they are missing, empty or share a name. */
export async function readSplits(dataDir: FilePath): Promise<Splits> {
  const { splits } = trainingLayout(dataDir);
  const train = await readNames(dataDir, splits.join('train.txt'));
  const val = await readNames(dataDir, splits.join('val.txt'));
  if (train.length === 0) throw new StudioError('No positive samples in train split.');
  const both = new Set(train);
  const shared = val.find(name => both.has(name));
  if (shared) {
    throw new StudioError(`${shared} is in both lists of ${splits}: run \`prepare\` again on ${dataDir}.`);
  }
  return { train, val };
}

/** The file names of one list. Throws a StudioError. */
export async function readNames(dataDir: FilePath, path: ProjectPath): Promise<string[]> {
  if (!(await exists(dataDir))) throw new StudioError(`Cannot read ${dataDir}: it does not exist; check the path.`);
  if (!(await exists(path))) {
    throw new StudioError(`${path} does not exist: run \`prepare\` on ${dataDir} first.`);
  }
  const lines = (await readText(path)).split(/\r?\n/);
  return lines.map(line => line.trim()).filter(line => line !== '');
}
