import { invariant } from '../../shared/assert.ts';
import { type Attributes, type DType, type Graph, sizeOf, type Value } from './graph.ts';

/*
 * One function per ONNX operator (opset 17), named as ONNX names it, with the shape of its result. Left out on purpose,
 * because ONNX Runtime's WebGPU provider lacks them or fails on them: Sum (use add), Split (use slice), Sign, And.
 */

/** NumPy's broadcasting: trailing dimensions are equal, or one of them is 1 or absent. */
export function broadcastShape(a: readonly number[], b: readonly number[]): number[] {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, i) => {
    const [p, q] = [a[i - rank + a.length] ?? 1, b[i - rank + b.length] ?? 1];
    invariant(p === q || p === 1 || q === 1, `[${a}] and [${b}] do not broadcast`);
    return Math.max(p, q);
  });
}

type Binary = (g: Graph, a: Value, b: Value) => Value;
type Unary = (g: Graph, x: Value) => Value;

const binary =
  (op: string, dtype?: DType): Binary =>
  (g, a, b) =>
    g.emit(op, [a, b], [{ shape: broadcastShape(a.shape, b.shape), dtype: dtype ?? a.dtype }])[0];

const unary =
  (op: string): Unary =>
  (g, x) =>
    g.emit(op, [x], [{ shape: x.shape, dtype: x.dtype }])[0];

export const add = binary('Add');
export const sub = binary('Sub');
export const mul = binary('Mul');
export const div = binary('Div');
export const greater = binary('Greater', 'bool');
export const equal = binary('Equal', 'bool');

export const neg = unary('Neg');
export const exp = unary('Exp');
export const log = unary('Log');
export const sqrt = unary('Sqrt');
export const reciprocal = unary('Reciprocal');
export const relu = unary('Relu');
export const sigmoid = unary('Sigmoid');
export const softplus = unary('Softplus');

/** Shares of one along an axis. For models that are exported: what learns has `softmax` of autodiff/composites. */
export function softmaxNode(g: Graph, x: Value, axis: number): Value {
  return g.emit('Softmax', [x], [{ shape: x.shape, dtype: x.dtype }], { axis })[0];
}

/** 1 where true, 0 where false; float16 as it is. */
export function castToFloat(g: Graph, x: Value): Value {
  return g.emit('Cast', [x], [{ shape: x.shape }], { to: 1 })[0];
}

/** Rounded to half precision. For models that are exported: no gradient goes through it. */
export function castToHalf(g: Graph, x: Value): Value {
  return g.emit('Cast', [x], [{ shape: x.shape, dtype: 'float16' }], { to: 10 })[0];
}

/**
 * Of a reshaped tensor it reshapes the original. ONNX Runtime would fuse the two nodes into a new one, and in its order of
 * execution new nodes come before all others (`execution-order.ts`).
 */
export function reshape(g: Graph, x: Value, shape: readonly number[]): Value {
  invariant(sizeOf(shape) === sizeOf(x.shape), `[${x.shape}] cannot be reshaped to [${shape}]`);
  const made = g.producer(x);
  const original = (made?.op === 'Reshape' && made.inputs[0]) || x;
  return g.emit('Reshape', [original, g.integers(shape)], [{ shape, dtype: x.dtype }])[0];
}

export function transpose(g: Graph, x: Value, perm: readonly number[]): Value {
  return g.emit('Transpose', [x], [{ shape: perm.map(axis => x.shape[axis]), dtype: x.dtype }], { perm })[0];
}

export function expand(g: Graph, x: Value, shape: readonly number[]): Value {
  return g.emit('Expand', [x, g.integers(shape)], [{ shape: broadcastShape(x.shape, shape), dtype: x.dtype }])[0];
}

/** x[start:end:step] along one axis, 0 <= start < end <= size, step >= 1. */
export function slice(g: Graph, x: Value, axis: number, start: number, end: number, step = 1): Value {
  const shape = x.shape.map((side, i) => (i === axis ? Math.ceil((end - start) / step) : side));
  invariant(start >= 0 && start < end && end <= x.shape[axis], `[${x.shape}] has no ${start}:${end} on axis ${axis}`);
  const inputs = [x, ...[start, end, axis, step].map(n => g.integers([n]))];
  return g.emit('Slice', inputs, [{ shape, dtype: x.dtype }], {})[0];
}

/** Cuts x into pieces of the sizes given along one axis. */
export function slices(g: Graph, x: Value, axis: number, sizes: readonly number[]): Value[] {
  const ends = sizes.map((_, i) => sizes.slice(0, i + 1).reduce((a, b) => a + b, 0));
  return ends.map((end, i) => slice(g, x, axis, end - sizes[i], end));
}

/** The tensor read backwards along the axes given. */
export function flip(g: Graph, x: Value, axes: readonly number[]): Value {
  const all = (n: number) => g.integers(axes.map(() => n));
  const inputs = [x, all(-1), all(-(2 ** 31)), g.integers(axes), all(-1)];
  return g.emit('Slice', inputs, [{ shape: x.shape, dtype: x.dtype }])[0];
}

export function concat(g: Graph, parts: readonly Value[], axis: number): Value {
  const total = parts.reduce((sum, part) => sum + part.shape[axis], 0);
  const shape = parts[0].shape.map((side, i) => (i === axis ? total : side));
  return g.emit('Concat', parts, [{ shape, dtype: parts[0].dtype }], { axis })[0];
}

/** Zeros, or `value`, around the tensor: `before` and `after` count them per axis. */
export function pad(g: Graph, x: Value, before: readonly number[], after: readonly number[], value = 0): Value {
  const shape = x.shape.map((side, i) => before[i] + side + after[i]);
  const inputs = [x, g.integers([...before, ...after]), ...(value === 0 ? [] : [g.scalar(value)])];
  return g.emit('Pad', inputs, [{ shape, dtype: x.dtype }])[0];
}

/** Matrix product over the last two axes; the axes before are a batch and broadcast. */
export function matMul(g: Graph, a: Value, b: Value): Value {
  const [m, k] = a.shape.slice(-2);
  const [k2, n] = b.shape.slice(-2);
  invariant(k === k2, `[${a.shape}] x [${b.shape}]`);
  const batch = broadcastShape(a.shape.slice(0, -2), b.shape.slice(0, -2));
  return g.emit('MatMul', [a, b], [{ shape: [...batch, m, n] }])[0];
}

/** The sum over the axes given, which stay as ones. */
export function reduceSum(g: Graph, x: Value, axes: readonly number[]): Value {
  const shape = x.shape.map((side, i) => (axes.includes(i) ? 1 : side));
  return g.emit('ReduceSum', [x, g.integers(axes)], [{ shape }], { keepdims: 1 })[0];
}

/** The sum of squares over the axes given, which stay as ones. */
export function reduceSumSquare(g: Graph, x: Value, axes: readonly number[]): Value {
  const shape = x.shape.map((side, i) => (axes.includes(i) ? 1 : side));
  return g.emit('ReduceSumSquare', [x], [{ shape }], { axes, keepdims: 1 })[0];
}

/** The largest over the axes given, which stay as ones. */
export function reduceMax(g: Graph, x: Value, axes: readonly number[]): Value {
  const shape = x.shape.map((side, i) => (axes.includes(i) ? 1 : side));
  return g.emit('ReduceMax', [x], [{ shape }], { axes, keepdims: 1 })[0];
}

/** The mean over the axes given, which stay as ones. */
export function reduceMean(g: Graph, x: Value, axes: readonly number[]): Value {
  const shape = x.shape.map((side, i) => (axes.includes(i) ? 1 : side));
  return g.emit('ReduceMean', [x], [{ shape }], { axes, keepdims: 1 })[0];
}

export interface ConvOptions {
  readonly stride?: number;
  /** Zeros on each side; of the rows and of the columns, where these are two. */
  readonly pad?: number | readonly [number, number];
  readonly group?: number;
}

/** Cross-correlation. x [N, C, H, W], w [O, C / group, kh, kw], bias [O] -> [N, O, H', W']. */
export function conv(g: Graph, x: Value, w: Value, bias: Value | null, options: ConvOptions = {}): Value {
  const attributes = convAttributes(w, options);
  const inputs = bias ? [x, w, bias] : [x, w];
  return g.emit('Conv', inputs, [{ shape: convShape(x, w, options), dtype: x.dtype }], attributes)[0];
}

export function convShape(x: Value, w: Value, { stride = 1, pad = 0, group = 1 }: ConvOptions): number[] {
  const [n, c, ...sides] = x.shape;
  const [o, cPerGroup, ...kernel] = w.shape;
  invariant(
    c === cPerGroup * group,
    `[${x.shape}] has ${c} channels, the filter [${w.shape}] wants ${cPerGroup * group}`,
  );
  const zeros = bothPads(pad);
  return [n, o, ...sides.map((side, i) => Math.floor((side + 2 * zeros[i] - kernel[i]) / stride) + 1)];
}

export function convAttributes(w: Value, { stride = 1, pad = 0, group = 1 }: ConvOptions): Attributes {
  const zeros = bothPads(pad);
  return { kernel_shape: w.shape.slice(2), strides: [stride, stride], pads: [...zeros, ...zeros], group };
}

function bothPads(pad: number | readonly [number, number]): readonly [number, number] {
  return typeof pad === 'number' ? [pad, pad] : pad;
}

/** Transposed convolution whose stride is its kernel: every pixel becomes a patch. x [N, C, H, W], w [C, O, k, k]. */
export function convTranspose(g: Graph, x: Value, w: Value, bias: Value): Value {
  const [n, , height, width] = x.shape;
  const [, o, k] = w.shape;
  const shape = [n, o, height * k, width * k];
  const attributes = { kernel_shape: [k, k], strides: [k, k] };
  return g.emit('ConvTranspose', [x, w, bias], [{ shape, dtype: x.dtype }], attributes)[0];
}

const POOL_2X2 = { kernel_shape: [2, 2], strides: [2, 2] } as const;

const halved = ({ shape: [n, c, height, width] }: Value) => [n, c, height / 2, width / 2];

/** The largest of every 2x2 block. [N, C, H, W] -> [N, C, H/2, W/2] */
export function maxPool2x2(g: Graph, x: Value): Value {
  return g.emit('MaxPool', [x], [{ shape: halved(x), dtype: x.dtype }], POOL_2X2)[0];
}

/** The same with the place of each maximum in the flattened x; the first one of equals. CPU only. */
export function maxPool2x2WithIndices(g: Graph, x: Value): Value[] {
  return g.emit('MaxPool', [x], [{ shape: halved(x) }, { shape: halved(x), dtype: 'int64' }], POOL_2X2);
}

/** Puts every value of x at its index, zeros elsewhere: what undoes `maxPool2x2WithIndices`. CPU only. */
export function maxUnpool2x2(g: Graph, x: Value, indices: Value): Value {
  const [n, c, height, width] = x.shape;
  const shape = [n, c, height * 2, width * 2];
  return g.emit('MaxUnpool', [x, indices, g.integers(shape)], [{ shape }], POOL_2X2)[0];
}
