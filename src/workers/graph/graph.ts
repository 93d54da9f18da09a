import { invariant } from '../../shared/assert.ts';

export type DType = 'float32' | 'float16' | 'int64' | 'bool';

/** A tensor of the graph: what an ONNX edge carries. Shapes are static; [N, C, H, W] for images. */
export interface Value {
  readonly name: string;
  readonly dtype: DType;
  readonly shape: readonly number[];
}

/** A whole number, a list of them, a text, or a float (marked, for JavaScript cannot tell 1 from 1.0). */
export type Attribute = number | readonly number[] | string | { readonly float: number };
export type Attributes = Readonly<Record<string, Attribute>>;

/** One ONNX node. A null input is an optional one left out. */
export interface Node {
  readonly op: string;
  readonly domain: string;
  readonly name: string;
  readonly inputs: readonly (Value | null)[];
  readonly outputs: readonly Value[];
  readonly attributes: Attributes;
}

/**
 * What the backward walk sees: one differentiable operation, which is one ONNX node or, for a composite such as a
 * batch norm, many. `saved` are intermediate values that the forward pass computed and the gradient rule wants.
 */
export interface Operation {
  readonly op: string;
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
  readonly attributes: Attributes;
  readonly saved: readonly Value[];
}

export interface Initializer {
  readonly value: Value;
  readonly data: InitializerData;
}

/** float32, float16 as its bits (`half.ts`), int64. */
export type InitializerData = Float32Array | Uint16Array | BigInt64Array;

/** The named dimensions of a graph's input or output whose sizes are only known at run time. */
export type DeclaredDims = readonly (number | string)[];

export interface Port {
  readonly value: Value;
  readonly dims: DeclaredDims;
}

/** The runtime a graph is written for: some gradients have a form that is fast on one and missing on the other. */
export type Target = 'cpu' | 'webgpu';

/** A graph under construction. Nodes are appended in an order that is already topological. */
export class Graph {
  readonly target: Target;
  readonly inputs: Port[] = [];
  readonly outputs: Port[] = [];
  readonly initializers: Initializer[] = [];
  readonly nodes: Node[] = [];
  readonly operations: Operation[] = [];
  readonly #constants = new Map<string, Value>();
  readonly #producers = new Map<string, Node>();
  #depth = 0;
  #counter = 0;

  constructor(target: Target = 'cpu') {
    this.target = target;
  }

  /** Declares a feed. `dims` names the dimensions that may differ from `shape` at run time. */
  input(name: string, shape: readonly number[], dtype: DType = 'float32', dims: DeclaredDims = shape): Value {
    const value = { name, dtype, shape };
    this.inputs.push({ value, dims });
    return value;
  }

  /** Declares a fetch: the value under a name of its own. */
  output(name: string, value: Value, dims: DeclaredDims = value.shape): void {
    const output = { name, dtype: value.dtype, shape: value.shape };
    this.nodes.push({ op: 'Identity', domain: '', name, inputs: [value], outputs: [output], attributes: {} });
    this.outputs.push({ value: output, dims });
  }

  /** A tensor stored in the model. */
  initializer(name: string, data: InitializerData, shape: readonly number[]): Value {
    const value: Value = { name, dtype: dtypeOf(data), shape };
    invariant(data.length === sizeOf(shape), `${name} has ${data.length} values for [${shape}]`);
    this.initializers.push({ value, data });
    return value;
  }

  /** Whole numbers for shapes, axes and offsets; equal lists share one initializer. */
  integers(values: readonly number[]): Value {
    return this.#constant(`i_${values.join('_')}`, BigInt64Array.from(values, BigInt), [values.length]);
  }

  /** Floats of a shape; equal ones share one initializer. */
  floats(values: readonly number[], shape: readonly number[]): Value {
    return this.#constant(`f_${values.join('_')}_of_${shape.join('x')}`, Float32Array.from(values), shape);
  }

  /** A scalar. */
  scalar(value: number): Value {
    return this.#constant(`f_${value}`, Float32Array.of(value), []);
  }

  #constant(key: string, data: Float32Array | BigInt64Array, shape: readonly number[]): Value {
    const known = this.#constants.get(key);
    if (known) return known;
    const value = this.initializer(key, data, shape);
    this.#constants.set(key, value);
    return value;
  }

  /** Appends a node and records it for the backward walk, unless it is part of a composite. */
  emit(
    op: string,
    inputs: readonly (Value | null)[],
    outputs: readonly { shape: readonly number[]; dtype?: DType }[],
    attributes: Attributes = {},
    domain = '',
  ): Value[] {
    const name = `${op}_${this.#counter++}`;
    const values = outputs.map(({ shape, dtype = 'float32' }, i) => ({
      name: i ? `${name}.${i}` : name,
      dtype,
      shape,
    }));
    const node = { op, domain, name, inputs, outputs: values, attributes };
    this.nodes.push(node);
    for (const value of values) this.#producers.set(value.name, node);
    const present = inputs.filter(input => input !== null);
    if (this.#depth === 0) this.operations.push({ op, inputs: present, outputs: values, attributes, saved: [] });
    return values;
  }

  /** The node that makes a value; undefined for feeds and initializers. */
  producer(value: Value): Node | undefined {
    return this.#producers.get(value.name);
  }

  /** The nodes that the outputs depend on, in the order in which they were appended; ONNX Runtime would run the others too. */
  neededNodes(): Node[] {
    const needed = new Set(this.outputs.map(({ value }) => value.name));
    const found = this.nodes.toReversed().filter(({ inputs, outputs }) => {
      const isNeeded = outputs.some(({ name }) => needed.has(name));
      if (isNeeded) for (const input of inputs) if (input) needed.add(input.name);
      return isNeeded;
    });
    return found.reverse();
  }

  /** Groups the nodes that `build` emits into one operation with a gradient rule of its own. */
  composite(
    op: string,
    inputs: readonly Value[],
    attributes: Attributes,
    build: () => { outputs: readonly Value[]; saved?: readonly Value[] },
  ): readonly Value[] {
    this.#depth++;
    const { outputs, saved = [] } = build();
    this.#depth--;
    if (this.#depth === 0) this.operations.push({ op, inputs, outputs, attributes, saved });
    return outputs;
  }
}

function dtypeOf(data: InitializerData): DType {
  if (data instanceof Float32Array) return 'float32';
  return data instanceof Uint16Array ? 'float16' : 'int64';
}

export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, side) => product * side, 1);
}

export function sameShape(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((side, i) => side === b[i]);
}
