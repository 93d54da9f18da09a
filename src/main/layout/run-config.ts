import * as z from 'zod';
import { writeFileAtomic } from '../../node/atomic-file.ts';
import { type FilePath, projectPath } from '../../node/project-path.ts';
import { StudioError } from '../../shared/errors.ts';
import { trainingConfigSchema } from '../../shared/schemas/training.ts';
import { readText } from '../files/read.ts';

/** What every run has said of itself from the first version on; a setting that came later had its default before. */
const FIRST_SETTINGS = {
  epochs: true,
  batch: true,
  size: true,
  base: true,
  lr: true,
  seed: true,
  device: true,
  workers: true,
} as const;

/** A run's `config.json`: the settings by their flag names, and what they were used on. */
const runConfigSchema = trainingConfigSchema.required(FIRST_SETTINGS).extend({
  /** The training folder, as it was named. */
  data: z.string(),
  /** The folder of all runs. */
  out: z.string(),
  /** When the run was started, ISO 8601. */
  started: z.string().optional(),
  /** What was planned and why, of a training that was. */
  reasons: z.array(z.string()).readonly().optional(),
  /** The hash of the prepared set, of a run that another machine trains. */
  set: z.string().max(200).optional(),
});
export type RunConfig = z.infer<typeof runConfigSchema>;

/** Throws a StudioError when the folder is no run of this program. */
export async function readRunConfig(runDir: FilePath): Promise<RunConfig> {
  const path = projectPath(runDir).join('config.json');
  // No file, no settings.
  return parseRunConfig(await readText(path).catch(() => ''), path.path);
}

/** The settings in the text of a `config.json`; `path` is for the StudioError when it is none. */
export function parseRunConfig(text: string, path: string): RunConfig {
  try {
    return runConfigSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw new StudioError(`${path} does not hold the settings of a run: name the folder of one.`, 'failure', { cause });
  }
}

/** Throws a StudioError. */
export async function writeRunConfig(runDir: FilePath, config: RunConfig): Promise<void> {
  await writeFileAtomic(projectPath(runDir).join('config.json'), `${JSON.stringify(config, null, 2)}\n`);
}
