import { execa } from 'execa';
import { oneLine, StudioError } from '../../../shared/errors.ts';
import type { TrainingEvent } from '../../../shared/worker-protocol.ts';
import { lastWords } from '../event-queue.ts';
import type { SpawnWorker, Worker } from '../worker-host.ts';
import { type TrainRequest, workerOf } from '../worker-of.ts';
import { adoptCheckpoint } from './adopt-checkpoint.ts';
import { PYTORCH_PROGRAM, type PytorchFound } from './find-pytorch.ts';
import { pytorchEvent } from './pytorch-events.ts';

type Usable = Extract<PytorchFound, { usable: true }>;

/** A training by `studio_train.py` in a process of this machine, or one for each GPU, as the training worker speaks. */
export function pytorchWorker({ python, gpus }: Usable, spawnWorker: SpawnWorker): Worker<'training'> {
  return workerOf((task, { stopping, ending }) => events(task, stopping, ending));

  async function* events(
    { preparedDir, runDir, config, rival }: TrainRequest,
    stopping: AbortSignal,
    ending: AbortSignal,
  ): AsyncGenerator<TrainingEvent> {
    const together = gpus > 1 ? ['--processes', 'gpu'] : [];
    const child = execa(python, [PYTORCH_PROGRAM, preparedDir, runDir, '--events', '-', ...together], {
      ...{ stdin: 'ignore', reject: false, buffer: false, detached: true, cleanup: false },
    });
    const signal = (name: 'SIGTERM' | 'SIGKILL') => () => endGroup(child.pid, name);
    const [stop, kill] = [signal('SIGTERM'), signal('SIGKILL')];
    stopping.addEventListener('abort', stop);
    ending.addEventListener('abort', kill);
    process.once('exit', kill);
    if (stopping.aborted) stop();
    const words = lastWords('pytorch', child.stderr);
    try {
      for await (const line of child.iterable({ from: 'stdout' })) {
        const event = pytorchEvent(line);
        if (event?.kind === 'epoch' && event.best)
          await adoptCheckpoint({ preparedDir, runDir, config, rival }, spawnWorker);
        if (event) yield event;
      }
      const { exitCode, failed } = await child;
      if (failed) throw new StudioError(endedBadly(exitCode, words()));
    } finally {
      process.off('exit', kill);
      kill();
    }
  }
}

function endedBadly(code: number | undefined, stderr: string): string {
  const last = stderr.match(/^\w*(Error|Exception): .*$/m)?.[0] ?? stderr.trim().split('\n').at(-1) ?? '';
  return `PyTorch's process ended unexpectedly${code === undefined ? '' : ` (code ${code})`}: ${oneLine(last)}`;
}

/** The process and those that it started. */
function endGroup(pid: number | undefined, signal: 'SIGTERM' | 'SIGKILL'): void {
  try {
    if (pid !== undefined) process.kill(process.platform === 'win32' ? pid : -pid, signal);
  } catch {
    // It is gone.
  }
}
