import { setTimeout } from 'node:timers/promises';
import { writeFileAtomic } from '../../../node/atomic-file.ts';
import { type ProjectPath, projectPath } from '../../../node/project-path.ts';
import { readText } from '../../../node/read-file.ts';
import { StudioError } from '../../../shared/errors.ts';
import { type EpochMetrics, parseMetrics } from '../../../shared/schemas/training.ts';
import { bestEpoch } from '../../../shared/training/best-epoch.ts';
import type { TrainingEvent } from '../../../shared/worker-protocol.ts';
import { adoptCheckpoint } from '../../jobs/pytorch/adopt-checkpoint.ts';
import type { SpawnWorker } from '../../jobs/worker-host.ts';
import type { TrainRequest } from '../../jobs/worker-of.ts';
import { type FarRun, stopThere } from './far-run.ts';
import { follow, type Look } from './follow.ts';
import { NoConnection, overSsh, quoted } from './ssh.ts';

export interface Watching {
  readonly task: TrainRequest;
  readonly spawnWorker: SpawnWorker;
  /** Aborted when who stops only leaves. */
  readonly leaving: AbortSignal;
  readonly stopping: AbortSignal;
  readonly ending: AbortSignal;
}

type Done = Extract<TrainingEvent, { kind: 'done' }>;

/** Between two attempts to reach a machine again, ms. */
const PAUSE_MS = 5000;

/** Follows a training there to its end, over broken connections, and brings its curves and its best model here. */
export async function* watch(run: FarRun, watching: Watching): AsyncGenerator<TrainingEvent> {
  const { leaving, stopping, ending } = watching;
  const looking = new AbortController();
  const signal = AbortSignal.any([looking.signal, ending]);
  const onStop = () => {
    if (leaving.aborted) looking.abort();
    // What cannot be reached is asked again by whoever stops again; meanwhile it is followed on.
    else void stopThere(run, ending).catch(() => {});
  };
  stopping.addEventListener('abort', onStop);
  if (stopping.aborted) onStop();

  const story: Story = { epochs: await epochsIn(projectPath(watching.task.runDir)), seen: 0, done: undefined };
  for (let isLost = false; !signal.aborted; isLost = true) {
    if (isLost) await setTimeout(PAUSE_MS, null, { signal }).catch(() => {});
    for await (const look of follow(run, story.seen, signal)) {
      if (!(await bring(run, watching, story, look))) break;
      for (const event of look.events) if (event.kind !== 'done') yield event;
      isLost = false;
      if (!hasEnded(look)) continue;
      if (!story.done && !stopping.aborted) throw endedBadly(run, look);
      return yield story.done ?? left(story, watching);
    }
    if (!isLost && !signal.aborted) {
      yield {
        kind: 'note',
        text: `The connection to ${run.target} is lost, where the training goes on: it is tried again.`,
      };
    }
  }
  yield { kind: 'note', text: `The training goes on at ${run.target}: resume the run to watch it.` };
  yield left(story, watching);
}

/** What is known here of the training there. */
interface Story {
  epochs: EpochMetrics[];
  /** Lines of its events that were read. */
  seen: number;
  /** Its last word, unless it was started again since: a requeued job says that it was stopped, and goes on. */
  done: Done | undefined;
}

function hasEnded({ state }: Look): boolean {
  return /^(ended|gone)/.test(state);
}

/** As it stands now, with the best of its epochs so far. */
function left({ epochs }: Story, { task }: Watching): Done {
  const { epoch = 0, va_dice = 0 } = bestEpoch(epochs, task.config.keep) ?? {};
  return { kind: 'done', bestDice: va_dice, bestEpoch: epoch, stopped: true };
}

/** The curves, the model where a better one has come, and at the end the snapshot; false when the connection broke meanwhile. */
async function bring(run: FarRun, { task, spawnWorker, ending }: Watching, story: Story, look: Look): Promise<boolean> {
  const here = projectPath(task.runDir);
  const came = look.events.filter(event => event.kind === 'epoch');
  let { epochs } = story;
  for (const { metrics } of came) epochs = [...epochs.filter(({ epoch }) => epoch < metrics.epoch), metrics];
  try {
    if (came.some(({ best }) => best)) {
      await fetchFile(run, here, 'unet_crack_best.pt', ending);
      const { runDir, preparedDir, config, rival } = task;
      await adoptCheckpoint({ runDir, preparedDir, config, rival }, spawnWorker);
    }
    if (hasEnded(look)) await fetchFile(run, here, 'state.safetensors', ending);
  } catch (error) {
    if (error instanceof NoConnection) return false;
    // A training that never began has no snapshot.
    if (!hasEnded(look)) throw error;
  }
  await writeFileAtomic(here.join('metrics.jsonl'), epochs.map(epoch => `${JSON.stringify(epoch)}\n`).join(''));
  const last = look.events.at(-1);
  const done = last?.kind === 'done' ? last : look.events.length > 0 ? undefined : story.done;
  Object.assign(story, { epochs, seen: look.seen, done });
  return true;
}

async function fetchFile(run: FarRun, here: ProjectPath, name: string, signal: AbortSignal): Promise<void> {
  const bytes = await overSsh(run.at.ssh, `exec cat ${quoted(`${run.folder}/${name}`)}`, '', signal);
  await writeFileAtomic(here.join(name), bytes);
}

async function epochsIn(here: ProjectPath): Promise<EpochMetrics[]> {
  return parseMetrics(await readText(here.join('metrics.jsonl')).catch(() => ''));
}

function endedBadly({ target, job }: FarRun, { state, log }: Look): StudioError {
  const code = /^ended (\d+)/.exec(state)?.[1];
  const last = log.trim().split('\n').at(-1) || 'it said nothing';
  if (code === '137') {
    return new StudioError(
      `The training on ${target} was killed, most likely for memory: give it more, or train with a smaller batch, and resume the run.`,
    );
  }
  if (code !== undefined) return new StudioError(`The training on ${target} failed: ${last}`);
  const why = state.replace('gone', '').trim();
  const who = job === null ? 'was killed' : `was ended by the scheduler${why && ` (${why})`}`;
  return new StudioError(`The training on ${target} ${who}: resume the run to go on from its last snapshot.`);
}
