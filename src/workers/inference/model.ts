import { readBytes } from '../../node/read-file.ts';
import { oneLine, StudioError } from '../../shared/errors.ts';
import { classesOf } from '../../shared/model-usage.ts';
import type { Device } from '../../shared/schemas/training.ts';
import { createSession } from '../runtime/session.ts';
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
  const facts = readModelFacts(bytes);
  if (!facts) throw new StudioError(`${path} is not an ONNX model; ${REMEDY}.`);
  checkPorts(path, facts);
  const session = await createSession(bytes, { device }).catch(error => {
    throw loadError(path, device, error);
  });
  return {
    metadata: facts.metadata,
    async infer(pixels, count, height, width) {
      const { probability } = await session.run({ image: { dims: [count, 1, height, width], data: pixels } });
      const channels = classesOf(facts.metadata).length + 1;
      if (probability.dims[1] === channels) return probability.data;
      throw new StudioError(
        `${path} gives ${probability.dims[1]} probabilities a pixel but names ${channels} in its metadata; ${REMEDY}.`,
      );
    },
  };
}

function checkPorts(path: string, { inputs, outputs }: ModelFacts): void {
  if (inputs.length === 1 && inputs[0] === 'image' && outputs.includes('probability')) return;
  const list = (names: string[]) => names.map(name => `"${name}"`).join(', ') || 'nothing';
  throw new StudioError(
    `${path} is another kind of model: it turns ${list(inputs)} into ${list(outputs)}, not "image" into "probability"; ${REMEDY}.`,
  );
}

function loadError(path: string, device: Device, error: unknown): StudioError {
  // ONNX Runtime's message begins with the place in its source code and the condition that failed there.
  const reason = oneLine(error).replace(/^.* was false\. /, '');
  const remedy = device === 'cpu' ? 'the file may be damaged; train again or use another copy' : 'use the CPU';
  return new StudioError(`${path} cannot be loaded on ${device} (${reason}): ${remedy}.`, 'failure', { cause: error });
}
