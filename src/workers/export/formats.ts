import type { ModelExport, ModelFormat } from '../../shared/model-formats.ts';
import { classesOf } from '../../shared/model-usage.ts';
import { encodeNetwork } from '../nn/inference-model.ts';
import { stateDict } from '../training/checkpoint.ts';
import { decodeSafetensors, encodeSafetensors } from '../training/safetensors.ts';
import { encodeTorchCheckpoint } from '../training/torch-file.ts';
import { decodeTorchCheckpoint } from '../training/torch-reader.ts';
import type { ExportedNetwork, Files } from './exported-network.ts';
import { decodeTfjs, encodeTfjs } from './tfjs.ts';

interface Format {
  encode(network: ExportedNetwork, task: Pick<ModelExport, 'half'>): Files;
  /** What was written, read again, as an ONNX model that computes the same: to compare it with the original. */
  decode(files: Files): Uint8Array;
}

/** How each format is written and read. */
export const FORMATS: Readonly<Record<ModelFormat, Format>> = {
  onnx: {
    encode: ({ tensors, metadata }, { half }) => single(encodeNetwork(tensors, metadata, { half })),
    decode: files => only(files),
  },
  pt: {
    encode: ({ tensors, metadata: { epoch, steps, val_dice, classes } }) =>
      single(
        encodeTorchCheckpoint({
          model: stateDict(tensors, Number(steps)),
          epoch: Number(epoch),
          val_dice: Number(val_dice),
          ...(classesOf({ classes }).length > 0 && { classes }),
        }),
      ),
    decode: files => encodeNetwork(decodeTorchCheckpoint(only(files)).tensors, {}),
  },
  safetensors: {
    encode: ({ tensors, metadata }) => single(encodeSafetensors({ tensors, metadata })),
    decode: files => encodeNetwork(decodeSafetensors(only(files)).tensors, {}),
  },
  tfjs: {
    encode: encodeTfjs,
    decode: files => encodeNetwork(decodeTfjs(files), {}),
  },
};

function single(bytes: Uint8Array): Files {
  return new Map([['', bytes]]);
}

function only(files: Files): Uint8Array {
  return files.get('')!;
}
