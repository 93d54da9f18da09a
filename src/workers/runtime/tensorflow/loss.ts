import type { Scalar, Tensor } from '@tensorflow/tfjs';
import { DICE_EPSILON } from '../../nn/loss-parts.ts';
import type { LossSettings } from '../../nn/losses.ts';
import type { Image, Tf } from './layers.ts';

/** The loss of `nn/losses.ts`, part by part. logits and y [N, H, W, 1] -> scalar */
export function tensorflowLoss(tf: Tf, logits: Image, y: Image, settings: LossSettings): Scalar {
  const { bce, dice, focal, tversky, focalGamma, tverskyAlpha, tverskyBeta } = settings;
  const p = tf.sigmoid(logits);
  const perImage = (x: Tensor) => tf.sum(x, [1, 2, 3]);
  const hit = perImage(tf.mul(p, y));
  const parts: [number, () => Tensor][] = [
    [bce, () => tf.mean(tf.sub(tf.softplus(logits), tf.mul(logits, y)))],
    [dice, () => tf.sub(1, tf.mean(tf.div(tf.mul(hit, 2), tf.add(perImage(tf.add(p, y)), DICE_EPSILON))))],
    [focal, () => focalPart(tf, logits, y, focalGamma)],
    [
      tversky,
      () => {
        const falseCrack = tf.mul(tf.sub(perImage(p), hit), tverskyAlpha);
        const missed = tf.mul(tf.sub(perImage(y), hit), tverskyBeta);
        const total = tf.add(hit, tf.add(tf.add(falseCrack, missed), DICE_EPSILON));
        return tf.sub(1, tf.mean(tf.div(hit, total)));
      },
    ],
  ];
  return parts
    .filter(([weight]) => weight > 0)
    .map(([weight, part]) => tf.mul(part(), weight))
    .reduce((sum, part) => tf.add(sum, part)) as Scalar;
}

function focalPart(tf: Tf, logits: Image, y: Image, gamma: number): Tensor {
  const wrong = tf.mul(logits, tf.sub(1, tf.mul(y, 2)));
  const doubt = tf.exp(tf.mul(tf.softplus(tf.neg(wrong)), -gamma));
  return tf.mean(tf.mul(doubt, tf.softplus(wrong)));
}
