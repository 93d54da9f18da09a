/**
 * One tensor of the network: its name in the reference's state_dict, its shape as PyTorch stores it, and where it
 * begins in the flat vector of its kind (floats).
 */
export interface Parameter {
  readonly name: string;
  readonly shape: readonly number[];
  readonly kind: 'trainable' | 'running';
  readonly offset: number;
  readonly size: number;
}

type Entry = Pick<Parameter, 'name' | 'shape' | 'kind'>;

/** Every tensor of the U-Net of width `base` in the order of the reference's state_dict; offsets count within a kind. */
export function parameterCatalogue(base: number): Parameter[] {
  const offsets = { trainable: 0, running: 0 };
  return entries(base).map(entry => {
    const size = entry.shape.reduce((a, b) => a * b, 1);
    const offset = offsets[entry.kind];
    offsets[entry.kind] += size;
    return { ...entry, size, offset };
  });
}

/** The number of floats in the flat vector of a kind. 7,762,465 are trainable at base 32. */
export function flatSize(base: number, kind: Parameter['kind']): number {
  return parameterCatalogue(base).reduce((sum, p) => sum + (p.kind === kind ? p.size : 0), 0);
}

function entries(base: number): Entry[] {
  const widths = [1, 2, 4, 8, 16].map(k => base * k);
  const encoder = ['enc1', 'enc2', 'enc3', 'enc4', 'bottleneck'].flatMap((name, level) =>
    doubleConv(name, level === 0 ? 1 : widths[level - 1], widths[level]),
  );
  const decoder = [4, 3, 2, 1].flatMap(level => [
    trainable(`up${level}.weight`, [widths[level], widths[level - 1], 2, 2]),
    trainable(`up${level}.bias`, [widths[level - 1]]),
    ...doubleConv(`dec${level}`, widths[level], widths[level - 1]),
  ]);
  return [...encoder, ...decoder, trainable('out.weight', [1, base, 1, 1]), trainable('out.bias', [1])];
}

function doubleConv(name: string, from: number, to: number): Entry[] {
  return [
    trainable(`${name}.0.weight`, [to, from, 3, 3]),
    ...batchNorm(`${name}.1`, to),
    trainable(`${name}.3.weight`, [to, to, 3, 3]),
    ...batchNorm(`${name}.4`, to),
  ];
}

function batchNorm(name: string, channels: number): Entry[] {
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
