/*
 * Where a convolution's batch norm stands in a state_dict. A sequence numbers its layers (`enc1.0`, `enc1.1`; also
 * torchvision's `downsample.0`, `downsample.1`), torchvision's blocks name them (`conv1`, `bn1`).
 */

/** The batch norm behind a convolution; undefined for a name that no such convolution has (`up4`, `out`). */
export function normOf(conv: string): string | undefined {
  const [, block, layer] = /^(.*?)([^.]*)$/.exec(conv)!;
  if (/^\d+$/.test(layer)) return `${block}${Number(layer) + 1}`;
  return layer.startsWith('conv') ? block + layer.replace('conv', 'bn') : undefined;
}

/** Whether a tensor belongs to a batch norm: in a double convolution the second and the fifth layer. */
export function isOfBatchNorm(name: string): boolean {
  return /^(enc\d|bottleneck|dec\d)\.[14]\.|(^|\.)(bn\d|downsample\.1)\./.test(name);
}
