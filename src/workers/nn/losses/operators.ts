/** A tensor, or one number for all its values. */
export type Term<V> = V | number;

/**
 * The operators that the loss is written in, as networks are in `Layers`. V stands for a tensor [N, C, H, W] of an ONNX graph
 * (`graph-operators.ts`) or of TensorFlow, in whatever layout it has, or for one image that comes in tiles
 * (`whole-image-loss.ts`). One channel, image or pixel stands for all of the other's.
 */
export interface Operators<V> {
  add(a: Term<V>, b: Term<V>): V;
  sub(a: Term<V>, b: Term<V>): V;
  mul(a: Term<V>, b: Term<V>): V;
  div(a: Term<V>, b: Term<V>): V;
  neg(x: V): V;
  exp(x: V): V;
  sigmoid(x: V): V;
  /** log(1 + exp(x)), exact for large x. */
  softplus(x: V): V;
  /** C of [N, C, H, W]. */
  channels(x: V): number;
  /** log sum exp over the channels. [N, C, H, W] -> [N, 1, H, W] */
  logSumExp(x: V): V;
  /** [N, C, H, W] -> [N, 1, H, W] */
  sumOfChannels(x: V): V;
  /** 1 in the channel that a pixel names, 0 in the others. [N, 1, H, W] -> [N, channels, H, W] */
  oneHot(index: V, channels: number): V;
  /** Over the pixels of each image. [N, C, H, W] -> [N, C, 1, 1] */
  sum(x: V): V;
  /** Of what `sum` gave, over the images of the batch. [N, C, 1, 1] -> [1, C, 1, 1] */
  sumOfImages(x: V): V;
  /** Over all pixels of all images. [N, 1, H, W] -> scalar */
  mean(x: V): V;
  /** Over images and classes: of several channels the first, the background's, is left out. [N, C, 1, 1] -> scalar */
  meanOfRegions(x: V): V;
}
