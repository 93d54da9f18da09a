import { type Graph, sizeOf, type Value } from './graph.ts';
import { type ConvOptions, convAttributes, convShape, reshape } from './ops.ts';

/*
 * Operators that do in one pass over memory what others do in several. ONNX Runtime's CPU provider has them alone: a graph for
 * WebGPU does without.
 */

const MICROSOFT = 'com.microsoft';

export interface AffineOptions {
  /** Added to the result, of its shape. */
  readonly plus?: Value;
  readonly relu?: boolean;
}

/**
 * x · scale + bias (+ plus), by channels, then perhaps relu. x [N, C, H, W], scale and bias of C values.
 * A convolution of one pixel in which every channel sees itself: ONNX Runtime adds the rest while a channel lies in the cache.
 */
export function affine(
  g: Graph,
  x: Value,
  scale: Value,
  bias: Value,
  { plus, relu = false }: AffineOptions = {},
): Value {
  const c = x.shape[1];
  const inputs = [x, reshape(g, scale, [c, 1, 1, 1]), reshape(g, bias, [c]), ...(plus ? [plus] : [])];
  const attributes = { kernel_shape: [1, 1], strides: [1, 1], pads: [0, 0, 0, 0], group: c };
  const activation = relu ? { activation: 'Relu' } : {};
  return g.emit('FusedConv', inputs, [{ shape: x.shape }], { ...attributes, ...activation }, MICROSOFT)[0];
}

/** A convolution, and `plus` of the same shape as its result added to it. x [N, C, H, W], w [O, C, kh, kw] -> [N, O, H', W'] */
export function convPlus(g: Graph, x: Value, w: Value, plus: Value, options: ConvOptions): Value {
  const inputs = [x, w, null, plus];
  return g.emit('FusedConv', inputs, [{ shape: convShape(x, w, options) }], convAttributes(w, options), MICROSOFT)[0];
}

/** 1 where x is above 0, 0 elsewhere: of what float32 has above 0, only numbers below 3e-39 come to less than 1. */
export function isPositive(g: Graph, x: Value): Value {
  return g.emit('HardSigmoid', [x], [{ shape: x.shape }], { alpha: { float: 3e38 }, beta: { float: 0 } })[0];
}

/** The four pixels of every 2x2 block side by side: [N, C, 2H, 2W] -> [N, 4C, H, W], first those at the top left, all channels of them. */
export function spaceToDepth(g: Graph, x: Value): Value {
  const [n, c, height, width] = x.shape;
  return g.emit('SpaceToDepth', [x], [{ shape: [n, 4 * c, height / 2, width / 2] }], { blocksize: 2 })[0];
}

/** A value as another times a factor for each channel, where that is how it was made: then the factor may be applied later. */
export function factored(g: Graph, x: Value): { value: Value; factor?: Value } {
  const made = g.producer(x);
  const [value, factor] = made?.op === 'Mul' ? made.inputs : [];
  const isByChannel =
    value?.shape.length === 4 && factor?.shape.length === 4 && sizeOf(factor.shape) === factor.shape[1];
  return isByChannel && sizeOf(value.shape) === sizeOf(x.shape) ? { value, factor } : { value: x };
}
