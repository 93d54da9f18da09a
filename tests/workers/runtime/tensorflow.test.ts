import { existsSync } from 'node:fs';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import type { NetworkSpec } from '../../../src/workers/nn/architecture.ts';
import { REFERENCE_LOSS } from '../../../src/workers/nn/losses/segmentation-loss.ts';
import type { CreateTrainer, TrainerOptions, TrainingState } from '../../../src/workers/nn/trainer.ts';
import { createTrainer } from '../../../src/workers/runtime/create-trainer.ts';
import { tensorflowTrainers } from '../../../src/workers/runtime/tensorflow/trainer.ts';
import { goldenBatch, goldenState } from '../nn/golden.ts';
import { newRun } from '../training/scripted-training.ts';

const [SIZE, BATCH] = [32, 2];
const onTensorflow = tensorflowTrainers(tf);

function optionsOf(spec: NetworkSpec, more: Partial<TrainerOptions> = {}): TrainerOptions {
  return {
    ...{ device: 'cpu', height: SIZE, width: SIZE, batch: BATCH, microBatch: BATCH, lr: 1e-3, threads: 1 },
    ...spec,
    ...more,
    state: goldenState(spec),
  };
}

/** The losses of so many steps, and where they lead. */
async function learn(create: CreateTrainer, options: TrainerOptions, steps: number) {
  const trainer = await create(options);
  const losses: number[] = [];
  for (let i = 0; i < steps; i++) {
    const { x, y } = goldenBatch(i, BATCH, SIZE);
    losses.push(await trainer.step(x, y, BATCH));
  }
  const { x, y } = goldenBatch(99, BATCH, SIZE);
  const validated = await trainer.validate(x, y, BATCH);
  const state = await trainer.readState();
  await trainer.release();
  return { losses, validated, state };
}

const largestDifference = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Array.from(a).reduce((most, value, i) => Math.max(most, Math.abs(value - b[i])), 0);

async function expectAgreement(options: TrainerOptions, steps: number): Promise<void> {
  const ours = await learn(createTrainer, options, steps);
  const theirs = await learn(onTensorflow, { ...options, state: goldenState(options) }, steps);
  expect(largestDifference(theirs.losses, ours.losses)).toBeLessThan(1e-3);
  expect(theirs.validated.loss).toBeCloseTo(ours.validated.loss, 2);
  expect(theirs.state.step).toBe(steps);
  for (const key of ['params', 'running'] as const) {
    expect(largestDifference(theirs.state[key], ours.state[key]), key).toBeLessThan(2e-2);
  }
}

describe('the TensorFlow engine', () => {
  it('learns as the ONNX engine does: the first ten losses agree to 1e-3, then logits and running statistics', async () => {
    const options = optionsOf({ base: 2 });
    const ours = await learn(createTrainer, options, 10);
    const theirs = await learn(onTensorflow, optionsOf({ base: 2 }), 10);
    expect(theirs.losses).toHaveLength(10);
    expect(largestDifference(theirs.losses, ours.losses)).toBeLessThan(1e-3);
    expect(largestDifference(theirs.validated.logits, ours.validated.logits)).toBeLessThan(2e-2);
    expect(largestDifference(theirs.state.running, ours.state.running)).toBeLessThan(1e-3);
    expect(theirs.state.step).toBe(10);
  });

  it('takes the same first step: every weight and moment, with weight decay', async () => {
    const options = () => optionsOf({ base: 2 }, { weightDecay: 0.1 });
    const ours = await learn(createTrainer, options(), 1);
    const theirs = await learn(onTensorflow, options(), 1);
    for (const key of ['m', 'v', 'running'] as const) {
      expect(largestDifference(theirs.state[key], ours.state[key]), key).toBeLessThan(1e-5);
    }
    // Adam's first step is ± lr wherever the gradient is not nearly zero: there its sign is a matter of rounding.
    const far = ours.state.m.map(
      (m, i) => +(Math.abs(m) > 1e-6 && Math.abs(theirs.state.params[i] - ours.state.params[i]) > 1e-5),
    );
    expect(far.reduce((a, b) => a + b, 0)).toBe(0);
  });

  it.each([
    ['focal and Tversky loss', { ...REFERENCE_LOSS, lossBce: 0.5, lossDice: 0.5, lossFocal: 1, lossTversky: 2 }, BATCH],
    ['a batch in two parts', REFERENCE_LOSS, 1],
  ])('agrees with %s', async (_, loss, microBatch) => {
    await expectAgreement(optionsOf({ base: 2 }, { loss, microBatch }), 3);
  });

  it('agrees where classes are told apart, down to the order of the logits', async () => {
    const options = optionsOf({ base: 2, classes: ['bright', 'square'] });
    await expectAgreement(options, 3);
    const [ours, theirs] = [await learn(createTrainer, options, 0), await learn(onTensorflow, options, 0)];
    expect(theirs.validated.logits).toHaveLength(3 * BATCH * SIZE * SIZE);
    expect(largestDifference(theirs.validated.logits, ours.validated.logits)).toBeLessThan(1e-4);
  });

  it('agrees with a ResNet as the encoder', async () => {
    await expectAgreement(optionsOf({ encoder: 'resnet34', base: 2, encoderWidth: 2 }), 2);
  });

  it('holds no more tensors after a step than before it, and none when it is released', async () => {
    const before = tf.memory().numTensors;
    const trainer = await onTensorflow(optionsOf({ base: 2 }, { microBatch: 1 }));
    const { x, y } = goldenBatch(0, BATCH, SIZE);
    await trainer.step(x, y, BATCH);
    const held = tf.memory().numTensors;
    await trainer.step(x, y, BATCH);
    await trainer.validate(x, y, BATCH);
    await trainer.readState();
    expect(tf.memory().numTensors).toBe(held);
    await trainer.release();
    expect(tf.memory().numTensors).toBe(before);
  });

  it('goes on from what was read as if nothing had happened', async () => {
    const trainer = await onTensorflow(optionsOf({ base: 2 }));
    const step = async (number: number) => {
      const { x, y } = goldenBatch(number, BATCH, SIZE);
      return trainer.step(x, y, BATCH);
    };
    await step(0);
    const state: TrainingState = await trainer.readState();
    const next = [await step(1), await step(2)];
    await trainer.writeState(state);
    expect([await step(1), await step(2)]).toEqual(next);
    await trainer.release();
  });
});

describe('a whole training on TensorFlow', () => {
  it('gives a checkpoint whose model predicts, and goes on after a pause as if there had been none', async () => {
    const whole = newRun();
    const paused = newRun();
    expect((await whole.train(onTensorflow, { epochs: 2 })).error).toBeUndefined();
    expect((await paused.train(onTensorflow, { epochs: 1 })).error).toBeUndefined();
    expect((await paused.train(onTensorflow, { epochs: 2, resume: true })).error).toBeUndefined();
    expect(paused.metrics().map(({ tr_loss, va_dice }) => [tr_loss, va_dice])).toEqual(
      whole.metrics().map(({ tr_loss, va_dice }) => [tr_loss, va_dice]),
    );
    expect((await paused.snapshot()).state.params).toEqual((await whole.snapshot()).state.params);
    const onOnnx = newRun();
    await onOnnx.train(undefined, { epochs: 2 });
    const [ours, theirs] = [onOnnx, whole].map(run => run.metrics().map(({ tr_loss }) => tr_loss));
    expect(largestDifference(ours, theirs)).toBeLessThan(1e-3);
    expect(existsSync(join(whole.runDir, 'model.onnx'))).toBe(true);
  });
});
