import type { Value } from '../graph/graph.ts';
import { doubleConv, down, type Network, outConv, up } from './unet-blocks.ts';

/**
 * U-Net (Ronneberger, Fischer & Brox 2015) with padded convolutions and batch norms, as the reference pipeline has it.
 * image [N, 1, H, W], H and W multiples of 16 -> logits [N, 1, H, W]. Widths are those of base b.
 */
export function unet(net: Network, image: Value): Value {
  const enc1 = doubleConv(net, 'enc1', [image]); //                               [N,  b, H,    W]
  const enc2 = doubleConv(net, 'enc2', [down(net, enc1)]); //                     [N, 2b, H/2,  W/2]
  const enc3 = doubleConv(net, 'enc3', [down(net, enc2)]); //                     [N, 4b, H/4,  W/4]
  const enc4 = doubleConv(net, 'enc4', [down(net, enc3)]); //                     [N, 8b, H/8,  W/8]
  const bottleneck = doubleConv(net, 'bottleneck', [down(net, enc4)]); //         [N,16b, H/16, W/16]
  const dec4 = doubleConv(net, 'dec4', [up(net, 'up4', bottleneck), enc4]); //    [N, 8b, H/8,  W/8]
  const dec3 = doubleConv(net, 'dec3', [up(net, 'up3', dec4), enc3]); //          [N, 4b, H/4,  W/4]
  const dec2 = doubleConv(net, 'dec2', [up(net, 'up2', dec3), enc2]); //          [N, 2b, H/2,  W/2]
  const dec1 = doubleConv(net, 'dec1', [up(net, 'up1', dec2), enc1]); //          [N,  b, H,    W]
  return outConv(net, dec1);
}
