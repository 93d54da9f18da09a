import type { Tensors } from '../nn/tensors.ts';

/** A network as it is to be written: batch norms may be folded already. */
export interface ExportedNetwork {
  readonly tensors: Tensors;
  readonly metadata: Readonly<Record<string, string>>;
}

/** Files by name; a format of one file calls it ''. */
export type Files = ReadonlyMap<string, Uint8Array>;
