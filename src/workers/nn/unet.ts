import { doubleConvEntries, type Entry, logitsOf, outEntries, upEntries } from './entries.ts';
import { doubleConv, type Layers } from './layers.ts';

/**
 * U-Net (Ronneberger, Fischer & Brox 2015) with padded convolutions and batch norms, as the reference pipeline has it.
 * image [N, 1, H, W], H and W multiples of 16 -> logits [N, C, H, W], C of `logitsOf`. Widths are those of base b.
 */
export function unet<V>(net: Layers<V>, image: V): V {
  const enc1 = doubleConv(net, 'enc1', [image]); //                               [N,  b, H,    W]
  const enc2 = doubleConv(net, 'enc2', [net.maxPool(enc1)]); //                   [N, 2b, H/2,  W/2]
  const enc3 = doubleConv(net, 'enc3', [net.maxPool(enc2)]); //                   [N, 4b, H/4,  W/4]
  const enc4 = doubleConv(net, 'enc4', [net.maxPool(enc3)]); //                   [N, 8b, H/8,  W/8]
  const bottleneck = doubleConv(net, 'bottleneck', [net.maxPool(enc4)]); //       [N,16b, H/16, W/16]
  const dec4 = doubleConv(net, 'dec4', [net.up(bottleneck, 'up4'), enc4]); //     [N, 8b, H/8,  W/8]
  const dec3 = doubleConv(net, 'dec3', [net.up(dec4, 'up3'), enc3]); //           [N, 4b, H/4,  W/4]
  const dec2 = doubleConv(net, 'dec2', [net.up(dec3, 'up2'), enc2]); //           [N, 2b, H/2,  W/2]
  const dec1 = doubleConv(net, 'dec1', [net.up(dec2, 'up1'), enc1]); //           [N,  b, H,    W]
  return net.out(dec1);
}

/** Its tensors at width `base`, in the order of the reference's state_dict. */
export function unetEntries({
  base,
  classes = [],
}: {
  readonly base: number;
  readonly classes?: readonly string[];
}): Entry[] {
  const widths = [1, 2, 4, 8, 16].map(k => base * k);
  const encoder = ['enc1', 'enc2', 'enc3', 'enc4', 'bottleneck'].flatMap((name, level) =>
    doubleConvEntries(name, level === 0 ? 1 : widths[level - 1], widths[level]),
  );
  const decoder = [4, 3, 2, 1].flatMap(level => [
    ...upEntries(`up${level}`, widths[level], widths[level - 1]),
    ...doubleConvEntries(`dec${level}`, widths[level], widths[level - 1]),
  ]);
  return [...encoder, ...decoder, ...outEntries(base, logitsOf({ classes }))];
}
