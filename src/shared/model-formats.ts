import { keysOf } from './table.ts';

interface ModelFormatFacts {
  /** What it is, in a few words. */
  readonly about: string;
  /** What it is called where only a folder was named. */
  readonly name: string;
  /** Whether it is several files, in a folder of that name. */
  readonly folder: boolean;
  /** Whether the network may be changed for it (`half`, `fold`); the others give every tensor as it was trained. */
  readonly isChangeable: boolean;
}

/** What a model can be exported to; how each is written and read back is `workers/export/formats.ts`'s. */
export const MODEL_FORMATS = {
  onnx: { about: 'ONNX', name: 'model.onnx', folder: false, isChangeable: true },
  pt: { about: "the reference program's checkpoint", name: 'unet_crack_best.pt', folder: false, isChangeable: false },
  safetensors: { about: 'bare tensors', name: 'model.safetensors', folder: false, isChangeable: false },
  tfjs: { about: 'TensorFlow.js', name: 'tfjs', folder: true, isChangeable: true },
} satisfies Record<string, ModelFormatFacts>;

export type ModelFormat = keyof typeof MODEL_FORMATS;

export const MODEL_FORMAT_NAMES: readonly ModelFormat[] = keysOf(MODEL_FORMATS);

/** Formats that a network may be changed for. */
export const CHANGEABLE: readonly ModelFormat[] = MODEL_FORMAT_NAMES.filter(name => MODEL_FORMATS[name].isChangeable);

export interface ModelExport {
  /** Path of the model.onnx or unet_crack_best.pt. */
  readonly model: string;
  readonly to: ModelFormat;
  /** The file to write, or the folder for several. */
  readonly out: string;
  /** Weights of half precision. */
  readonly half: boolean;
  /** Batch norms folded into the convolutions before them. */
  readonly fold: boolean;
}
