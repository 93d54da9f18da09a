import { projectPath } from '../../../node/project-path.ts';
import { readText } from '../../../node/read-file.ts';
import { preparedSetSchema } from '../../../shared/schemas/prepared-set.ts';
import type { TrainingEvent } from '../../../shared/worker-protocol.ts';
import type { SpawnWorker } from '../../jobs/worker-host.ts';
import { type TrainRequest, workerOf } from '../../jobs/worker-of.ts';
import { findTarget } from '../../targets-file.ts';
import type { Elsewhere } from '../../training/train-model.ts';
import { writtenConfig } from '../written-config.ts';
import { type CheckedTarget, checkTarget } from './check.ts';
import { copySet, hasSet } from './copy-set.ts';
import { type FarRun, farName, placeOfRun, standingOf, startThere } from './far-run.ts';
import { type Watching, watch } from './watch.ts';

/**
 * Trains on a target: copies what is not there yet, starts, follows, fetches the best model as it improves. A run that is there
 * already is followed on. Asked to stop while `leaving` is aborted, it only stops looking, and the training goes on there.
 */
export function trainOn(name: string, spawnWorker: SpawnWorker, leaving: AbortSignal): Elsewhere {
  return async (_, signal) => {
    const target = await findTarget(name);
    const checked = await checkTarget(target, signal);
    async function* train(task: TrainRequest, signals: Pick<Watching, 'stopping' | 'ending'>) {
      const place = (task.resume && (await placeOfRun(task.runDir))) || null;
      const { name: folder = farName(task.runDir), job = null } = place ?? {};
      const run = { target: name, name: folder, job, at: target, folder: `${checked.folder}/runs/${folder}` };
      const isThere = place !== null && (await needsNoStart(run, task, signals.ending));
      const started = isThere ? run : yield* begin(run, task, checked, signals);
      if (!started) return;
      yield* watch(started, { task, spawnWorker, leaving, ...signals });
    }
    return { device: checked.device, reason: `${name}, ${checked.name}`, worker: () => workerOf(train) };
  };
}

/** Whether it is at work, or has done all that is asked. */
async function needsNoStart(run: FarRun, { config }: TrainRequest, signal: AbortSignal): Promise<boolean> {
  const { state, epochs } = await standingOf(run, signal);
  return state === 'working' || (state === 'done' && (epochs >= config.epochs || config.patience > 0));
}

/** Brings the set there, once, and starts; undefined where it was asked to stop before. */
async function* begin(
  run: FarRun,
  { preparedDir, runDir, config }: TrainRequest,
  { folder, hasRsync, gpus }: CheckedTarget,
  { stopping, ending }: Pick<Watching, 'stopping' | 'ending'>,
): AsyncGenerator<TrainingEvent, FarRun | undefined> {
  const manifest = preparedSetSchema.parse(JSON.parse(await readText(projectPath(preparedDir).join('manifest.json'))));
  const set = `${folder}/sets/${manifest.hash}`;
  const copy = { ssh: run.at.ssh, from: preparedDir, to: set, hasRsync, signal: AbortSignal.any([stopping, ending]) };
  if (!stopping.aborted && !(await hasSet({ ...copy, signal: ending }))) {
    yield { kind: 'note', text: `The images are copied to ${run.target}, once.` };
    await copySet(copy).catch(unless(stopping));
  }
  if (stopping.aborted) {
    yield { kind: 'done', bestDice: 0, bestEpoch: 0, stopped: true };
    return undefined;
  }
  // Not to be broken off: what is started there must be known here.
  return startThere({ run, runDir, config: writtenConfig(config, manifest), set, gpus, signal: ending });
}

function unless(signal: AbortSignal): (error: unknown) => void {
  return error => {
    if (!signal.aborted) throw error;
  };
}
