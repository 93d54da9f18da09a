import type { LossSettings } from './losses.ts';

/** The loss over one whole image, whose pixels come one by one. */
export interface WholeImageLoss {
  /**
   * One pixel of a tile: its logits, `channels[…][at]`, the truth, 0 or 1 or the index of a class, and the tile's share of it;
   * the shares of a pixel sum to 1.
   */
  add(channels: readonly Float32Array[], at: number, truth: number, share: number): void;
  /** The weighted sum of the parts, over all pixels added. */
  value(settings: LossSettings): number;
}
