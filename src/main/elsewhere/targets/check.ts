import { readText } from '../../../node/read-file.ts';
import { StudioError } from '../../../shared/errors.ts';
import type { TrainingDevice } from '../../../shared/schemas/training.ts';
import { PYTORCH_PROGRAM, pytorchProbeSchema } from '../../jobs/pytorch/find-pytorch.ts';
import type { Target } from '../../targets-file.ts';
import { onHost, overSsh, quotedPath } from './ssh.ts';

/** What a target is, as it was found. */
export interface CheckedTarget {
  /** The full path of its folder. */
  readonly folder: string;
  /** Free space there, bytes. */
  readonly free: number;
  readonly hasRsync: boolean;
  /** What the machine that ssh leads to would train on; of a cluster the jobs' machines may have more. */
  readonly device: TrainingDevice;
  readonly name: string;
  readonly gpus: number;
}

/** Finds out whether a target can train: reachable, folder, Slurm, Python, torch. Throws a StudioError that says what to do. */
export async function checkTarget(target: Target, signal: AbortSignal): Promise<CheckedTarget> {
  const { ssh, folder, python, by } = target;
  const found = await onHost(ssh, questions(folder), signal);
  const [place, free, rsync, sbatch] = found.trimEnd().split('\n').slice(-4);
  if (!place?.startsWith('/') || /[^\w/.@+-]/.test(place)) {
    throw new StudioError(
      `The folder ${place} on ${ssh} has signs in its name that a shell may misread: choose another.`,
    );
  }
  if (by === 'slurm' && sbatch !== 'yes') {
    throw new StudioError(`There is no sbatch on ${ssh}: name a machine of the cluster, or start directly.`);
  }
  const probe = await overSsh(ssh, `exec ${python} - --probe`, await readText(PYTORCH_PROGRAM), signal)
    .then(printed => pytorchProbeSchema.parse(JSON.parse(printed.toString('utf8').trim().split('\n').at(-1) ?? '')))
    .catch(cause => {
      signal.throwIfAborted();
      const sentence = `On ${ssh} ${python} has no torch (1.13 or 2.x) and numpy, or is not there: install them, or name another Python.`;
      throw new StudioError(sentence, 'failure', { cause });
    });
  const { device, name, gpus } = probe;
  return { folder: place, free: 1024 * Number(free), hasRsync: rsync === 'yes', device, name, gpus };
}

function questions(folder: string): string {
  return `
mkdir -p ${quotedPath(folder)} && cd ${quotedPath(folder)} || exit 1
pwd -P
df -Pk . | awk 'NR == 2 { print $4 }'
has() { if command -v "$1" >/dev/null 2>&1; then echo yes; else echo no; fi; }
has rsync
has sbatch
`;
}
