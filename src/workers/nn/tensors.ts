import { type Parameter, parameterCatalogue } from './parameters.ts';

/** A float32 tensor, row-major. */
export interface NamedTensor {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** A network's tensors by their state_dict names, in that order. */
export type Tensors = ReadonlyMap<string, NamedTensor>;

/** The flat vectors of `TrainingState`, without what only training needs. */
export type FlatVectors = Record<Parameter['kind'], Float32Array>;

/** Views into the flat vectors. */
export function tensorsOf(base: number, vectors: FlatVectors): Map<string, NamedTensor> {
  return new Map(
    parameterCatalogue(base).map(({ name, shape, kind, offset, size }) => [
      name,
      { shape, data: vectors[kind].subarray(offset, offset + size) },
    ]),
  );
}

/** The width of the network that these are all tensors of; undefined when they are another network's, or not all. */
export function baseOf(tensors: Tensors): number | undefined {
  const [, base, ...kernel] = tensors.get('out.weight')?.shape ?? [];
  if (!base || kernel.join() !== '1,1') return undefined;
  const fits = parameterCatalogue(base).every(({ name, shape }) => tensors.get(name)?.shape.join() === shape.join());
  return fits ? base : undefined;
}
