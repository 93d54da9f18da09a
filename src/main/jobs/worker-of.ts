import type { TrainingEvent, TrainingRequest } from '../../shared/worker-protocol.ts';
import type { Worker } from './worker-host.ts';

/** What a training is asked for. */
export type TrainRequest = Extract<TrainingRequest, { kind: 'train' }>;

/** What a training that is no worker process of ours does: `stopping` asks it to end after the step in hand, `ending` ends it. */
type Work = (
  task: TrainRequest,
  signals: { readonly stopping: AbortSignal; readonly ending: AbortSignal },
) => AsyncIterable<TrainingEvent>;

/** Makes such a training speak as the training worker does. */
export function workerOf(work: Work): Worker<'training'> {
  const [stopping, ending] = [new AbortController(), new AbortController()];
  let begin: (task: TrainRequest) => void;
  const begun = new Promise<TrainRequest>(resolve => {
    begin = resolve;
  });
  async function* events(): AsyncGenerator<TrainingEvent> {
    yield* work(await begun, { stopping: stopping.signal, ending: ending.signal });
  }
  return {
    send: request => (request.kind === 'train' ? begin(request) : stopping.abort()),
    events: events(),
    kill: () => ending.abort(),
  };
}
