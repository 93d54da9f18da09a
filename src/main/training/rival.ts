import { basename, resolve } from 'node:path';
import { type FilePath, pathOf, projectPath } from '../../node/project-path.ts';
import type { TrainingConfig } from '../../shared/schemas/training.ts';
import { exists } from '../files/listing.ts';
import { readRunConfig } from '../layout/run-config.ts';
import { listRuns } from './runs.ts';

/** The run whose model stands in the folder of all runs until a better one comes. */
export interface Rival {
  readonly run: string;
  /** Its best val Dice. */
  readonly dice: number;
}

interface Asked {
  readonly dataDir: FilePath;
  readonly outDir: FilePath;
  readonly config: Pick<TrainingConfig, 'classes'>;
}

/**
 * The best of the other runs in `outDir` that learned the same classes from the same folder; Dice of others says nothing
 * beside `run`'s. Undefined when there is none, or no model to keep. Throws a StudioError.
 */
export async function rivalOf({ dataDir, outDir, config }: Asked, run: string): Promise<Rival | undefined> {
  const runs = projectPath(outDir);
  if (!(await exists(runs.join('model.onnx')))) return undefined;
  let best: Rival | undefined;
  for (const other of await listRuns(runs)) {
    if (other.name === basename(run) || !other.model || !other.best || other.best.dice <= (best?.dice ?? 0)) continue;
    const { data, classes } = await readRunConfig(runs.join(other.name));
    const same = resolve(data) === resolve(pathOf(dataDir)) && classes.join() === config.classes.join();
    if (same) best = { run: other.name, dice: other.best.dice };
  }
  return best;
}

/** What is said of a training whose model did not become the one in the folder of all runs. */
export function rivalNote({ run, dice }: Rival, bestDice: number): string {
  return `The best model is still that of ${run}, val Dice ${dice.toFixed(4)}: this one reached ${bestDice.toFixed(4)} and stays in its own folder.`;
}
