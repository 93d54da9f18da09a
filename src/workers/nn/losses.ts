import type { Graph, Value } from '../graph/graph.ts';
import { add, div, exp, mul, neg, reduceSum, sigmoid, softplus, sub } from '../graph/ops.ts';
import { classCrossEntropy, classDice, classFocalLoss, classTverskyIndex } from './class-losses.ts';
import { DICE_EPSILON, meanOfAll } from './loss-parts.ts';

/** What each part of the loss weighs, and the parts' own settings. A part that weighs 0 is not computed. */
export interface LossSettings {
  readonly bce: number;
  readonly dice: number;
  readonly focal: number;
  readonly tversky: number;
  readonly focalGamma: number;
  readonly tverskyAlpha: number;
  readonly tverskyBeta: number;
}

/** The reference's loss: binary cross entropy plus 1 - soft Dice. */
export const REFERENCE_LOSS: LossSettings = {
  bce: 1,
  dice: 1,
  focal: 0,
  tversky: 0,
  focalGamma: 2,
  tverskyAlpha: 0.3,
  tverskyBeta: 0.7,
};

/**
 * The weighted sum of the loss's parts; one of them must weigh something. With one logit a pixel, y is 0 or 1; with several
 * (`class-losses.ts`), y is the index of the pixel's class. logits [N, C, H, W], y [N, 1, H, W] -> scalar
 */
export function segmentationLoss(g: Graph, logits: Value, y: Value, settings = REFERENCE_LOSS): Value {
  const { bce, dice, focal, tversky, focalGamma, tverskyAlpha, tverskyBeta } = settings;
  const one = g.scalar(1);
  const part = logits.shape[1] > 1 ? CLASS_PARTS : BINARY_PARTS;
  const parts: [number, () => Value][] = [
    [bce, () => part.crossEntropy(g, logits, y)],
    [dice, () => sub(g, one, part.dice(g, logits, y))],
    [focal, () => part.focal(g, logits, y, focalGamma)],
    [tversky, () => sub(g, one, part.tversky(g, logits, y, tverskyAlpha, tverskyBeta))],
  ];
  return parts
    .filter(([weight]) => weight > 0)
    .map(([weight, part]) => (weight === 1 ? part() : mul(g, part(), g.scalar(weight))))
    .reduce((sum, part) => add(g, sum, part));
}

const CLASS_PARTS = {
  crossEntropy: classCrossEntropy,
  dice: classDice,
  focal: classFocalLoss,
  tversky: classTverskyIndex,
};

const BINARY_PARTS: typeof CLASS_PARTS = {
  crossEntropy: binaryCrossEntropy,
  dice: softDice,
  focal: focalLoss,
  tversky: tverskyIndex,
};

/** Mean over all pixels of softplus(z) - z y, which is -log of the probability given to the truth. */
export function binaryCrossEntropy(g: Graph, logits: Value, y: Value): Value {
  return meanOfAll(g, sub(g, softplus(g, logits), mul(g, logits, y)));
}

/** 2 sum(p y) / (sum(p + y) + eps) for each image, then the mean (Milletari et al. 2016, without the squares). */
export function softDice(g: Graph, logits: Value, y: Value): Value {
  const p = sigmoid(g, logits);
  const overlap = reduceSum(g, mul(g, p, y), [2, 3]); // [N, 1, 1, 1]
  const total = add(g, reduceSum(g, add(g, p, y), [2, 3]), g.scalar(DICE_EPSILON));
  return meanOfAll(g, div(g, mul(g, overlap, g.scalar(2)), total));
}

/**
 * Mean over all pixels of (1 - q)^gamma · -log q, q the probability given to the truth (Lin et al. 2017, without alpha).
 * y must be 0 or 1: then with s = z (1 - 2y), the logit of being wrong, -log q = softplus(s) and 1 - q = exp(-softplus(-s)).
 */
export function focalLoss(g: Graph, logits: Value, y: Value, gamma: number): Value {
  const wrong = mul(g, logits, sub(g, g.scalar(1), mul(g, y, g.scalar(2))));
  const doubt = exp(g, mul(g, softplus(g, neg(g, wrong)), g.scalar(-gamma)));
  return meanOfAll(g, mul(g, doubt, softplus(g, wrong)));
}

/**
 * TP / (TP + alpha FP + beta FN + eps) for each image, then the mean, with TP = sum(p y), FP = sum(p) - TP,
 * FN = sum(y) - TP (Salehi et al. 2017). Both at 0.5 it is the soft Dice.
 */
export function tverskyIndex(g: Graph, logits: Value, y: Value, alpha: number, beta: number): Value {
  const p = sigmoid(g, logits);
  const hit = reduceSum(g, mul(g, p, y), [2, 3]); // [N, 1, 1, 1]
  const falseCrack = mul(g, sub(g, reduceSum(g, p, [2, 3]), hit), g.scalar(alpha));
  const missed = mul(g, sub(g, reduceSum(g, y, [2, 3]), hit), g.scalar(beta));
  const total = add(g, hit, add(g, add(g, falseCrack, missed), g.scalar(DICE_EPSILON)));
  return meanOfAll(g, div(g, hit, total));
}
