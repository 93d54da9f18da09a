import { encoderOf, type NetworkSpec } from './architecture.ts';
import { type Parameter, parameterCatalogue } from './parameters.ts';
import { ENCODER_PREFIX } from './resnet34-unet.ts';

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
export function tensorsOf(spec: NetworkSpec, vectors: FlatVectors): Map<string, NamedTensor> {
  return new Map(
    parameterCatalogue(spec).map(({ name, shape, kind, offset, size }) => [
      name,
      { shape, data: vectors[kind].subarray(offset, offset + size) },
    ]),
  );
}

/** Writes tensors into the flat vectors, where their names have their place; their shapes must fit. */
export function putTensors(
  vectors: { params: Float32Array; running: Float32Array },
  spec: NetworkSpec,
  tensors: Tensors,
): void {
  for (const { name, kind, offset } of parameterCatalogue(spec)) {
    const data = tensors.get(name)?.data;
    if (data) (kind === 'trainable' ? vectors.params : vectors.running).set(data, offset);
  }
}

/** Far more classes than a training can tell apart. */
const MOST_LOGITS = 1000;

/** The network that these are all tensors of; undefined when they are another's, or not all. */
export function networkOf(tensors: Tensors): NetworkSpec | undefined {
  const [logits, base, ...kernel] = tensors.get('out.weight')?.shape ?? [];
  if (!base || kernel.join() !== '1,1' || logits > MOST_LOGITS) return undefined;
  const encoder = encoderOf(tensors);
  const encoderWidth = tensors.get(`${ENCODER_PREFIX}conv1.weight`)?.shape[0];
  // Tensors do not tell what their classes are called.
  const classes = logits > 1 ? Array.from({ length: logits - 1 }, (_, i) => `class ${i + 1}`) : undefined;
  const spec = { encoder, base, ...(encoderWidth && { encoderWidth }), ...(classes && { classes }) };
  const fits = parameterCatalogue(spec).every(({ name, shape }) => tensors.get(name)?.shape.join() === shape.join());
  return fits ? spec : undefined;
}
