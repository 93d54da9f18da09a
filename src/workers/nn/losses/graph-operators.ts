import { logSumExp } from '../../autodiff/composites/log-sum-exp.ts';
import type { Graph, Value } from '../../graph/graph.ts';
import {
  add,
  castToFloat,
  div,
  equal,
  exp,
  mul,
  neg,
  reduceMean,
  reduceSum,
  reshape,
  sigmoid,
  softplus,
  sub,
} from '../../graph/ops.ts';
import type { Operators, Term } from './operators.ts';

/** The loss as nodes of a graph, each with a gradient. */
export function graphOperators(g: Graph): Operators<Value> {
  const value = (term: Term<Value>) => (typeof term === 'number' ? g.scalar(term) : term);
  const binary = (op: typeof add) => (a: Term<Value>, b: Term<Value>) => op(g, value(a), value(b));
  return {
    add: binary(add),
    sub: binary(sub),
    mul: binary(mul),
    div: binary(div),
    neg: x => neg(g, x),
    exp: x => exp(g, x),
    sigmoid: x => sigmoid(g, x),
    softplus: x => softplus(g, x),
    channels: ({ shape }) => shape[1],
    logSumExp: x => logSumExp(g, x),
    sumOfChannels: x => reduceSum(g, x, [1]),
    oneHot(index, channels) {
      const indices = Array.from({ length: channels }, (_, channel) => channel);
      return castToFloat(g, equal(g, index, g.floats(indices, [1, channels, 1, 1])));
    },
    sum: x => reduceSum(g, x, [2, 3]),
    sumOfImages: x => reduceSum(g, x, [0]),
    mean: x => meanOfAll(g, x),
    meanOfRegions: x => (x.shape[1] > 1 ? meanOfClasses(g, x) : meanOfAll(g, x)),
  };
}

/** In two stages: WebGPU gives one workgroup to each result, so a single one would crawl through all the pixels. */
function meanOfAll(g: Graph, x: Value): Value {
  return reshape(g, reduceMean(g, reduceMean(g, x, [3]), [0, 1, 2]), []);
}

/** [N, C, 1, 1] -> scalar */
function meanOfClasses(g: Graph, scores: Value): Value {
  const [images, channels] = scores.shape;
  const shares = Array.from({ length: channels }, (_, index) => (index === 0 ? 0 : 1 / (images * (channels - 1))));
  return reshape(g, reduceSum(g, mul(g, scores, g.floats(shares, [1, channels, 1, 1])), [0, 1]), []);
}
