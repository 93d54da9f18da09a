import type { Encoder } from '../../shared/schemas/training.ts';
import type { Entry } from './entries.ts';
import type { Layers } from './layers.ts';
import { ENCODER_PREFIX, resnet34Entries, resnet34Unet } from './resnet34-unet.ts';
import { unet, unetEntries } from './unet.ts';

/** Which network: the settings of a training that its tensors depend on. */
export interface NetworkSpec {
  /** The plain one when absent. */
  readonly encoder?: Encoder;
  /** Channels of the last level before the logits; the others' are multiples of it, apart from a ResNet's. */
  readonly base: number;
  /** Channels of a ResNet's first stage, 64 when absent; tests make them fewer. */
  readonly encoderWidth?: number;
  /** The classes that it tells apart, in the order of its logits, which begin with the background; none: one logit, for crack. */
  readonly classes?: readonly string[];
}

/** One kind of network: all that is to be known of it but how its layers are computed. */
export interface Architecture {
  /** Every tensor in the order of `state_dict()`. */
  entries(spec: NetworkSpec): Entry[];
  /** image [N, 1, H, W] in 0..1, sides multiples of `SIZE_MULTIPLE` (shared/training/encoders.ts) -> logits [N, `logitsOf`, H, W]. */
  forward<V>(layers: Layers<V>, image: V): V;
}

/** The networks by the setting that chooses them. */
export const ARCHITECTURES: Readonly<Record<Encoder, Architecture>> = {
  plain: { entries: unetEntries, forward: unet },
  resnet34: { entries: resnet34Entries, forward: resnet34Unet },
};

/** The network among other settings. */
export function networkIn({ encoder, base, encoderWidth, classes }: NetworkSpec): NetworkSpec {
  return {
    base,
    ...(encoder && { encoder }),
    ...(encoderWidth && { encoderWidth }),
    ...(classes?.length && { classes }),
  };
}

export function architectureOf({ encoder = 'plain' }: Pick<NetworkSpec, 'encoder'>): Architecture {
  return ARCHITECTURES[encoder];
}

/** The encoder of the network that these are tensors of; batch norms may be folded. */
export function encoderOf(tensors: ReadonlyMap<string, unknown>): Encoder {
  return tensors.has(`${ENCODER_PREFIX}conv1.weight`) ? 'resnet34' : 'plain';
}
