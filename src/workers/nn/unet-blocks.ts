import { BATCH_NORM_EPSILON, batchNormRelu } from '../autodiff/composites/batch-norm.ts';
import { conv1x1 } from '../autodiff/composites/conv1x1.ts';
import { conv3x3 } from '../autodiff/composites/conv3x3.ts';
import { maxPool } from '../autodiff/composites/max-pool.ts';
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

/** What the blocks of a network draw on. Tensors are asked for by their state_dict names. */
export interface Network {
  readonly g: Graph;
  tensor(name: string): Value;
  /** The largest of every 2x2 block. */
  pool(x: Value): Value;
  /** relu(batchNorm(conv3x3(parts joined along the channels))), with the statistics that suit the purpose. */
  convNormRelu(parts: readonly Value[], convName: string, normName: string): Value;
}

/** Twice convolution, batch norm, relu. parts [N, Ci, H, W] -> [N, O, H, W] */
export function doubleConv(net: Network, name: string, parts: readonly Value[]): Value {
  const first = net.convNormRelu(parts, `${name}.0`, `${name}.1`);
  return net.convNormRelu([first], `${name}.3`, `${name}.4`);
}

/** [N, C, H, W] -> [N, C, H/2, W/2] */
export function down(net: Network, x: Value): Value {
  return net.pool(x);
}

/** [N, C, H, W] -> [N, C/2, 2H, 2W] */
export function up(net: Network, name: string, x: Value): Value {
  return upConv(net.g, x, net.tensor(`${name}.weight`), net.tensor(`${name}.bias`));
}

/** One logit a pixel. [N, C, H, W] -> [N, 1, H, W] */
export function outConv(net: Network, x: Value): Value {
  return conv1x1(net.g, x, net.tensor('out.weight'), net.tensor('out.bias'));
}

/** A network that learns: batch norms use the batch's statistics, which collect in `batchStatistics`. */
export function trainingNetwork(g: Graph, tensor: (name: string) => Value): Network & { batchStatistics: Value[] } {
  const batchStatistics: Value[] = [];
  const convNormRelu: Network['convNormRelu'] = (parts, convName, normName) => {
    const x = conv3x3(g, parts, tensor(`${convName}.weight`));
    const { y, mean, variance } = batchNormRelu(g, x, tensor(`${normName}.weight`), tensor(`${normName}.bias`));
    const [n, c, height, width] = x.shape;
    const count = n * height * width;
    // PyTorch normalises with the biased variance but remembers the unbiased one.
    const unbiased = mul(g, variance, g.scalar(count / Math.max(1, count - 1)));
    batchStatistics.push(reshape(g, mean, [c]), reshape(g, unbiased, [c]));
    return y;
  };
  return { g, tensor, pool: x => maxPool(g, x), convNormRelu, batchStatistics };
}

/**
 * A network that predicts: batch norms use the running statistics and are folded into the convolutions before them when
 * the model is loaded. With convolutions of half precision that is still done in single: a variance can be too small for half.
 */
export function predictingNetwork(g: Graph, tensor: (name: string) => Value): Network {
  const convNormRelu: Network['convNormRelu'] = (parts, convName, normName) => {
    const w = tensor(`${convName}.weight`);
    const deviation = sqrt(g, add(g, tensor(`${normName}.running_var`), g.scalar(BATCH_NORM_EPSILON)));
    const scale = div(g, tensor(`${normName}.weight`), deviation);
    const shift = sub(g, tensor(`${normName}.bias`), mul(g, scale, tensor(`${normName}.running_mean`)));
    const isHalf = w.dtype === 'float16';
    const filter = mul(g, isHalf ? castToFloat(g, w) : w, reshape(g, scale, [sizeOf(scale.shape), 1, 1, 1]));
    const [f, b] = isHalf ? [castToHalf(g, filter), castToHalf(g, shift)] : [filter, shift];
    return relu(g, conv(g, joined(g, parts), f, b, { pad: 1 }));
  };
  return { g, tensor, pool: x => maxPool2x2(g, x), convNormRelu };
}

/** A network that predicts, of convolutions into which the batch norms were folded before (`foldBatchNorms`). */
export function foldedNetwork(g: Graph, tensor: (name: string) => Value): Network {
  const convNormRelu: Network['convNormRelu'] = (parts, convName) => {
    const [w, bias] = [tensor(`${convName}.weight`), tensor(`${convName}.bias`)];
    return relu(g, conv(g, joined(g, parts), w, bias, { pad: 1 }));
  };
  return { g, tensor, pool: x => maxPool2x2(g, x), convNormRelu };
}

function joined(g: Graph, parts: readonly Value[]): Value {
  return parts.length > 1 ? concat(g, parts, 1) : parts[0];
}
