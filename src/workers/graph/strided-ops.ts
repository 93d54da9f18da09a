import type { Graph, Value } from './graph.ts';
import { expand } from './ops.ts';

/* What the layers need whose windows overlap and move by two pixels; as in `ops.ts`, one function per ONNX operator. */

/**
 * What undoes a strided convolution's change of shape, and is the gradient of its input: x [N, O, H', W'] and the same
 * filter w [O, C, k, k] -> [N, C, H, W], `sides` being H and W.
 */
export function convTransposeTo(
  g: Graph,
  x: Value,
  w: Value,
  sides: readonly number[],
  { stride, pad: p }: { readonly stride: number; readonly pad: number },
): Value {
  const [n, , ...from] = x.shape;
  const [, c, k] = w.shape;
  // The rows and columns that no window reached, because it would have looked beyond the edge.
  const rest = sides.map((side, i) => side - ((from[i] - 1) * stride - 2 * p + k));
  const attributes = { kernel_shape: [k, k], strides: [stride, stride], pads: [p, p, p, p], output_padding: rest };
  return g.emit('ConvTranspose', [x, w], [{ shape: [n, c, ...sides], dtype: x.dtype }], attributes)[0];
}

const POOL_3X3 = { kernel_shape: [3, 3], strides: [2, 2], pads: [1, 1, 1, 1] } as const;

const halvedUp = ({ shape: [n, c, height, width] }: Value) => [n, c, Math.ceil(height / 2), Math.ceil(width / 2)];

/** The largest of the 3x3 pixels around every second one. [N, C, H, W] -> [N, C, H/2, W/2], rounded up */
export function maxPool3x3Stride2(g: Graph, x: Value): Value {
  return g.emit('MaxPool', [x], [{ shape: halvedUp(x), dtype: x.dtype }], POOL_3X3)[0];
}

/** The same with the place of each maximum in the flattened x; the first one of equals. CPU only. */
export function maxPool3x3Stride2WithIndices(g: Graph, x: Value): Value[] {
  return g.emit('MaxPool', [x], [{ shape: halvedUp(x) }, { shape: halvedUp(x), dtype: 'int64' }], POOL_3X3);
}

/** Zeros [size] to which every value is added at its index; all flat. CPU only: WebGPU adds in any order. */
export function scatterAdd(g: Graph, values: Value, indices: Value, size: number): Value {
  const zeros = expand(g, g.scalar(0), [size]);
  const attributes = { axis: 0, reduction: 'add' };
  return g.emit('ScatterElements', [zeros, indices, values], [{ shape: [size], dtype: values.dtype }], attributes)[0];
}
