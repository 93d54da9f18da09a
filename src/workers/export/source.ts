import { extname } from 'node:path';
import * as z from 'zod';
import { readBytes } from '../../node/read-file.ts';
import { StudioError } from '../../shared/errors.ts';
import { trainingConfigSchema } from '../../shared/schemas/training.ts';
import { readModelFacts } from '../inference/model-facts.ts';
import { encodeNetwork } from '../nn/inference-model.ts';
import { parameterCatalogue } from '../nn/parameters.ts';
import { networkOf, type Tensors } from '../nn/tensors.ts';
import { describeModel } from '../training/checkpoint.ts';
import { decodeSafetensors } from '../training/safetensors.ts';
import { decodeTorchCheckpoint } from '../training/torch-reader.ts';
import { readOnnxTensors } from './onnx-tensors.ts';

/** A trained network, whatever file it came from. */
export interface TrainedNetwork {
  /** Every tensor by its state_dict name, in `state_dict()` order. */
  readonly tensors: Tensors;
  /** What there is to know of it (`describeModel`). */
  readonly metadata: Readonly<Record<string, string>>;
  /** The ONNX model that computes what the file does. */
  readonly model: Uint8Array;
}

/** The reference pipeline's input size; its checkpoint does not tell. */
const REFERENCE_SIZE = 512;

/** Reads a model.onnx that a training wrote, a unet_crack_best.pt, or a safetensors made of either. Throws a StudioError. */
export async function readNetwork(path: string): Promise<TrainedNetwork> {
  const bytes = await readBytes(path, 2 ** 31);
  const read = READERS[extname(path).toLowerCase()] ?? readOnnx;
  const network = read(path, bytes);
  const spec = networkOf(network.tensors);
  if (!spec) {
    throw new StudioError(
      `${path} does not hold every tensor of the studio's network (an export with folded batch norms does not): name a training's run, its model.onnx or unet_crack_best.pt.`,
    );
  }
  const progress = progressOf(network.metadata);
  const described = describeModel({ ...spec, ...progress });
  const tensors = new Map(parameterCatalogue(spec).map(({ name }) => [name, network.tensors.get(name)!]));
  const { epoch, steps, val_dice } = described;
  const metadata = { ...described, ...network.metadata, epoch, steps, val_dice };
  return { tensors, metadata, model: network.model ?? encodeNetwork(tensors, metadata) };
}

/** How far a network's training had come; what a file says of it that cannot be counts as nothing. */
function progressOf({ epoch, steps, val_dice, input_size }: Readonly<Record<string, string>>) {
  const count = z.coerce
    .number()
    .int()
    .min(0)
    .max(2 ** 31 - 1)
    .catch(0);
  const { size: sizeSchema } = trainingConfigSchema.shape;
  return {
    epoch: count.parse(epoch),
    steps: count.parse(steps),
    valDice: z.coerce.number().min(0).max(1).catch(0).parse(val_dice),
    size: sizeSchema.catch(REFERENCE_SIZE).parse(Number(input_size)),
  };
}

interface Found {
  readonly tensors: Tensors;
  readonly metadata: Readonly<Record<string, string>>;
  readonly model?: Uint8Array;
}

/** By a file's ending; what has none of these is ONNX. */
const READERS: Readonly<Record<string, (path: string, bytes: Uint8Array) => Found>> = {
  '.pt': readTorch,
  '.safetensors': readSafetensors,
};

function readSafetensors(path: string, bytes: Uint8Array): Found {
  try {
    return decodeSafetensors(bytes);
  } catch (cause) {
    throw damaged(path, cause);
  }
}

function readOnnx(path: string, bytes: Uint8Array): Found {
  try {
    return { tensors: readOnnxTensors(bytes), metadata: readModelFacts(bytes).metadata, model: bytes };
  } catch (cause) {
    throw damaged(path, cause);
  }
}

function readTorch(path: string, bytes: Uint8Array): Found {
  try {
    const { tensors, epoch, valDice, steps, classes } = decodeTorchCheckpoint(bytes);
    const metadata = { epoch: String(epoch), val_dice: String(valDice), steps: String(steps) };
    return { tensors, metadata: { ...metadata, ...(classes !== undefined && { classes }) } };
  } catch (cause) {
    throw damaged(path, cause);
  }
}

function damaged(path: string, cause?: unknown): StudioError {
  const text = `${path} is damaged or no model: name a training's run, its model.onnx or unet_crack_best.pt.`;
  return new StudioError(text, 'failure', { cause });
}
