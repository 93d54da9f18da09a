import type { Graph, Value } from '../graph/graph.ts';
import { add, div, mul, reduceMean, reduceSum, reshape, sigmoid, softplus, sub } from '../graph/ops.ts';

/** Keeps the Dice of an empty image defined; the reference adds it below the line only. */
const DICE_EPSILON = 1e-6;

/** The reference's loss: binary cross entropy plus 1 - soft Dice. logits and y [N, 1, H, W] -> scalar */
export function segmentationLoss(g: Graph, logits: Value, y: Value): Value {
  const one = g.scalar(1);
  return add(g, binaryCrossEntropy(g, logits, y), sub(g, one, softDice(g, logits, y)));
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

/** In two stages: WebGPU gives one workgroup to each result, so a single one would crawl through all the pixels. */
function meanOfAll(g: Graph, x: Value): Value {
  return reshape(g, reduceMean(g, reduceMean(g, x, [3]), [0, 1, 2]), []);
}
