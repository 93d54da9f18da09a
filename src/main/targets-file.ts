import path from 'node:path';
import * as z from 'zod';
import { writeFileAtomic } from '../node/atomic-file.ts';
import { makeFolder } from '../node/folders.ts';
import { readIfThere } from '../node/read-file.ts';
import { StudioError, usageError } from '../shared/errors.ts';
import { settingsFile } from './settings.ts';

export const targetsFile = path.join(path.dirname(settingsFile), 'targets.json');

/** Of paths on another machine; without blanks and signs that its shell or rsync would take for more than themselves. */
const farPath = z
  .string()
  .max(1000)
  .regex(/^[\w~/.][\w~/.@+-]*$/);

/** A machine that trains, reached by the user's own ssh. */
export const targetSchema = z.strictObject({
  /** As `ssh` takes it: an alias of its config, or user@host. */
  ssh: z
    .string()
    .max(300)
    .regex(/^[\w[][\w.@:[\]%-]*$/),
  /** Where sets and runs are kept there; from the home folder unless it begins with `/`. */
  folder: farPath.default('crack-studio'),
  python: farPath.default('python3'),
  /** Started at once, or handed to Slurm. */
  by: z.enum(['direct', 'slurm']).default('direct'),
  /** For Slurm: `#SBATCH` lines, and what the shell does before the training, such as `module load`. */
  lines: z.array(z.string().max(1000)).max(50).default(['#SBATCH --gpus=1', '#SBATCH --time=12:00:00']),
});
export type Target = z.infer<typeof targetSchema>;

/** A name of a target. */
export const targetName = z
  .string()
  .max(60)
  .regex(/^[\w-]+$/);

const fileSchema = z.strictObject({
  /** The Python of the PyTorch engine on this machine, before any other. */
  python: z.string().min(1).max(4096).optional(),
  targets: z.record(targetName, targetSchema).default({}),
});
type Targets = z.infer<typeof fileSchema>;

/** What this user trains with beside the studio's own engine. Nothing when the file does not exist. Throws a StudioError. */
export async function readTargets(): Promise<Targets> {
  const bytes = await readIfThere(targetsFile, 2 ** 20);
  try {
    return fileSchema.parse(bytes === null ? {} : JSON.parse(bytes.toString('utf8')));
  } catch (cause) {
    throw new StudioError(
      `${targetsFile} is not valid: it is a JSON object that may hold "python" and "targets"; correct or delete it.`,
      'failure',
      { cause },
    );
  }
}

/** Throws a StudioError that names those that there are. */
export async function findTarget(name: string): Promise<Target> {
  const { targets } = await readTargets();
  const target = Object.hasOwn(targets, name) ? targets[name] : undefined;
  if (target) return target;
  const names = Object.keys(targets);
  throw usageError(
    `There is no target ${name}: ${names.length > 0 ? `there is ${names.join(', ')}` : `name one in ${targetsFile}`}.`,
  );
}

/** Adds a target, changes it, or takes it away. Throws a StudioError. */
export async function changeTarget(name: string, target: Target | null): Promise<void> {
  const { targets, ...rest } = await readTargets();
  const { [name]: _, ...others } = targets;
  await makeFolder(path.dirname(targetsFile));
  const changed: Targets = { ...rest, targets: target ? { ...others, [name]: target } : others };
  await writeFileAtomic(targetsFile, `${JSON.stringify(changed, null, 2)}\n`);
}
