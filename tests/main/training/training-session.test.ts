import { setImmediate } from 'node:timers/promises';
import { afterEach, expect, it, vi } from 'vitest';
import { TrainingSession } from '../../../src/main/training/training-session.ts';
import { trainingConfigSchema } from '../../../src/shared/schemas/training.ts';

afterEach(() => void vi.useRealTimers());

it('a night with the lid closed is not counted as time that steps have taken', async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: 1_000_000 });
  const session = new TrainingSession(() => {}, new AbortController().signal);
  session.start('project', trainingConfigSchema.parse({}), async ({ onEvent }) => {
    const step = (number: number, seconds: number) => {
      vi.setSystemTime(Date.now() + seconds * 1000);
      onEvent({ kind: 'step', epoch: 1, step: number, steps: 100, loss: 1 });
    };
    step(1, 90);
    step(2, 2);
    step(3, 2);
    step(4, 8 * 3600);
    step(5, 2);
    return { runDir: '', bestDice: 0, bestEpoch: 0, stopped: false };
  });
  await setImmediate();
  expect(session.running).toBe(false);
  expect(Date.now() - (session.state?.steppingSince ?? 0)).toBe(8000);
});
