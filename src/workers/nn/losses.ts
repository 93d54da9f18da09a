import type { Graph, Value } from '../graph/graph.ts';
import { add, div, exp, mul, neg, reduceMean, reduceSum, reshape, sigmoid, softplus, sub } from '../graph/ops.ts';

/** Keeps the Dice of an empty image defined; the reference adds it below the line only. */
export const DICE_EPSILON = 1e-6;

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

/** The weighted sum of the loss's parts; one of them must weigh something. logits and y [N, 1, H, W] -> scalar */
export function segmentationLoss(g: Graph, logits: Value, y: Value, settings = REFERENCE_LOSS): Value {
  const { bce, dice, focal, tversky, focalGamma, tverskyAlpha, tverskyBeta } = settings;
  const one = g.scalar(1);
  const parts: [number, () => Value][] = [
    [bce, () => binaryCrossEntropy(g, logits, y)],
    [dice, () => sub(g, one, softDice(g, logits, y))],
    [focal, () => focalLoss(g, logits, y, focalGamma)],
    [tversky, () => sub(g, one, tverskyIndex(g, logits, y, tverskyAlpha, tverskyBeta))],
  ];
  return parts
    .filter(([weight]) => weight > 0)
    .map(([weight, part]) => (weight === 1 ? part() : mul(g, part(), g.scalar(weight))))
    .reduce((sum, part) => add(g, sum, part));
}

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

/** In two stages: WebGPU gives one workgroup to each result, so a single one would crawl through all the pixels. */
function meanOfAll(g: Graph, x: Value): Value {
  return reshape(g, reduceMean(g, reduceMean(g, x, [3]), [0, 1, 2]), []);
}
