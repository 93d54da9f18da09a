import { type Graph, type Node, sizeOf } from '../../../src/workers/graph/graph.ts';

/*
 * A graph computed in float64, operator by operator as ONNX defines them (opset 17), without regard to speed: what finite
 * differences need, for in float32 they are blurred at the third digit.
 */

export interface Tensor64 {
  readonly dims: readonly number[];
  readonly data: Float64Array;
}

/** The outputs of the graph by name. */
export function computeInFloat64(g: Graph, feeds: Readonly<Record<string, Tensor64>>): Record<string, Tensor64> {
  const known = new Map<string, Tensor64>(Object.entries(feeds));
  for (const { value, data } of g.initializers)
    known.set(value.name, { dims: value.shape, data: Float64Array.from(data as Float32Array, Number) });
  for (const node of g.neededNodes()) {
    const inputs = node.inputs.map(input => (input ? known.get(input.name) : undefined));
    const results = compute(node, inputs as Tensor64[]);
    for (const [i, output] of node.outputs.entries()) {
      if (results[i].data.length !== sizeOf(output.shape)) throw new Error(`${node.name} gives another shape`);
      known.set(output.name, { dims: output.shape, data: results[i].data });
    }
  }
  return Object.fromEntries(g.outputs.map(({ value }) => [value.name, known.get(value.name) as Tensor64]));
}

type Binary = (a: number, b: number) => number;
const BINARY: Readonly<Record<string, Binary>> = {
  Add: (a, b) => a + b,
  Sub: (a, b) => a - b,
  Mul: (a, b) => a * b,
  Div: (a, b) => a / b,
  Greater: (a, b) => +(a > b),
  Equal: (a, b) => +(a === b),
};

const UNARY: Readonly<Record<string, (x: number) => number>> = {
  Neg: x => -x,
  Exp: Math.exp,
  Log: Math.log,
  Sqrt: Math.sqrt,
  Reciprocal: x => 1 / x,
  Relu: x => Math.max(0, x),
  Sigmoid: x => 1 / (1 + Math.exp(-x)),
  Softplus: x => Math.max(0, x) + Math.log1p(Math.exp(-Math.abs(x))),
  Cast: x => x,
  Identity: x => x,
  Reshape: x => x,
};

const REDUCE: Readonly<Record<string, (values: number[]) => number>> = {
  ReduceSum: values => values.reduce((a, b) => a + b, 0),
  ReduceSumSquare: values => values.reduce((a, b) => a + b * b, 0),
  ReduceMean: values => values.reduce((a, b) => a + b, 0) / values.length,
  ReduceMax: values => Math.max(...values),
};

function compute(node: Node, inputs: readonly Tensor64[]): { data: Float64Array }[] {
  const { op, outputs } = node;
  const [x, second, third] = inputs;
  const [{ shape }] = outputs;
  if (op in BINARY) return [filled(shape, at => BINARY[op](pick(x, at), pick(second, at)))];
  if (op in UNARY) return [{ data: x.data.map(UNARY[op]) }];
  if (op in REDUCE) return [reduce(node, x, second)];
  switch (op) {
    case 'Expand':
      return [filled(shape, at => pick(x, at))];
    case 'Transpose':
      return [transpose(x, shape, list(node, 'perm'))];
    case 'Slice':
      return [sliced(inputs, shape)];
    case 'Concat':
      return [concat(inputs, shape, Number(node.attributes.axis))];
    case 'Pad':
      return [
        filled(shape, at =>
          padded(
            x,
            at.map((n, i) => n - second.data[i]),
            third?.data[0] ?? 0,
          ),
        ),
      ];
    case 'MatMul':
      return [matMul(x, second, shape)];
    case 'Conv':
      return [conv(node, inputs)];
    case 'FusedConv': {
      const { data } = conv(node, inputs);
      const plus = inputs[3]?.data ?? new Float64Array(data.length);
      const isRelu = node.attributes.activation === 'Relu';
      return [{ data: data.map((value, i) => (isRelu ? Math.max(0, value + plus[i]) : value + plus[i])) }];
    }
    case 'SpaceToDepth': {
      const c = x.dims[1];
      return [
        filled(shape, ([n, channel, y, px]) => {
          const place = Math.floor(channel / c);
          return padded(x, [n, channel % c, 2 * y + (place >> 1), 2 * px + (place & 1)], Number.NaN);
        }),
      ];
    }
    case 'HardSigmoid': {
      const [alpha, beta] = [node.attributes.alpha, node.attributes.beta] as { float: number }[];
      return [{ data: x.data.map(value => Math.max(0, Math.min(1, alpha.float * value + beta.float))) }];
    }
    case 'ConvTranspose':
      return [convTranspose(node, inputs)];
    case 'MaxPool':
      return maxPool(node, x);
    case 'MaxUnpool':
      return [scattered(sizeOf(shape), second.data, x.data)];
    case 'ScatterElements':
      return [scattered(sizeOf(shape), second.data, third.data)];
    default:
      throw new Error(`${op} is not known in float64: add it to ${import.meta.filename}`);
  }
}

/** A tensor whose element at each index is computed. */
function filled(shape: readonly number[], value: (at: number[]) => number): { data: Float64Array } {
  const data = new Float64Array(sizeOf(shape));
  const at = shape.map(() => 0);
  for (let i = 0; i < data.length; i++) {
    data[i] = value(at);
    for (let axis = shape.length - 1; axis >= 0 && ++at[axis] === shape[axis]; axis--) at[axis] = 0;
  }
  return { data };
}

/** The element at an index of a shape that x broadcasts to. */
function pick({ dims, data }: Tensor64, at: readonly number[]): number {
  const skipped = at.length - dims.length;
  return data[dims.reduce((offset, side, i) => offset * side + (side === 1 ? 0 : at[skipped + i]), 0)];
}

function padded({ dims, data }: Tensor64, at: readonly number[], outside: number): number {
  if (at.some((n, i) => n < 0 || n >= dims[i])) return outside;
  return data[dims.reduce((offset, side, i) => offset * side + at[i], 0)];
}

function list({ attributes }: Node, name: string): readonly number[] {
  return attributes[name] as readonly number[];
}

function transpose(x: Tensor64, shape: readonly number[], perm: readonly number[]) {
  const from = perm.map(() => 0);
  return filled(shape, at => {
    for (const [i, axis] of perm.entries()) from[axis] = at[i];
    return padded(x, from, Number.NaN);
  });
}

function reduce(node: Node, x: Tensor64, axesInput: Tensor64 | undefined) {
  const axes = axesInput ? [...axesInput.data] : [...list(node, 'axes')];
  const [{ shape }] = node.outputs;
  const reduced = x.dims.map((side, i) => (axes.includes(i) ? side : 1));
  return filled(shape, at => {
    const values: number[] = [];
    filled(reduced, within =>
      values.push(
        padded(
          x,
          at.map((n, i) => n + within[i]),
          Number.NaN,
        ),
      ),
    );
    return REDUCE[node.op](values);
  });
}

function sliced([x, starts, , axes, steps]: readonly Tensor64[], shape: readonly number[]) {
  const [from, step] = [x.dims.map(() => 0), x.dims.map(() => 1)];
  for (const [i, axis] of axes.data.entries()) {
    from[axis] = starts.data[i] < 0 ? x.dims[axis] + starts.data[i] : starts.data[i];
    step[axis] = steps.data[i];
  }
  return filled(shape, at =>
    padded(
      x,
      at.map((n, i) => from[i] + n * step[i]),
      Number.NaN,
    ),
  );
}

function concat(parts: readonly Tensor64[], shape: readonly number[], axis: number) {
  return filled(shape, at => {
    let [part, place] = [0, at[axis]];
    while (place >= parts[part].dims[axis]) place -= parts[part++].dims[axis];
    return padded(parts[part], at.with(axis, place), Number.NaN);
  });
}

function matMul(a: Tensor64, b: Tensor64, shape: readonly number[]) {
  const depth = a.dims.at(-1) as number;
  return filled(shape, at => {
    const [batch, m, n] = [at.slice(0, -2), at.at(-2) as number, at.at(-1) as number];
    let sum = 0;
    for (let k = 0; k < depth; k++) sum += pick(a, [...batch, m, k]) * pick(b, [...batch, k, n]);
    return sum;
  });
}

/** Every pair of a pixel of the window-sized side and a place of the filter, with the pixel that it looks at. */
function* windows(node: Node, sides: readonly number[]) {
  const [kernel, strides, pads] = [list(node, 'kernel_shape'), list(node, 'strides'), list(node, 'pads') ?? [0, 0]];
  for (let y = 0; y < sides[0]; y++)
    for (let x = 0; x < sides[1]; x++)
      for (let ky = 0; ky < kernel[0]; ky++)
        for (let kx = 0; kx < kernel[1]; kx++)
          yield { y, x, ky, kx, iy: y * strides[0] + ky - pads[0], ix: x * strides[1] + kx - pads[1] };
}

function conv(node: Node, [x, w, bias]: readonly Tensor64[]) {
  const [{ shape }] = node.outputs;
  const [n, o, ...sides] = shape;
  const [, perGroup] = w.dims;
  const channelsOut = o / Number(node.attributes.group ?? 1);
  const out = filled(shape, at => (bias ? bias.data[at[1]] : 0));
  for (let b = 0; b < n; b++)
    for (let c = 0; c < o; c++)
      for (const { y, x: px, ky, kx, iy, ix } of windows(node, sides))
        for (let k = 0; k < perGroup; k++) {
          const input = padded(x, [b, Math.floor(c / channelsOut) * perGroup + k, iy, ix], 0);
          out.data[((b * o + c) * sides[0] + y) * sides[1] + px] += input * padded(w, [c, k, ky, kx], 0);
        }
  return out;
}

function convTranspose(node: Node, [x, w, bias]: readonly Tensor64[]) {
  const [{ shape }] = node.outputs;
  const [n, o, height, width] = shape;
  const out = filled(shape, at => (bias ? bias.data[at[1]] : 0));
  for (let b = 0; b < n; b++)
    for (let c = 0; c < o; c++)
      for (const { y, x: px, ky, kx, iy, ix } of windows(node, x.dims.slice(2))) {
        if (iy < 0 || ix < 0 || iy >= height || ix >= width) continue;
        for (let k = 0; k < x.dims[1]; k++)
          out.data[((b * o + c) * height + iy) * width + ix] +=
            padded(x, [b, k, y, px], 0) * padded(w, [k, c, ky, kx], 0);
      }
  return out;
}

/** The values, and where in the flattened x they are; of equals the first. */
function maxPool(node: Node, x: Tensor64) {
  const [{ shape }] = node.outputs;
  const [n, c, ...sides] = shape;
  const [, , height, width] = x.dims;
  const [largest, indices] = [filled(shape, () => Number.NEGATIVE_INFINITY), filled(shape, () => -1)];
  for (let plane = 0; plane < n * c; plane++)
    for (const { y, x: px, iy, ix } of windows(node, sides)) {
      if (iy < 0 || ix < 0 || iy >= height || ix >= width) continue;
      const [to, from] = [(plane * sides[0] + y) * sides[1] + px, (plane * height + iy) * width + ix];
      if (x.data[from] <= largest.data[to]) continue;
      largest.data[to] = x.data[from];
      indices.data[to] = from;
    }
  return [largest, indices];
}

function scattered(size: number, indices: Float64Array, values: Float64Array) {
  const data = new Float64Array(size);
  for (const [i, value] of values.entries()) data[indices[i]] += value;
  return { data };
}
