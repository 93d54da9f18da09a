import { batchNormEntries, doubleConvEntries, type Entry, logitsOf, outEntries, upEntries } from './entries.ts';
import { doubleConv, type Layers } from './layers.ts';

/** What the encoder's tensors are called in our state_dict; behind it they have torchvision's names. */
export const ENCODER_PREFIX = 'encoder.';

/** Channels of the stem and the first stage in the published network; the stages have this · {1, 2, 4, 8}. */
export const RESNET34_WIDTH = 64;

/** Residual blocks of each stage (He et al. 2016, table 1). */
const BLOCKS = [3, 4, 6, 3];

/**
 * U-Net whose encoder is a ResNet-34 (He et al. 2016) of one input channel, up to its fourth stage; the decoder is the
 * plain network's, one level deeper, and its last level has no skip. Widths are those of base b.
 * image [N, 1, H, W], H and W multiples of 32 -> logits [N, C, H, W], C of `logitsOf`.
 */
export function resnet34Unet<V>(net: Layers<V>, image: V): V {
  const stem = net.convNorm([image], `${ENCODER_PREFIX}conv1`, { stride: 2 }); // [N,  64, H/2,  W/2]
  const layer1 = stage(net, 1, net.maxPool3x3(stem)); //                          [N,  64, H/4,  W/4]
  const layer2 = stage(net, 2, layer1); //                                        [N, 128, H/8,  W/8]
  const layer3 = stage(net, 3, layer2); //                                        [N, 256, H/16, W/16]
  const layer4 = stage(net, 4, layer3); //                                        [N, 512, H/32, W/32]
  const dec5 = doubleConv(net, 'dec5', [net.up(layer4, 'up5'), layer3]); //       [N,  8b, H/16, W/16]
  const dec4 = doubleConv(net, 'dec4', [net.up(dec5, 'up4'), layer2]); //         [N,  4b, H/8,  W/8]
  const dec3 = doubleConv(net, 'dec3', [net.up(dec4, 'up3'), layer1]); //         [N,  2b, H/4,  W/4]
  const dec2 = doubleConv(net, 'dec2', [net.up(dec3, 'up2'), stem]); //           [N,   b, H/2,  W/2]
  const dec1 = doubleConv(net, 'dec1', [net.up(dec2, 'up1')]); //                 [N,   b, H,    W]
  return net.out(dec1);
}

/** The stages but the first begin with a block that halves the sides and doubles the channels. */
function stage<V>(net: Layers<V>, number: number, image: V): V {
  let x = image;
  for (let block = 0; block < BLOCKS[number - 1]; block++) {
    x = basicBlock(net, `${ENCODER_PREFIX}layer${number}.${block}`, x, number > 1 && block === 0);
  }
  return x;
}

/** relu(two convolutions of x, plus x), x brought to their shape by a 1x1 convolution where they change it. */
function basicBlock<V>(net: Layers<V>, name: string, x: V, halves: boolean): V {
  const first = net.convNorm([x], `${name}.conv1`, { stride: halves ? 2 : 1 });
  const second = net.convNorm([first], `${name}.conv2`, { relu: false });
  const shortcut = halves ? net.convNorm([x], `${name}.downsample.0`, { stride: 2, relu: false }) : x;
  return net.addRelu(second, shortcut);
}

/** Its tensors, the encoder's in the order of torchvision's state_dict; a test may have a narrower encoder. */
export function resnet34Entries({
  base,
  encoderWidth = RESNET34_WIDTH,
  classes = [],
}: {
  readonly base: number;
  readonly encoderWidth?: number;
  readonly classes?: readonly string[];
}): Entry[] {
  const widths = [1, 2, 4, 8].map(k => encoderWidth * k);
  const skips = [encoderWidth, ...widths.slice(0, 3)]; // of H/2 … H/16
  const decoder = [5, 4, 3, 2, 1].flatMap(level => {
    const from = level === 5 ? widths[3] : base * DECODER_WIDTHS[level];
    const to = base * DECODER_WIDTHS[level - 1];
    const skip = level > 1 ? skips[level - 2] : 0;
    return [...upEntries(`up${level}`, from, to), ...doubleConvEntries(`dec${level}`, to + skip, to)];
  });
  return [...encoderEntries(widths), ...decoder, ...outEntries(base, logitsOf({ classes }))];
}

/** Of dec1 … dec5, times base. */
const DECODER_WIDTHS = [1, 1, 2, 4, 8];

function encoderEntries(widths: readonly number[]): Entry[] {
  const stages = BLOCKS.flatMap((blocks, stage) =>
    Array.from({ length: blocks }, (_, block) => {
      const from = block > 0 || stage === 0 ? widths[stage] : widths[stage - 1];
      return basicBlockEntries(`${ENCODER_PREFIX}layer${stage + 1}.${block}`, from, widths[stage]);
    }).flat(),
  );
  return [...convNormEntries(`${ENCODER_PREFIX}conv1`, `${ENCODER_PREFIX}bn1`, [widths[0], 1, 7, 7]), ...stages];
}

function basicBlockEntries(name: string, from: number, to: number): Entry[] {
  return [
    ...convNormEntries(`${name}.conv1`, `${name}.bn1`, [to, from, 3, 3]),
    ...convNormEntries(`${name}.conv2`, `${name}.bn2`, [to, to, 3, 3]),
    ...(from === to ? [] : convNormEntries(`${name}.downsample.0`, `${name}.downsample.1`, [to, from, 1, 1])),
  ];
}

function convNormEntries(conv: string, norm: string, shape: readonly number[]): Entry[] {
  return [{ name: `${conv}.weight`, shape, kind: 'trainable', init: 'fan_out' }, ...batchNormEntries(norm, shape[0])];
}
