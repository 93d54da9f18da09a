import { expect, test } from 'vitest';
import { Decoders, type Need, Preempted, type Slot, type Urgency } from '../../../src/main/media/decoders.ts';

/** Asks for a place; notes in `log` when it is given. */
function asker(decoders: Decoders, log: string[]) {
  return (name: string, urgency: Urgency, signal?: AbortSignal, need: Need = { urgency }) => {
    const slot = decoders.slot(need, signal).then(given => {
      log.push(name);
      return given;
    });
    slot.catch(() => {});
    return slot;
  };
}

const settled = () => new Promise(resolve => setImmediate(resolve));

test('never more than two run, and the most urgent of those who wait is next; of pictures, the newest', async () => {
  const log: string[] = [];
  const decoders = new Decoders(2);
  const ask = asker(decoders, log);
  const [first, second] = [await ask('save 1', 'save'), await ask('save 2', 'save')];
  const waiting: Promise<Slot>[] = [
    ...[ask('neighbour', 'neighbour'), ask('old picture', 'picture'), ask('index', 'background')],
    ...[ask('new picture', 'picture'), ask('save 3', 'save'), ask('save 4', 'save')],
  ];
  expect([decoders.running, log]).toEqual([2, ['save 1', 'save 2']]);
  first.release();
  second.release();
  for (const next of [4, 5, 3, 1, 0, 2]) {
    (await waiting[next]!).release();
    await settled();
    expect(decoders.running).toBeLessThanOrEqual(2);
  }
  expect(log.slice(2)).toEqual(['save 3', 'save 4', 'new picture', 'old picture', 'neighbour', 'index']);
});

test('what runs in the background leaves a place free', async () => {
  const log: string[] = [];
  const decoders = new Decoders(2);
  const ask = asker(decoders, log);
  const index = await ask('index', 'background');
  const proxy = ask('proxy', 'background');
  await settled();
  expect([decoders.running, log]).toEqual([1, ['index']]);
  index.release();
  await proxy;
});

test('a neighbour makes room for a picture, and a picture for a save, but nothing for its equal', async () => {
  const decoders = new Decoders(2);
  const ask = asker(decoders, []);
  const [index, neighbour] = [await ask('index', 'background'), await ask('neighbour', 'neighbour')];
  const picture = ask('picture', 'picture');
  expect(neighbour.signal.reason).toBeInstanceOf(Preempted);
  neighbour.release();
  const shown = await picture;
  const other = ask('another picture', 'picture');
  await settled();
  expect(shown.signal.aborted).toBe(false);
  const save = ask('save', 'save');
  expect(shown.signal.reason).toBeInstanceOf(Preempted);
  shown.release();
  (await save).release();
  await other;
  expect(index.signal.aborted).toBe(false);
});

test('one that became less urgent while it runs makes room', async () => {
  const decoders = new Decoders(1);
  const need: Need = { urgency: 'picture' };
  const slot = await decoders.slot(need);
  void decoders.slot({ urgency: 'picture' });
  expect(slot.signal.aborted).toBe(false);
  need.urgency = 'neighbour';
  void decoders.slot({ urgency: 'picture' });
  expect(slot.signal.aborted).toBe(true);
});

test('whoever leaves the line is not called up', async () => {
  const decoders = new Decoders(1);
  const log: string[] = [];
  const ask = asker(decoders, log);
  const first = await ask('first', 'save');
  const gone = new AbortController();
  const second = ask('second', 'save', gone.signal);
  const third = ask('third', 'save');
  gone.abort(new Error('left'));
  await expect(second).rejects.toThrow('left');
  first.release();
  await third;
  expect(log).toEqual(['first', 'third']);
});
