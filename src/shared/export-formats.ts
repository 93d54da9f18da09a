/** What a model can be exported to: ONNX, the reference program's checkpoint, bare tensors, TensorFlow.js. */
export const EXPORT_FORMATS = ['onnx', 'pt', 'safetensors', 'tfjs'] as const;

export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** The files of a format: `name` is what it is called where only a folder was named, `folder` that it is several. */
export const EXPORT_FILES: Readonly<Record<ExportFormat, { name: string; folder: boolean }>> = {
  onnx: { name: 'model.onnx', folder: false },
  pt: { name: 'unet_crack_best.pt', folder: false },
  safetensors: { name: 'model.safetensors', folder: false },
  tfjs: { name: 'tfjs', folder: true },
};

/** Formats that a network may be changed for; the others give every tensor as it was trained. */
export const CHANGEABLE: readonly ExportFormat[] = ['onnx', 'tfjs'];

export interface ExportTask {
  /** Path of the model.onnx or unet_crack_best.pt. */
  readonly model: string;
  readonly to: ExportFormat;
  /** The file to write, or the folder for several. */
  readonly out: string;
  /** Weights of half precision. */
  readonly half: boolean;
  /** Batch norms folded into the convolutions before them. */
  readonly fold: boolean;
}
