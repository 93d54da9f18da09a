/** A tensor of a network: its name in the state_dict, its shape as PyTorch stores it, and whether steps change it. */
export interface Entry {
  readonly name: string;
  readonly shape: readonly number[];
  readonly kind: 'trainable' | 'running';
  /** How a fresh filter is drawn (`init.ts`) when not by PyTorch's default. */
  readonly init?: 'fan_out';
}

/** The tensors of `doubleConv` (`layers.ts`). */
export function doubleConvEntries(name: string, from: number, to: number): Entry[] {
  return [
    trainable(`${name}.0.weight`, [to, from, 3, 3]),
    ...batchNormEntries(`${name}.1`, to),
    trainable(`${name}.3.weight`, [to, to, 3, 3]),
    ...batchNormEntries(`${name}.4`, to),
  ];
}

/** The tensors of a transposed convolution, 2x2 with bias. */
export function upEntries(name: string, from: number, to: number): Entry[] {
  return [trainable(`${name}.weight`, [from, to, 2, 2]), trainable(`${name}.bias`, [to])];
}

/** How many logits a pixel has: one for crack, or with classes one for the background and one for each. */
export function logitsOf({ classes = [] }: { readonly classes?: readonly string[] }): number {
  return classes.length === 0 ? 1 : classes.length + 1;
}

/** The tensors of the last convolution, 1x1 with bias, to so many logits. */
export function outEntries(from: number, logits: number): Entry[] {
  return [trainable('out.weight', [logits, from, 1, 1]), trainable('out.bias', [logits])];
}

/** The tensors of a batch norm, without PyTorch's counter. */
export function batchNormEntries(name: string, channels: number): Entry[] {
  return [
    trainable(`${name}.weight`, [channels]),
    trainable(`${name}.bias`, [channels]),
    { name: `${name}.running_mean`, shape: [channels], kind: 'running' },
    { name: `${name}.running_var`, shape: [channels], kind: 'running' },
  ];
}

function trainable(name: string, shape: readonly number[]): Entry {
  return { name, shape, kind: 'trainable' };
}
