import type { Graph, Value } from '../../graph/graph.ts';
import { sizeOf } from '../../graph/graph.ts';
import { add, castToFloat, concat, equal, mul, pad, reshape, slice, sub } from '../../graph/ops.ts';
import { maxPool3x3Stride2, maxPool3x3Stride2WithIndices, scatterAdd } from '../../graph/strided-ops.ts';
import type { GradientRule } from '../gradient-rule.ts';

/** The largest of the 3x3 pixels around every second one. x [N, C, H, W] -> [N, C, H/2, W/2], rounded up */
export function maxPool3x3(g: Graph, x: Value): Value {
  const [y] = g.composite('maxPool3x3', [x], {}, () => {
    // WebGPU's MaxPool has no indices; its backward finds the places again.
    if (g.target === 'webgpu') return { outputs: [maxPool3x3Stride2(g, x)] };
    const [y, indices] = maxPool3x3Stride2WithIndices(g, x);
    return { outputs: [y], saved: [indices] };
  });
  return y;
}

/** Windows overlap, so a pixel sums up all whose maximum it is; of equals the first in reading order counts, as in PyTorch. */
export const maxPool3x3Gradient: GradientRule = (g, { inputs: [x], outputs: [y], saved: [indices] }, dy) => {
  if (!indices) return [withoutIndices(g, x, y, dy)];
  const count = [sizeOf(dy.shape)];
  const flat = scatterAdd(g, reshape(g, dy, count), reshape(g, indices, count), sizeOf(x.shape));
  return [reshape(g, flat, x.shape)];
};

/** Below every activation: what stands around the picture is no maximum. */
const BELOW = -3e38;
const TAPS = [0, 1, 2];

/**
 * Tap (i, j) of the windows sees the pixels 2h + i, 2w + j of the padded picture. Its share of the gradient is laid on a grid of
 * their rows' and columns' parity, shifted by one where the tap lies a whole stride on; the four grids are then interleaved.
 */
function withoutIndices(g: Graph, x: Value, y: Value, dy: Value): Value {
  const [n, c, height, width] = x.shape;
  const [rows, columns] = y.shape.slice(2);
  const padded = pad(g, x, [0, 0, 1, 1], [0, 0, 1, 1], BELOW);
  const grids: (Value | undefined)[] = [undefined, undefined, undefined, undefined];
  let free: Value = g.scalar(1); // 1 where no tap so far was the maximum: logic in floats, for want of And and Not
  for (const i of TAPS) {
    const line = slice(g, padded, 2, i, i + 2 * rows - 1, 2);
    for (const j of TAPS) {
      const first = mul(g, castToFloat(g, equal(g, slice(g, line, 3, j, j + 2 * columns - 1, 2), y)), free);
      free = sub(g, free, first);
      const [down, right] = [i >> 1, j >> 1];
      const share = pad(g, mul(g, dy, first), [0, 0, down, right], [0, 0, 1 - down, 1 - right]);
      const grid = 2 * (i % 2) + (j % 2);
      const earlier = grids[grid];
      grids[grid] = earlier ? add(g, earlier, share) : share;
    }
  }
  const parts = grids.map(grid => reshape(g, grid as Value, [n, c, rows + 1, 1, columns + 1, 1]));
  const lines = [concat(g, parts.slice(0, 2), 5), concat(g, parts.slice(2), 5)]; // [N, C, H'+1, 1, W'+1, 2]
  const whole = reshape(g, concat(g, lines, 3), [n, c, 2 * rows + 2, 2 * columns + 2]);
  return slice(g, slice(g, whole, 2, 1, 1 + height), 3, 1, 1 + width);
}
