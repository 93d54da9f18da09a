import { BATCH_NORM_EPSILON, batchNorm, batchNormRelu } from '../autodiff/composites/batch-norm.ts';
import { convStride2 } from '../autodiff/composites/conv-stride2.ts';
import { conv1x1 } from '../autodiff/composites/conv1x1.ts';
import { conv3x3 } from '../autodiff/composites/conv3x3.ts';
import { maxPool } from '../autodiff/composites/max-pool.ts';
import { maxPool3x3 } from '../autodiff/composites/max-pool3x3.ts';
import { upConv } from '../autodiff/composites/up-conv.ts';
import { type Graph, sizeOf, type Value } from '../graph/graph.ts';
import {
  add,
  castToFloat,
  castToHalf,
  concat,
  conv,
  div,
  maxPool2x2,
  mul,
  relu,
  reshape,
  sqrt,
  sub,
} from '../graph/ops.ts';
import { maxPool3x3Stride2 } from '../graph/strided-ops.ts';
import type { Layers } from './layers.ts';
import { normOf } from './names.ts';

/** Finds a tensor by its state_dict name. */
type Tensor = (name: string) => Value;

/** A network that learns: batch norms use the batch's statistics, which collect in `batchStatistics`. */
export function trainingNetwork(g: Graph, tensor: Tensor): Layers<Value> & { batchStatistics: Value[] } {
  const batchStatistics: Value[] = [];
  const convNorm: Layers<Value>['convNorm'] = (parts, name, { stride = 1, relu = true } = {}) => {
    const w = tensor(`${name}.weight`);
    const norm = normOf(name);
    const x = stride === 1 ? conv3x3(g, parts, w) : convStride2(g, joined(g, parts), w);
    const normalise = relu ? batchNormRelu : batchNorm;
    const { y, mean, variance } = normalise(g, x, tensor(`${norm}.weight`), tensor(`${norm}.bias`));
    const [n, c, height, width] = x.shape;
    const count = n * height * width;
    // PyTorch normalises with the biased variance but remembers the unbiased one.
    const unbiased = mul(g, variance, g.scalar(count / Math.max(1, count - 1)));
    batchStatistics.push(reshape(g, mean, [c]), reshape(g, unbiased, [c]));
    return y;
  };
  const pools = { maxPool: (x: Value) => maxPool(g, x), maxPool3x3: (x: Value) => maxPool3x3(g, x) };
  return { ...ending(g, tensor), ...pools, convNorm, batchStatistics };
}

/**
 * A network that predicts: batch norms use the running statistics and are folded into the convolutions before them when
 * the model is loaded. With convolutions of half precision that is still done in single: a variance can be too small for half.
 */
export function predictingNetwork(g: Graph, tensor: Tensor): Layers<Value> {
  return predicting(g, tensor, (w, name) => {
    const norm = normOf(name);
    const deviation = sqrt(g, add(g, tensor(`${norm}.running_var`), g.scalar(BATCH_NORM_EPSILON)));
    const scale = div(g, tensor(`${norm}.weight`), deviation);
    const shift = sub(g, tensor(`${norm}.bias`), mul(g, scale, tensor(`${norm}.running_mean`)));
    const isHalf = w.dtype === 'float16';
    const filter = mul(g, isHalf ? castToFloat(g, w) : w, reshape(g, scale, [sizeOf(scale.shape), 1, 1, 1]));
    return isHalf ? [castToHalf(g, filter), castToHalf(g, shift)] : [filter, shift];
  });
}

/** A network that predicts, of convolutions into which the batch norms were folded before (`foldBatchNorms`). */
export function foldedNetwork(g: Graph, tensor: Tensor): Layers<Value> {
  return predicting(g, tensor, (w, name) => [w, tensor(`${name}.bias`)]);
}

/** @param folded the filter and bias that stand for a convolution and its batch norm */
function predicting(g: Graph, tensor: Tensor, folded: (w: Value, name: string) => [Value, Value]): Layers<Value> {
  const convNorm: Layers<Value>['convNorm'] = (parts, name, { stride = 1, relu: isRelu = true } = {}) => {
    const [w, bias] = folded(tensor(`${name}.weight`), name);
    const y = conv(g, joined(g, parts), w, bias, { stride, pad: (w.shape[2] - 1) / 2 });
    return isRelu ? relu(g, y) : y;
  };
  const pools = { maxPool: (x: Value) => maxPool2x2(g, x), maxPool3x3: (x: Value) => maxPool3x3Stride2(g, x) };
  return { ...ending(g, tensor), ...pools, convNorm };
}

/** The layers that are the same whether a network learns or predicts. */
function ending(g: Graph, tensor: Tensor): Pick<Layers<Value>, 'addRelu' | 'up' | 'out'> {
  return {
    addRelu: (a, b) => relu(g, add(g, a, b)),
    up: (x, name) => upConv(g, x, tensor(`${name}.weight`), tensor(`${name}.bias`)),
    out: x => conv1x1(g, x, tensor('out.weight'), tensor('out.bias')),
  };
}

function joined(g: Graph, parts: readonly Value[]): Value {
  return parts.length > 1 ? concat(g, parts, 1) : parts[0];
}
