import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { Random } from '../../../src/shared/random.ts';
import { LOSS_WEIGHTS, type LossSettings, type LossWeight } from '../../../src/shared/training/loss-settings.ts';
import { gradients } from '../../../src/workers/autodiff/backward.ts';
import { Graph } from '../../../src/workers/graph/graph.ts';
import { encodeModel } from '../../../src/workers/graph/onnx-encode.ts';
import { graphOperators } from '../../../src/workers/nn/losses/graph-operators.ts';
import { REFERENCE_LOSS, segmentationLoss } from '../../../src/workers/nn/losses/segmentation-loss.ts';
import { WholeImageLoss } from '../../../src/workers/nn/losses/whole-image-loss.ts';
import { createSession } from '../../../src/workers/runtime/session.ts';
import { tensorflowOperators } from '../../../src/workers/runtime/tensorflow/loss-operators.ts';

const [HEIGHT, WIDTH] = [6, 8];
const PIXELS = HEIGHT * WIDTH;
const NOTHING: LossSettings = {
  ...REFERENCE_LOSS,
  ...(Object.fromEntries(LOSS_WEIGHTS.map(weight => [weight, 0])) as Record<LossWeight, number>),
  focalGamma: 1.5,
};

/** Logits [images, channels, H, W] and truth [images, 1, H, W]; the last image has no crack. */
function drawn(images: number, channels: number) {
  const random = new Random(channels);
  const z = Float32Array.from({ length: images * channels * PIXELS }, () => random.uniform(-5, 5));
  const regions = Math.max(2, channels);
  const y = Float32Array.from({ length: images * PIXELS }, (_, i) =>
    i < (images - 1) * PIXELS ? random.below(regions) : 0,
  );
  return { z, y };
}

async function onOnnx(settings: LossSettings, images: number, channels: number) {
  const { z, y } = drawn(images, channels);
  const g = new Graph('cpu');
  const feeds = [g.input('z', [images, channels, HEIGHT, WIDTH]), g.input('y', [images, 1, HEIGHT, WIDTH])] as const;
  const loss = segmentationLoss(graphOperators(g), ...feeds, settings);
  g.output('loss', loss);
  g.output('gradient', gradients(g, loss, [feeds[0]])[0]);
  const session = await createSession(encodeModel(g), { device: 'cpu', threads: 1 });
  const out = await session.run({
    z: { dims: feeds[0].shape, data: z },
    y: { dims: feeds[1].shape, data: y },
  });
  await session.release();
  return { loss: out.loss.data[0], gradient: out.gradient.data };
}

function onTensorflow(settings: LossSettings, images: number, channels: number) {
  const { z, y } = drawn(images, channels);
  const o = tensorflowOperators(tf);
  const last = [0, 2, 3, 1];
  const logits = tf.transpose(tf.tensor4d(z, [images, channels, HEIGHT, WIDTH]), last);
  const truth = tf.transpose(tf.tensor4d(y, [images, 1, HEIGHT, WIDTH]), last);
  const lossOf = (z: tf.Tensor) => tf.reshape(segmentationLoss<tf.Tensor>(o, z, truth, settings), []).asScalar();
  const { value, grad } = tf.valueAndGrad(lossOf)(logits);
  return { loss: value.dataSync()[0], gradient: tf.transpose(grad, [0, 3, 1, 2]).dataSync() };
}

/** Of one image, in two tiles that have two shares of the pixels in common, and hold what is beyond the image. */
function inTiles(settings: LossSettings, channels: number): number {
  const { z, y } = drawn(1, channels);
  const loss = new WholeImageLoss(settings);
  for (const [from, to, share] of [
    [0, 30, 0.25],
    [20, PIXELS, 0.75],
  ]) {
    const shares = Float64Array.from({ length: to - from + 2 }, (_, i) => {
      if (i >= to - from) return 0;
      return from + i >= 20 && from + i < 30 ? share : 1;
    });
    const padded = (values: Float32Array) => Float32Array.of(...values.subarray(from, to), Number.NaN, 7);
    const tile = Array.from({ length: channels }, (_, c) => padded(z.subarray(c * PIXELS, (c + 1) * PIXELS)));
    loss.add(tile, padded(y), shares);
  }
  return loss.value;
}

const heads = [
  ['crack', 1],
  ['one class', 2],
  ['three classes', 4],
] as const;

/** What is a score of regions may be one of a whole batch. */
const parts = [
  ...LOSS_WEIGHTS.map(part => [part, 'image'] as const),
  ...(['lossDice', 'lossTversky'] as const).map(part => [part, 'batch'] as const),
];

describe.each(heads)('each part of the loss of %s', (_, channels) => {
  it.each(parts)(
    '%s of each %s is the same in the graph, in TensorFlow and over an image in tiles, and so is its gradient',
    async (part, dice) => {
      const settings = { ...NOTHING, dice, [part]: 1 };
      const [ours, theirs] = [await onOnnx(settings, 2, channels), onTensorflow(settings, 2, channels)];
      expect(theirs.loss).toBeCloseTo(ours.loss, 5);
      ours.gradient.forEach((value, i) => {
        expect(theirs.gradient[i]).toBeCloseTo(value, 5);
      });
      expect(ours.gradient.some(value => Math.abs(value) > 1e-4)).toBe(true);
      const one = await onOnnx(settings, 1, channels);
      expect(inTiles(settings, channels)).toBeCloseTo(one.loss, 5);
    },
  );

  it('counts by its weight, everywhere', async () => {
    const every = Object.fromEntries(LOSS_WEIGHTS.map((part, i) => [part, i + 0.5]));
    const settings = { ...NOTHING, ...every };
    let sum = 0;
    for (const [i, part] of LOSS_WEIGHTS.entries()) {
      sum += (i + 0.5) * (await onOnnx({ ...NOTHING, [part]: 1 }, 1, channels)).loss;
    }
    expect((await onOnnx(settings, 1, channels)).loss).toBeCloseTo(sum, 4);
    expect(onTensorflow(settings, 1, channels).loss).toBeCloseTo(sum, 4);
    expect(inTiles(settings, channels)).toBeCloseTo(sum, 4);
  });
});

describe.each(heads)('the Dice of a batch of %s', (_, channels) => {
  it('is that of one image that holds all of its pixels', async () => {
    const settings = { ...NOTHING, dice: 'batch', lossDice: 1 } as const;
    const { z, y } = drawn(2, channels);
    const whole = new WholeImageLoss(settings);
    const plane = (c: number) =>
      Float32Array.from(
        [0, 1].flatMap(n => [...z.subarray((n * channels + c) * PIXELS, (n * channels + c + 1) * PIXELS)]),
      );
    whole.add(
      Array.from({ length: channels }, (_, c) => plane(c)),
      y,
      new Float64Array(2 * PIXELS).fill(1),
    );
    const { loss, gradient } = await onOnnx(settings, 2, channels);
    expect(whole.value).toBeCloseTo(loss, 5);
    // Central differences in float64.
    const at = PIXELS + 3;
    const moved = (by: number) => {
      const changed = new WholeImageLoss(settings);
      const logits = Array.from({ length: channels }, (_, c) => plane(c));
      logits[0][channels > 1 ? 3 : at] += by;
      changed.add(logits, y, new Float64Array(2 * PIXELS).fill(1));
      return changed.value;
    };
    const step = 2 ** -7;
    expect(gradient[channels > 1 ? 3 : at]).toBeCloseTo((moved(step) - moved(-step)) / (2 * step), 5);
  });
});
