import type { Graph, Value } from '../../graph/graph.ts';
import {
  castToFloat,
  concat,
  equal,
  maxPool2x2,
  maxPool2x2WithIndices,
  maxUnpool2x2,
  mul,
  reshape,
  slice,
  sub,
} from '../../graph/ops.ts';
import type { GradientRule } from '../gradient-rule.ts';

/** The largest of every 2x2 block. x [N, C, H, W] -> [N, C, H/2, W/2] */
export function maxPool(g: Graph, x: Value): Value {
  const [y] = g.composite('maxPool', [x], {}, () => {
    // WebGPU's MaxPool has no indices; its backward finds the places again.
    if (g.target === 'webgpu') return { outputs: [maxPool2x2(g, x)] };
    const [y, indices] = maxPool2x2WithIndices(g, x);
    return { outputs: [y], saved: [indices] };
  });
  return y;
}

/** The gradient goes to the first maximum of its block in reading order, as in PyTorch: flat regions are full of ties. */
export const maxPoolGradient: GradientRule = (g, { inputs: [x], outputs: [y], saved }, dy) => {
  const [indices] = saved;
  if (indices) return [maxUnpool2x2(g, dy, indices)];
  const [n, c, height, width] = x.shape;
  const quarter = [n, c, height / 2, 1, width / 2, 1];
  const corner = (row: number, column: number) => slice(g, slice(g, x, 2, row, height, 2), 3, column, width, 2);
  const corners = [corner(0, 0), corner(0, 1), corner(1, 0), corner(1, 1)];
  let free: Value = g.scalar(1); // 1 where no corner so far was the maximum: logic in floats, for want of And and Not
  const parts = corners.map(part => {
    const first = mul(g, castToFloat(g, equal(g, part, y)), free);
    free = sub(g, free, first);
    return reshape(g, mul(g, dy, first), quarter);
  });
  const rows = [concat(g, parts.slice(0, 2), 5), concat(g, parts.slice(2), 5)]; // [N, C, H/2, 1, W/2, 2]
  return [reshape(g, concat(g, rows, 3), x.shape)];
};
