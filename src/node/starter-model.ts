import { join } from 'node:path';
import { STARTER } from '../shared/starter.ts';
import { unpackedRoot } from './root.ts';

/** The starting model as it is shipped, in a checkout and in the packaged app. */
const STARTER_PATH = join(unpackedRoot, 'assets/models/starter.onnx');

/** The file of a model that is named: the word for the starting model stands for its file, a path for itself. */
export function namedModel<P>(model: P): P | string {
  return model === STARTER ? STARTER_PATH : model;
}
