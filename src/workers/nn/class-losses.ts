import { logSumExp, softmax } from '../autodiff/composites/log-sum-exp.ts';
import type { Graph, Value } from '../graph/graph.ts';
import { add, castToFloat, div, equal, exp, mul, neg, reduceSum, reshape, softplus, sub } from '../graph/ops.ts';
import { DICE_EPSILON, meanOfAll } from './loss-parts.ts';

/*
 * The parts of the loss for a network that tells classes apart: logits [N, C, H, W], the background first, and y [N, 1, H, W]
 * the index of each pixel's class. Dice and Tversky are means over the classes without the background, which is most of any
 * picture; with one class they are the binary ones of its probability.
 */

/** Mean over all pixels of -log of the probability given to the truth. */
export function classCrossEntropy(g: Graph, logits: Value, y: Value): Value {
  return meanOfAll(g, sub(g, logSumExp(g, logits), logitOfTruth(g, logits, oneHot(g, logits, y))));
}

/** 2 sum(p y) / (sum(p + y) + eps) of each class and image, then the mean over both. */
export function classDice(g: Graph, logits: Value, y: Value): Value {
  const p = softmax(g, logits);
  const truth = oneHot(g, logits, y);
  const overlap = reduceSum(g, mul(g, p, truth), [2, 3]); // [N, C, 1, 1]
  const total = add(g, reduceSum(g, add(g, p, truth), [2, 3]), g.scalar(DICE_EPSILON));
  return meanOfClasses(g, div(g, mul(g, overlap, g.scalar(2)), total));
}

/** Further below any logit than float32 can tell from probability 0. */
const OUT_OF_THE_QUESTION = -1e4;

/** As the binary one: with s the logit of being wrong, here log sum exp of the wrong classes' less the truth's. */
export function classFocalLoss(g: Graph, logits: Value, y: Value, gamma: number): Value {
  const truth = oneHot(g, logits, y);
  const others = logSumExp(g, add(g, logits, mul(g, truth, g.scalar(OUT_OF_THE_QUESTION))));
  const wrong = sub(g, others, logitOfTruth(g, logits, truth));
  const doubt = exp(g, mul(g, softplus(g, neg(g, wrong)), g.scalar(-gamma)));
  return meanOfAll(g, mul(g, doubt, softplus(g, wrong)));
}

/** TP / (TP + alpha FP + beta FN + eps) of each class and image, then the mean over both. */
export function classTverskyIndex(g: Graph, logits: Value, y: Value, alpha: number, beta: number): Value {
  const p = softmax(g, logits);
  const truth = oneHot(g, logits, y);
  const hit = reduceSum(g, mul(g, p, truth), [2, 3]); // [N, C, 1, 1]
  const falseAlarm = mul(g, sub(g, reduceSum(g, p, [2, 3]), hit), g.scalar(alpha));
  const missed = mul(g, sub(g, reduceSum(g, truth, [2, 3]), hit), g.scalar(beta));
  const total = add(g, hit, add(g, add(g, falseAlarm, missed), g.scalar(DICE_EPSILON)));
  return meanOfClasses(g, div(g, hit, total));
}

/** 1 in the channel of the pixel's class, 0 in the others. [N, 1, H, W] -> [N, C, H, W] */
function oneHot(g: Graph, { shape: [, channels] }: Value, y: Value): Value {
  const indices = Array.from({ length: channels }, (_, index) => index);
  return castToFloat(g, equal(g, y, g.floats(indices, [1, channels, 1, 1])));
}

/** [N, 1, H, W] */
function logitOfTruth(g: Graph, logits: Value, truth: Value): Value {
  return reduceSum(g, mul(g, logits, truth), [1]);
}

/** The mean over images and classes, the background left out. [N, C, 1, 1] -> scalar */
function meanOfClasses(g: Graph, scores: Value): Value {
  const [images, channels] = scores.shape;
  const shares = Array.from({ length: channels }, (_, index) => (index === 0 ? 0 : 1 / (images * (channels - 1))));
  return reshape(g, reduceSum(g, mul(g, scores, g.floats(shares, [1, channels, 1, 1])), [0, 1]), []);
}
