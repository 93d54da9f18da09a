import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { writeSnapshot } from '../../../src/workers/training/snapshot.ts';
import { newRun, scripted, stepsOf } from './scripted-training.ts';

afterEach(() => void vi.useRealTimers());

describe('a loss that is no number', () => {
  it('takes the training back to the last good state, and on with a tenth of the learning rate', async () => {
    const { train, metrics, snapshot } = newRun();
    const { create } = scripted({ step: call => (call === 7 ? Number.NaN : 0.5) });
    const { error, notes, steps } = await train(create);
    expect(error).toBeUndefined();
    expect(notes).toEqual([
      'The loss became NaN in epoch 2, step 3: back to epoch 2, step 1, from where it goes on with a learning rate of 0.0001.',
    ]);
    expect(steps).toEqual([...stepsOf(1), '2.1', '2.2', ...stepsOf(2, 3)]);
    expect(metrics().map(({ epoch, lr }) => [epoch, lr])).toEqual([
      [1, 1e-3],
      [2, 1e-4],
      [3, 1e-4],
    ]);
    const { state, position } = await snapshot();
    expect(state.step).toBe(12);
    expect(position.lrScale).toBe(0.1);
  });

  it('in the first step of all goes back to the beginning, as the run would if it were resumed', async () => {
    const { train, metrics } = newRun();
    const { error, steps } = await train(
      scripted({ step: call => (call === 1 ? Number.POSITIVE_INFINITY : 0.5) }).create,
    );
    expect(error).toBeUndefined();
    expect(steps).toEqual(stepsOf(1, 2, 3));
    expect(metrics().map(({ lr }) => lr)).toEqual([1e-4, 1e-4, 1e-4]);
  });

  it('of the validation counts as well, and spoils neither the best model nor the metrics', async () => {
    const { train, runDir, metrics } = newRun();
    let model: Buffer | undefined;
    const validate = (call: number) => {
      if (call === 3) model = readFileSync(join(runDir, 'model.onnx'));
      return call === 3 ? Number.NaN : 0.5;
    };
    const { error, notes } = await train(scripted({ validate }).create);
    expect(error).toBeUndefined();
    expect(notes).toEqual([
      expect.stringMatching(/^The loss became NaN in the validation of epoch 2: back to epoch 2, /),
    ]);
    expect(readFileSync(join(runDir, 'model.onnx'))).toEqual(model);
    expect(metrics().map(({ epoch }) => epoch)).toEqual([1, 2, 3]);
  });

  it('a second time, after a resume too, ends the run in one sentence; it can be resumed with a tenth of that', async () => {
    const { train, runDir, metrics } = newRun();
    await train(scripted({ step: call => (call === 7 ? Number.NaN : 0.5) }).create, { epochs: 2 });
    const { error } = await train(scripted({ step: () => Number.NaN }).create, { resume: true });
    expect(error?.message).toBe(
      'The loss became NaN in epoch 3, step 1, although the learning rate was lowered to 0.0001 before: the best model is kept; resume the run to go on with 0.00001, or train anew with a smaller one.',
    );
    expect(existsSync(join(runDir, 'model.onnx'))).toBe(true);
    const resumed = await train(scripted({}).create, { resume: true });
    expect(resumed).toMatchObject({ error: undefined, steps: stepsOf(3) });
    expect(metrics().map(({ lr }) => lr)).toEqual([1e-3, 1e-4, 1e-5]);
  });
});

describe('a step that runs out of memory', () => {
  it.each([
    'Failed to allocate memory for requested buffer of size 402653184',
    'std::bad_alloc',
    'OOM when allocating tensor with shape[4,32,256,256] and type float',
    'WebGPU validation failed. Out of memory',
  ])('(%s) is taken again with half the micro-batch, and nothing of the epoch is lost', async words => {
    const { train, snapshot } = newRun();
    const { create, made } = scripted({
      step(_call, { plan }) {
        if (plan.microBatch > 2) throw new Error(words);
        return 0.5;
      },
    });
    const { error, notes, steps } = await train(create, { batch: 8, epochs: 2 });
    expect({ error, steps }).toEqual({ error: undefined, steps: ['1.1', '2.1'] });
    expect(notes).toEqual([
      'A batch of 8 does not fit in memory: it is worked off 2 images at a time, gradients averaged.',
    ]);
    expect(made.map(({ microBatch }) => microBatch)).toEqual([8, 4, 2]);
    expect((await snapshot()).state.step).toBe(2);
  });

  it('is resumed with the micro-batch that fitted: batch statistics depend on it', async () => {
    const { train } = newRun();
    await train(scripted({ step: (_call, { plan }) => (plan.microBatch > 1 ? shortage() : 0.5) }).create, {
      epochs: 1,
    });
    const { create, made } = scripted({});
    await train(create, { resume: true });
    expect(made.map(({ microBatch }) => microBatch)).toEqual([1]);
  });

  it('on one image ends the run with what takes less, and it goes on from that very step when resumed', async () => {
    const { train } = newRun();
    const { error } = await train(scripted({ step: call => (call > 6 ? shortage() : 0.5) }).create);
    expect(error?.message).toBe(
      'There is not enough memory to train on one image at a time: close other programs and resume the run, or train anew with a smaller size or base.',
    );
    const resumed = await train(scripted({}).create, { resume: true });
    expect(resumed).toMatchObject({ error: undefined, steps: ['2.3', '2.4', ...stepsOf(3)] });
  });

  it('and takes the device with it goes on from the last snapshot', async () => {
    const { train, metrics } = newRun();
    let lost = false;
    const { create, made } = scripted({
      step(call) {
        lost = call === 7;
        if (call === 7) throw new Error('WebGPU device lost (1): GPU connection lost');
        return 0.5;
      },
      readState() {
        if (!lost) return;
        lost = false;
        throw new Error('WebGPU device lost (1): GPU connection lost');
      },
    });
    const { error, notes, steps } = await train(create);
    expect(error).toBeUndefined();
    expect(steps).toEqual([...stepsOf(1), '2.1', '2.2', ...stepsOf(2, 3)]);
    expect(notes[0]).toBe('The device was lost. The training goes on from epoch 2, step 1.');
    expect(made.map(({ microBatch }) => microBatch)).toEqual([2, 1]);
    expect(metrics().map(({ lr }) => lr)).toEqual([1e-3, 1e-3, 1e-3]);
  });
});

describe('a training of long epochs', () => {
  /** A step a minute; the third also holds a night with the lid closed. */
  const slow = (each: (call: number) => void) =>
    scripted({
      step(call) {
        each(call);
        vi.setSystemTime(0);
        vi.advanceTimersByTime(60_000 + (call === 3 ? 8 * 3_600_000 : 0));
        return 0.5;
      },
    }).create;

  it('has a snapshot every few minutes', async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    const { train, snapshot } = newRun();
    const kept: number[] = [];
    const look = async () => kept.push((await snapshot()).state.step);
    const looks: Promise<number>[] = [];
    await train(
      slow(call => call > 2 && looks.push(look())),
      { batch: 1, epochs: 1 },
    );
    await Promise.all(looks);
    expect(kept.length).toBe(6);
    for (const [i, step] of kept.entries()) expect(i + 3 - step).toBeLessThanOrEqual(3);
  });

  it('counts no time for which the machine slept', async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    const { train, metrics } = newRun();
    await train(
      slow(() => {}),
      { epochs: 1 },
    );
    expect(metrics()).toMatchObject([{ seconds: 4 * 60, images_per_second: 8 / (4 * 60) }]);
  });

  it('counts the wait for data over all sittings of an epoch', async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    const { train, runDir, metrics, snapshot } = newRun();
    const stopped = await train(
      slow(call => {
        if (call === 2) throw new Error('stopped');
      }),
      { epochs: 1 },
    );
    expect(stopped.error?.message).toBe('stopped');
    const { state, position } = await snapshot();
    expect(position.done).toMatchObject({ steps: 1, seconds: 60, waited: 0 });
    await writeSnapshot(
      runDir,
      { base: 2 },
      { state, position: { ...position, done: { ...position.done, waited: 24 } } },
    );
    await train(
      slow(() => {}),
      { epochs: 1, resume: true },
    );
    expect(metrics()).toMatchObject([{ seconds: 4 * 60, data_wait: 0.1 }]);
  });
});

describe('a disk that does not take the snapshot', () => {
  it('is told once; the training goes on, and says at its end that the last state is not kept', async () => {
    const { train, runDir, metrics } = newRun();
    const state = join(runDir, 'state.safetensors');
    // A folder in its place: nothing can be written there, whoever tries.
    mkdirSync(join(state, 'in-the-way'), { recursive: true });
    const { error, notes, done } = await train(scripted({}).create);
    expect(notes).toEqual([
      expect.stringMatching(
        /^Cannot write .*state\.safetensors: .*\. The training goes on, but .* where this training began\.$/,
      ),
    ]);
    expect(metrics()).toHaveLength(3);
    expect(error?.message).toMatch(/^Cannot write .*state\.safetensors: .*\.$/);
    expect(done).toBeUndefined();
    rmSync(state, { recursive: true });
  });
});

describe('the same seed, data and device', () => {
  it('give the same losses on any number of loader threads', async () => {
    const losses = async (workers: number) => (await newRun().train(undefined, { workers, epochs: 2 })).losses;
    const alone = await losses(0);
    expect(alone).toHaveLength(8);
    expect(new Set(alone).size).toBe(8);
    expect(await losses(1)).toEqual(alone);
    expect(await losses(3)).toEqual(alone);
  });
});

function shortage(): never {
  throw new Error('Failed to allocate memory for requested buffer of size 402653184');
}
