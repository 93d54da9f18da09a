import { readBytes } from '../../node/read-file.ts';
import { StudioError } from '../../shared/errors.ts';
import type { TrainingConfig } from '../../shared/schemas/training.ts';
import type { NetworkSpec } from '../nn/architecture.ts';
import { parameterCatalogue } from '../nn/parameters.ts';
import { ENCODER_PREFIX } from '../nn/resnet34-unet.ts';
import type { NamedTensor, Tensors } from '../nn/tensors.ts';
import { decodeSafetensors } from './safetensors.ts';
import { decodeTorchCheckpoint } from './torch-reader.ts';

/**
 * The encoder's tensors, by our names, from a file with torchvision's state_dict of a ResNet-34 (`.safetensors`, otherwise
 * PyTorch's own kind). The filters of its first convolution are summed over red, green and blue, which is what they make of a
 * gray picture whose three channels are equal; what belongs to the classifier is passed over. ImageNet's normalisation of pixels
 * is not repeated: the batch norm behind the first convolution takes scale and shift out again, once it has seen a few steps.
 *
 * @throws StudioError that names what is missing or does not fit
 */
export async function readEncoderWeights(path: string, spec: NetworkSpec): Promise<Map<string, NamedTensor>> {
  const found = await readTensors(path);
  const wanted = parameterCatalogue(spec).filter(({ name }) => name.startsWith(ENCODER_PREFIX));
  return new Map(
    wanted.map(({ name, shape }) => {
      const theirs = name.slice(ENCODER_PREFIX.length);
      // A network that the studio trained may lend its encoder, too.
      const tensor = found.get(theirs) ?? found.get(name);
      if (!tensor) throw unfit(path, `it has no ${theirs}`);
      const gray = theirs === 'conv1.weight' ? inGray(tensor) : tensor;
      if (gray.shape.join() === shape.join()) return [name, gray];
      throw unfit(path, `its ${theirs} is [${tensor.shape.join(', ')}], not [${theirShape(theirs, shape).join(', ')}]`);
    }),
  );
}

/** How a training of a ResNet begins, in a sentence for the user; undefined for the plain network, which is always fresh. */
export function encoderNote({ encoder, encoderWeights }: TrainingConfig): string | undefined {
  if (encoder === 'plain') return undefined;
  return encoderWeights === ''
    ? 'No file with weights of the encoder was given, so it is trained from scratch; a ResNet wants weights from ImageNet, or many images.'
    : `The encoder starts from the weights in ${encoderWeights}.`;
}

async function readTensors(path: string): Promise<Tensors> {
  const bytes = await readBytes(path);
  try {
    return (path.endsWith('.safetensors') ? decodeSafetensors(bytes) : decodeTorchCheckpoint(bytes)).tensors;
  } catch (cause) {
    throw new StudioError(`${path} is damaged or holds no PyTorch weights: ${REMEDY}.`, 'failure', { cause });
  }
}

const REMEDY = "give torchvision's resnet34 state_dict as .pth, .pt or .safetensors";

function unfit(path: string, reason: string): StudioError {
  return new StudioError(`${path} does not fit the encoder resnet34, for ${reason}: ${REMEDY}.`);
}

function theirShape(name: string, [o, c, ...kernel]: readonly number[]): readonly number[] {
  if (name === 'conv1.weight') return [o, 3, ...kernel];
  return c === undefined ? [o] : [o, c, ...kernel];
}

/** Filters [O, 3, k, k] -> [O, 1, k, k]; others as they are. */
function inGray(tensor: NamedTensor): NamedTensor {
  const [o, c, ...kernel] = tensor.shape;
  if (c !== 3) return tensor;
  const pixels = kernel.reduce((a, b) => a * b, 1);
  const data = new Float32Array(o * pixels);
  tensor.data.forEach((value, i) => {
    data[Math.floor(i / (3 * pixels)) * pixels + (i % pixels)] += value;
  });
  return { shape: [o, 1, ...kernel], data };
}
