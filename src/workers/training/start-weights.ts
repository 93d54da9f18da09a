import { join } from 'node:path';
import { statOf } from '../../node/read-file.ts';
import { namedModel } from '../../node/starter-model.ts';
import { StudioError } from '../../shared/errors.ts';
import { networkWords } from '../../shared/training/encoders.ts';
import { readNetwork } from '../export/source.ts';
import type { NetworkSpec } from '../nn/architecture.ts';
import { logitsOf } from '../nn/entries.ts';
import { parameterCatalogue } from '../nn/parameters.ts';
import { networkOf, type Tensors } from '../nn/tensors.ts';

/**
 * The weights of an earlier network to start from: of a run's folder its best model, or a `.pt`, `.onnx` or `.safetensors`
 * file of ours, or the word for the starting model. Where it tells other classes apart its last convolution is left out, and starts anew.
 *
 * @throws StudioError when it cannot be read or is another network than the one that is trained
 */
export async function readStartWeights(path: string, spec: NetworkSpec): Promise<Tensors> {
  const { tensors } = await readNetwork(await modelIn(namedModel(path)));
  const theirs = networkOf(tensors)!;
  const wanted = parameterCatalogue(spec).filter(({ name }) => !name.startsWith('out.'));
  if (!wanted.every(({ name, shape }) => tensors.get(name)?.shape.join() === shape.join())) {
    throw new StudioError(
      `${path} holds another network (${wordsOf(theirs)}) than the one to be trained (${wordsOf(spec)}): train with its settings, or start from another.`,
    );
  }
  if (logitsOf(theirs) === logitsOf(spec)) return tensors;
  return new Map([...tensors].filter(([name]) => !name.startsWith('out.')));
}

function wordsOf({ encoder = 'plain', base }: NetworkSpec): string {
  return networkWords({ encoder, base });
}

/** A run's folder stands for its best model. */
async function modelIn(path: string): Promise<string> {
  const isFolder = await statOf(path).then(
    stats => stats.isDirectory(),
    () => false,
  );
  return isFolder ? join(path, 'model.onnx') : path;
}
