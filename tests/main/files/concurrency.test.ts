import { expect, test } from 'vitest';
import { mapAhead } from '../../../src/main/files/concurrency.ts';

const later = (ms: number) => new Promise(resolve => setTimeout(resolve, ms));

test('a stream is mapped in order, a few at a time, while the next items come', async () => {
  let [running, most] = [0, 0];
  async function* items() {
    for (let i = 0; i < 7; i++) yield i;
  }
  const double = async (i: number) => {
    most = Math.max(most, ++running);
    await later(i % 2 === 0 ? 8 : 1);
    running--;
    return 2 * i;
  };
  const results: number[] = [];
  for await (const result of mapAhead(items(), double, 3)) results.push(result);
  expect(results).toEqual([0, 2, 4, 6, 8, 10, 12]);
  expect(most).toBe(3);
});

test.each(['fails', 'is left'])('when it %s, what has begun ends before its caller goes on', async how => {
  const ended: number[] = [];
  let isOver = false;
  async function* items() {
    try {
      yield* [0, 1, 2, 3];
    } finally {
      isOver = true;
    }
  }
  const task = async (i: number) => {
    await later(5 * i);
    if (how === 'fails' && i === 0) throw new Error('the disk is full');
    ended.push(i);
  };
  const run = async () => {
    for await (const _ of mapAhead(items(), task, 3)) if (how === 'is left') break;
  };
  if (how === 'fails') await expect(run()).rejects.toThrow('the disk is full');
  else await run();
  expect(isOver).toBe(true);
  expect(ended).toEqual(how === 'fails' ? [1, 2] : [0, 1, 2]);
});
