import { join } from 'node:path';
import { writeFileAtomic } from '../../node/atomic-file.ts';
import { StudioError } from '../../shared/errors.ts';
import type { ModelExport } from '../../shared/model-formats.ts';
import { Random } from '../../shared/random.ts';
import type { ExportEvent } from '../../shared/worker-protocol.ts';
import { foldBatchNorms } from '../nn/fold.ts';
import { createSession } from '../runtime/session.ts';
import { FORMATS } from './formats.ts';
import { readNetwork, type TrainedNetwork } from './source.ts';

/** How far probabilities may be from the model's. */
const TOLERANCE = { single: 1e-4, half: 1e-2 };

/**
 * Puts a model into another format, reads that again and compares its probabilities with the model's on a test picture;
 * what differs is not written, so that an earlier export stays.
 *
 * @throws StudioError when the model cannot be read, nothing can be written, or the comparison fails
 */
export async function exportModel(task: ModelExport): Promise<Extract<ExportEvent, { kind: 'exported' }>> {
  const network = await readNetwork(task.model);
  const format = FORMATS[task.to];
  const files = format.encode(changed(network, task), task);
  const difference = await largestDifference(network.model, format.decode(files));
  // Infinities of a half precision that does not reach give NaN.
  if (!(difference <= (task.half ? TOLERANCE.half : TOLERANCE.single))) {
    throw new StudioError(
      `The export of ${task.model} computes other probabilities than the model (by up to ${difference}), so it was not written: ${task.half ? 'export in full precision' : 'choose another format'}.`,
    );
  }
  for (const [name, bytes] of files) await writeFileAtomic(join(task.out, name), bytes);
  const sizes = [...files].map(([name, bytes]) => ({ path: join(task.out, name), bytes: bytes.length }));
  return { kind: 'exported', files: sizes, difference };
}

function changed({ tensors, metadata }: TrainedNetwork, { fold, half }: ModelExport) {
  return {
    tensors: fold ? foldBatchNorms(tensors) : tensors,
    metadata: {
      ...metadata,
      ...(fold ? { batch_norm: 'folded into the convolutions' } : {}),
      ...(half ? { precision: 'float16' } : {}),
    },
  };
}

/** Side of the test picture, px. */
const SIDE = 64;

/** A noisy gray surface with a dark line across it, [side, side] in 0..1. */
export function testPicture(side = SIDE): Float32Array {
  const random = new Random(1);
  return Float32Array.from({ length: side * side }, (_, i) => {
    const [row, column] = [Math.floor(i / side), i % side];
    const isCrack = Math.abs(row - column / 2 - side / 8) < 1.5;
    return (isCrack ? 0.15 : 0.6) + random.uniform(-0.1, 0.1);
  });
}

/** Of two ONNX models' probabilities on the test picture; NaN when one of them gives any. */
async function largestDifference(a: Uint8Array, b: Uint8Array): Promise<number> {
  const [p, q] = [await probabilities(a), await probabilities(b)];
  if (p.length !== q.length) return Number.NaN;
  return p.reduce((largest, value, i) => Math.max(largest, Math.abs(value - q[i])), 0);
}

async function probabilities(model: Uint8Array): Promise<Float32Array> {
  const session = await createSession(model, { device: 'cpu' });
  const { probability } = await session.run({ image: { dims: [1, 1, SIDE, SIDE], data: testPicture() } });
  await session.release();
  return probability.data;
}
