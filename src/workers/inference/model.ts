import { readBytes } from '../../node/read-file.ts';
import { oneLine, StudioError } from '../../shared/errors.ts';
import { foreignText, quoted } from '../../shared/foreign-text.ts';
import { classesOf } from '../../shared/model-usage.ts';
import { type Device, trainingConfigSchema } from '../../shared/schemas/training.ts';
import { createSession, type Tensor } from '../runtime/session.ts';
import { type ModelFacts, readModelFacts } from './model-facts.ts';

/** A loaded crack model. */
export interface Model {
  readonly metadata: Record<string, string>;
  /** Gray / 255 as [count, 1, height, width], sides multiples of the network's `SIZE_MULTIPLE`, to probabilities [count, C, height, width]. */
  infer(pixels: Float32Array, count: number, height: number, width: number): Promise<Float32Array>;
}

/** ONNX itself ends at 2 GiB. */
const MOST_BYTES = 2 ** 31;

const REMEDY = 'give the model.onnx that a training wrote';

/** Loads a model file on a device. Throws a StudioError when it is missing, no ONNX, another kind, or cannot run there. */
export async function loadModel(path: string, device: Device): Promise<Model> {
  const bytes = await readBytes(path, MOST_BYTES);
  const facts = factsOf(path, bytes);
  requirePorts(path, facts);
  requireClasses(path, facts);
  const session = await createSession(bytes, { device }).catch(error => {
    throw loadError(path, device, error);
  });
  return {
    metadata: facts.metadata,
    async infer(pixels, count, height, width) {
      const image = { dims: [count, 1, height, width], data: pixels };
      const { probability } = await session.run({ image }, ['probability']).catch(error => {
        throw new StudioError(
          `${path} cannot compute an image of ${width} x ${height} px (${reasonOf(error)}); ${REMEDY}.`,
        );
      });
      requireProbability(path, probability, [count, classesOf(facts.metadata).length + 1, height, width]);
      return probability.data;
    },
  };
}

function factsOf(path: string, bytes: Uint8Array): ModelFacts {
  try {
    return readModelFacts(bytes);
  } catch (cause) {
    throw new StudioError(`${path} ${oneLine(cause)}; ${REMEDY}.`, 'failure', { cause });
  }
}

/** Of a model that anyone may have made, any of this may be otherwise. */
function requireProbability(path: string, { dims, data }: Tensor, expected: readonly number[]): void {
  const wrong = (what: string) => new StudioError(`${path} gives ${what}; ${REMEDY}.`);
  if (dims.length === 4 && dims[1] !== expected[1]) {
    throw wrong(`${dims[1]} probabilities a pixel but names ${expected[1]} in its metadata`);
  }
  if (dims.join() !== expected.join()) throw wrong(`an output of [${dims}] where [${expected}] is wanted`);
  if (!(data instanceof Float32Array)) throw wrong('an output that is not of float32');
  // Half precision may round beyond.
  if (!data.every(value => value >= -SLACK && value <= 1 + SLACK)) throw wrong('values that are no probabilities');
}

const SLACK = 1e-3;

function requirePorts(path: string, { inputs, outputs }: ModelFacts): void {
  if (inputs.length === 1 && inputs[0] === 'image' && outputs.includes('probability')) return;
  const list = (names: string[]) => names.slice(0, 3).map(quoted).join(', ') || 'nothing';
  throw new StudioError(
    `${path} is another kind of model: it turns ${list(inputs)} into ${list(outputs)}, not "image" into "probability"; ${REMEDY}.`,
  );
}

/** Every class is a channel, and a name that is shown. */
function requireClasses(path: string, { metadata }: ModelFacts): void {
  if (trainingConfigSchema.shape.classes.safeParse(classesOf(metadata)).success) return;
  throw new StudioError(`${path} names classes that no training can have; ${REMEDY}.`);
}

function loadError(path: string, device: Device, error: unknown): StudioError {
  const remedy = device === 'cpu' ? 'the file may be damaged; train again or use another copy' : 'use the CPU';
  return new StudioError(`${path} cannot be loaded on ${device} (${reasonOf(error)}): ${remedy}.`, 'failure', {
    cause: error,
  });
}

/** ONNX Runtime's message begins with the place in its source code, and the function or the condition that failed there. */
function reasonOf(error: unknown): string {
  const reason = oneLine(error).replace(/^.* was false\. |^\/onnxruntime_src\/\S+ (?:\S.*?\) )?/, '');
  return foreignText(reason, 200);
}
