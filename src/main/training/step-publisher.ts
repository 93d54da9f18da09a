import type { StepLoss } from '../../shared/contract-training.ts';
import type { Publish } from '../../shared/emitter.ts';

/** Steps of a small network come by the hundred a second; pages hear of them together, so often, ms. */
const EVERY = 100;

/** Publishes steps in bundles. */
export function stepPublisher(publish: Publish): { add(step: StepLoss, stepsPerEpoch: number): void; flush(): void } {
  let waiting: StepLoss[] = [];
  let stepsPerEpoch = 0;
  let timer: NodeJS.Timeout | undefined;
  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    if (waiting.length === 0) return;
    publish('training.step', { stepsPerEpoch, steps: waiting });
    waiting = [];
  };
  return {
    add(step, ofEpoch) {
      waiting.push(step);
      stepsPerEpoch = ofEpoch;
      timer ??= setTimeout(flush, EVERY);
    },
    flush,
  };
}
