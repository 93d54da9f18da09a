import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Client } from '../../shared/api-client.ts';
import type { TrainingState } from '../../shared/contract-training.ts';
import { withEpoch, withHead, withSteps } from './training-state.ts';

export interface TrainingStore {
  /** The training that runs, or the last one; undefined until the studio has said so. */
  readonly training: TrainingState | null | undefined;
}

/** What this page knows of the training, and the listening that keeps it so. */
export interface TrainingFeed {
  readonly store: StoreApi<TrainingStore>;
  /** Listens from now on; the function it returns ends that. `onProblem`: the studio does not answer. */
  connect(onProblem: (error: unknown) => void): () => void;
}

export function createTrainingFeed({ call, subscribe }: Client): TrainingFeed {
  const store = createStore<TrainingStore>()(() => ({ training: undefined }));
  type Change = (training: TrainingState | null) => TrainingState | null;
  /** What was heard before the answer: it may be newer. */
  const early: Change[] = [];
  const change = (how: Change) => {
    const { training } = store.getState();
    if (training === undefined) early.push(how);
    else store.setState({ training: how(training) });
  };
  return {
    store,
    connect(onProblem) {
      // First the line, then the question: what happens in between comes twice, and that is harmless.
      const leaves = [
        subscribe('training.started', state => change(() => state)),
        subscribe('training.changed', head => change(training => withHead(training, head))),
        subscribe('training.ended', head => change(training => withHead(training, head))),
        subscribe('training.step', steps => change(training => training && withSteps(training, steps))),
        subscribe('training.epoch', ({ metrics }) => change(training => training && withEpoch(training, metrics))),
      ];
      call('training.current', {}).then(({ training }) => {
        store.setState({ training });
        for (const how of early.splice(0)) change(how);
      }, onProblem);
      return () => {
        for (const leave of leaves) leave();
      };
    },
  };
}
