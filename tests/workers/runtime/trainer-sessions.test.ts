import { expect, test } from 'vitest';
import { stepBytes, validationBytes } from '../../../src/workers/nn/memory.ts';
import { TrainerSessions } from '../../../src/workers/runtime/trainer-sessions.ts';
import { goldenState } from '../nn/golden.ts';

const size = { base: 2, height: 32, width: 32 };
const options = { device: 'cpu', ...size, batch: 4, lr: 1e-3, state: goldenState(size) } as const;

test('sessions that fit side by side are built once', async () => {
  const sessions = new TrainerSessions(options, stepBytes(size, 4) + stepBytes(size, 1) + validationBytes(size, 4));
  const whole = await sessions.get('step', 4);
  await sessions.get('step', 1);
  await sessions.get('validation', 4);
  expect(await sessions.get('step', 4)).toBe(whole);
  await sessions.release();
});

test('where a full batch and the last, smaller one do not fit together, one makes room for the other', async () => {
  const sessions = new TrainerSessions(options, stepBytes(size, 4));
  const whole = await sessions.get('step', 4);
  const rest = await sessions.get('step', 1);
  expect(await sessions.get('step', 1)).toBe(rest);
  expect(await sessions.get('step', 4)).not.toBe(whole);
  await sessions.release();
});
