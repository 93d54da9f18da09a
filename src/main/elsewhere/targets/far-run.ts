import { randomBytes } from 'node:crypto';
import { basename } from 'node:path';
import * as z from 'zod';
import { writeFileAtomic } from '../../../node/atomic-file.ts';
import { type FilePath, pathOf, projectPath } from '../../../node/project-path.ts';
import { readIfThere, readText } from '../../../node/read-file.ts';
import { StudioError, usageError } from '../../../shared/errors.ts';
import { PYTORCH_PROGRAM } from '../../jobs/pytorch/find-pytorch.ts';
import { pytorchEvent } from '../../jobs/pytorch/pytorch-events.ts';
import { findTarget, type Target, targetName } from '../../targets-file.ts';
import { jobScript } from './job-script.ts';
import { onHost, quoted } from './ssh.ts';

/**
 * Where a run is trained: `elsewhere.json` beside its `config.json`. Names alone, for a project may be a stranger's: what is
 * run, and where, stands in this user's settings.
 */
const placeSchema = z.strictObject({
  target: targetName,
  /** The name of its folder among the runs there. */
  name: z.string().regex(/^[\w-]{1,200}$/),
  /** Of Slurm. */
  job: z.string().regex(/^\d+$/).nullable(),
});
type Place = z.infer<typeof placeSchema>;

/** A run on a target. */
export interface FarRun extends Place {
  readonly at: Target;
  /** Full path there. */
  readonly folder: string;
}

const FILE = 'elsewhere.json';

/** Where a run is trained, or null: here. Throws a StudioError for a damaged file. */
export async function placeOfRun(runDir: FilePath): Promise<Place | null> {
  const path = projectPath(runDir).join(FILE);
  const bytes = await readIfThere(path, 2 ** 16);
  if (bytes === null) return null;
  try {
    return placeSchema.parse(JSON.parse(bytes.toString('utf8')));
  } catch (cause) {
    throw new StudioError(`${path} does not say where this run is trained: train anew.`, 'failure', { cause });
  }
}

/** A run as its folder here says, to be stopped without a check. Throws a StudioError when it is trained here. */
export async function farRunOf(runDir: FilePath): Promise<FarRun> {
  const place = await placeOfRun(runDir);
  if (!place) throw usageError(`${pathOf(runDir)} is not trained on a target: stop it where it is trained.`);
  const at = await findTarget(place.target);
  // ssh begins in the home folder.
  return { ...place, at, folder: `${at.folder.replace(/^~\//, '')}/runs/${place.name}` };
}

/** A name for a run there, where runs of other machines may lie. */
export function farName(runDir: string): string {
  return `${basename(runDir)
    .replace(/[^\w-]/g, '_')
    .slice(0, 100)}-${randomBytes(4).toString('hex')}`;
}

interface Start {
  readonly run: FarRun;
  readonly runDir: string;
  /** Of the settings. */
  readonly config: string;
  /** Full path of the set there. */
  readonly set: string;
  readonly gpus: number;
  readonly signal: AbortSignal;
}

/** Starts the training there, or goes on with it; gives the run as it is found again. Throws a StudioError. */
export async function startThere({ run, runDir, config, set, gpus, signal }: Start): Promise<FarRun> {
  const { at, folder } = run;
  const job = jobScript({ target: at, run: folder, set, gpus });
  const submit =
    at.by === 'slurm' ? 'sbatch --parsable job.sh' : 'nohup sh job.sh > job.log 2>&1 < /dev/null & echo "$!" > pid';
  const printed = await onHost(
    at.ssh,
    `
set -e
mkdir -p ${quoted(folder)}
cd ${quoted(folder)}
${written('config.json', config)}
${written('studio_train.py', await readText(PYTORCH_PROGRAM))}
${written('job.sh', job)}
rm -f ended events.jsonl
${submit}
`,
    signal,
  );
  const number = at.by === 'slurm' ? printed.trim().split('\n').at(-1)?.split(';')[0] : null;
  const { target, name } = run;
  const place = placeSchema.parse({ target, name, job: number });
  await writeFileAtomic(projectPath(runDir).join(FILE), `${JSON.stringify(place)}\n`);
  return { ...run, ...place };
}

function written(name: string, content: string): string {
  return `cat > ${name} <<'CRACK_STUDIO_END_OF_FILE'\n${content.replace(/\n?$/, '\n')}CRACK_STUDIO_END_OF_FILE`;
}

/** How a run stands there. */
export interface Standing {
  /** At work or waiting, ended as it should, or cut off. */
  readonly state: 'working' | 'done' | 'cut off';
  readonly epochs: number;
}

/** Throws a StudioError. */
export async function standingOf(run: FarRun, signal: AbortSignal): Promise<Standing> {
  const { at, folder } = run;
  const script = `
cd ${quoted(folder)} || exit 1
${stateFunction(run)}
state
if [ -f metrics.jsonl ]; then wc -l < metrics.jsonl; else echo 0; fi
tail -n 1 events.jsonl 2>/dev/null
true
`;
  const [now, epochs, last = ''] = (await onHost(at.ssh, script, signal)).split('\n');
  const event = pytorchEvent(last);
  const isDone = event?.kind === 'done' && !event.stopped;
  return { state: /^(ended|gone)/.test(now) ? (isDone ? 'done' : 'cut off') : 'working', epochs: Number(epochs) };
}

/** Asks a training there to end after the step in hand. Throws a StudioError. */
export async function stopThere({ at, folder, job }: FarRun, signal: AbortSignal): Promise<void> {
  const script =
    job === null
      ? `kill -TERM "$(cat ${quoted(folder)}/pid)"; true`
      : `case "$(squeue -h -j ${job} -o %T)" in RUNNING) scancel -b -s TERM ${job};; *) scancel ${job};; esac; true`;
  await onHost(at.ssh, script, signal);
}

/** A function of `sh`: `ended` and the exit code, `gone` and what is known, or the state of what is at work. */
export function stateFunction({ job }: Pick<FarRun, 'job'>): string {
  const alive =
    job === null
      ? 'if kill -0 "$(cat pid)" 2>/dev/null; then echo RUNNING; return; fi\n  why='
      : `now=$(squeue -h -j ${job} -o %T 2>/dev/null)
  if [ -n "$now" ]; then echo "$now"; return; fi
  why=$(sacct -X -n -P -j ${job} -o State 2>/dev/null | tail -n 1)`;
  return `state() {
  if [ -s ended ]; then echo "ended $(cat ended)"; return; fi
  ${alive}
  # It may have ended meanwhile.
  sleep 1
  if [ -s ended ]; then echo "ended $(cat ended)"; else echo "gone $why"; fi
}`;
}
