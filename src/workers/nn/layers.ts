/** What a convolution does beside convolving. */
export interface ConvOptions {
  /** Of a filter of side k that is padded with (k - 1) / 2 zeros; 1 when absent. */
  readonly stride?: 1 | 2;
  /** Whether a relu follows the batch norm; yes when absent. */
  readonly relu?: boolean;
}

/**
 * The layers that networks are written in. V stands for a tensor [N, C, H, W]: a value of an ONNX graph that learns or
 * predicts (`unet-blocks.ts`), a layer of a Keras model (`export/tfjs-topology.ts`), a tensor of another engine. A layer
 * finds its tensors by their state_dict names.
 */
export interface Layers<V> {
  /** Convolution without bias of the parts joined along the channels, its batch norm (`normOf`), relu. -> [N, O, H/stride, W/stride] */
  convNorm(parts: readonly V[], name: string, options?: ConvOptions): V;
  /** relu(a + b) */
  addRelu(a: V, b: V): V;
  /** The largest of every 2x2 block. -> [N, C, H/2, W/2] */
  maxPool(x: V): V;
  /** The largest of the 3x3 pixels around every second one. -> [N, C, H/2, W/2]; x must not be negative. */
  maxPool3x3(x: V): V;
  /** Transposed convolution, 2x2 with stride 2 and bias. -> [N, O, 2H, 2W] */
  up(x: V, name: string): V;
  /** The logits: convolution 1x1 with bias. -> [N, C, H, W], C of `logitsOf` */
  out(x: V): V;
}

/** Twice convolution 3x3, batch norm, relu. parts [N, Ci, H, W] -> [N, O, H, W] */
export function doubleConv<V>(layers: Layers<V>, name: string, parts: readonly V[]): V {
  return layers.convNorm([layers.convNorm(parts, `${name}.0`)], `${name}.3`);
}
