import { convPlus, factored } from '../../graph/fused-ops.ts';
import type { Graph, Value } from '../../graph/graph.ts';
import { concat, conv, flip, mul, reshape, slices, transpose } from '../../graph/ops.ts';
import type { GradientRule } from '../gradient-rule.ts';
import { weightGradients3x3 } from './conv3x3-weight-gradient.ts';

/**
 * 3x3 convolution, stride 1, one pixel of zeros around, no bias, of the parts joined along the channels.
 * parts [N, Ci, H, W], w [O, sum of Ci, 3, 3] -> [N, O, H, W]
 *
 * Taking the parts rather than their concatenation keeps the joined tensor out of the memory that backward needs, and
 * gives each part its gradient without cutting a joined one up.
 */
export function conv3x3(g: Graph, parts: readonly Value[], w: Value): Value {
  const [y] = g.composite('conv3x3', [...parts, w], {}, () => {
    // The sum of a convolution of each part: the joined tensor need not be made.
    if (g.target === 'cpu') return { outputs: [sumOfConvolutions(g, parts, filtersOf(g, parts, w))] };
    const x = parts.length > 1 ? concat(g, parts, 1) : parts[0];
    return { outputs: [conv(g, x, w, null, { pad: 1 })] };
  });
  return y;
}

function sumOfConvolutions(g: Graph, parts: readonly Value[], filters: readonly Value[]): Value {
  const first = conv(g, parts[0], filters[0], null, { pad: 1 });
  return parts.slice(1).reduce((sum, part, i) => convPlus(g, part, filters[i + 1], sum, { pad: 1 }), first);
}

/** What of the filter [O, sum of Ci, 3, 3] belongs to each part. */
function filtersOf(g: Graph, parts: readonly Value[], w: Value): Value[] {
  const channels = parts.map(({ shape }) => shape[1]);
  return parts.length > 1 ? slices(g, w, 1, channels) : [w];
}

/**
 * dx is the convolution of dy with the filter turned by 180 degrees and its channels swapped. A factor for each of dy's channels,
 * as a batch norm leaves one, is applied to the filters, which are smaller.
 */
export const conv3x3Gradient: GradientRule = (g, { inputs }, gradient, needed) => {
  const parts = inputs.slice(0, -1);
  const { value: dy, factor } = factored(g, gradient);
  const byFilter = (filter: Value) =>
    factor ? mul(g, filter, reshape(g, factor, [factor.shape[1], 1, 1, 1])) : filter;
  const w = byFilter(inputs[inputs.length - 1]); // [O, C, 3, 3]
  const dxs = filtersOf(g, parts, w).map((filter, i) => {
    if (!needed[i]) return null;
    return conv(g, dy, transpose(g, flip(g, filter, [2, 3]), [1, 0, 2, 3]), null, { pad: 1 });
  });
  const dws = weightGradients3x3(g, parts, dy);
  return [...dxs, byFilter(dws.length > 1 ? concat(g, dws, 1) : dws[0])];
};
