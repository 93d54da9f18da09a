import type { Target } from '../../targets-file.ts';
import { quoted } from './ssh.ts';

interface Job {
  readonly target: Pick<Target, 'python' | 'by' | 'lines'>;
  /** Full paths there. */
  readonly run: string;
  readonly set: string;
  /** GPUs of a machine that trains directly. */
  readonly gpus: number;
}

/** Two minutes before its time is over the training writes a snapshot, from which the requeued job goes on. */
const SLURM = ['--job-name=crack-studio', '--output=job.log', '--open-mode=append', '--requeue', '--signal=B:USR1@120'];

/**
 * What trains there, for `sh` or for sbatch: SIGTERM ends the training after the step in hand; when it has ended, its exit code
 * is in the file `ended`.
 */
export function jobScript({ target: { python, by, lines }, run, set, gpus }: Job): string {
  const isSlurm = by === 'slurm';
  const directives = isSlurm ? lines.filter(line => line.startsWith('#')) : [];
  const commands = lines.filter(line => !line.startsWith('#'));
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the shell's.
  const processes = isSlurm ? '"${SLURM_GPUS_ON_NODE:-1}"' : gpus > 1 ? 'gpu' : '1';
  return [
    '#!/bin/sh',
    ...(isSlurm ? SLURM.map(option => `#SBATCH ${option}`) : []),
    ...directives,
    ...commands,
    `cd ${quoted(run)} || exit 1`,
    'rm -f ended',
    `${python} studio_train.py ${quoted(set)} . --events events.jsonl --every 1 --processes ${processes} &`,
    'training=$!',
    'stop() { kill -TERM "$training" 2>/dev/null; }',
    'again() { stop; wait "$training"; scontrol requeue "$SLURM_JOB_ID"; exit; }',
    'trap stop TERM INT',
    'trap again USR1',
    'wait "$training"',
    'code=$?',
    '# A signal ends the waiting, not the training.',
    'while kill -0 "$training" 2>/dev/null; do wait "$training"; code=$?; done',
    'echo "$code" > ended',
    '',
  ].join('\n');
}
