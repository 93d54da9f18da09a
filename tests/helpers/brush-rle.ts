interface Packing {
  /** Bits of the four sizes of run lengths. */
  readonly lengths?: readonly number[];
  /** Whether single values are written one by one, not as runs of one. */
  readonly literal?: boolean;
}

/** A mask as Label Studio packs a brush of it: the bytes of a picture of which all four channels are the mask. */
export function packBrush(mask: Uint8Array, { lengths = [3, 4, 8, 16], literal = false }: Packing = {}): number[] {
  const values = Array.from(mask).flatMap(value => [value, value, value, value]);
  const bits = [...binary(values.length, 32), ...binary(7, 5), ...lengths.flatMap(length => binary(length - 1, 4))];
  for (let at = 0; at < values.length; ) {
    let end = at;
    while (end < values.length && values[end] === values[at]) end++;
    const index = lengths.findIndex(length => end - at <= 2 ** length);
    const size = index < 0 ? lengths.length - 1 : index;
    const count = Math.min(end - at, 2 ** lengths[size]);
    bits.push(...(literal ? [0] : [1]), ...binary(size, 2), ...binary(count - 1, lengths[size]));
    for (let i = 0; i < (literal ? count : 1); i++) bits.push(...binary(values[at], 8));
    at += count;
  }
  // Their own packer writes a byte more where the last is full.
  while (bits.length % 8 !== 0 || bits.length === 0) bits.push(0);
  return Array.from({ length: bits.length / 8 }, (_, i) => Number.parseInt(bits.slice(8 * i, 8 * i + 8).join(''), 2));
}

function binary(value: number, length: number): number[] {
  return Array.from(value.toString(2).padStart(length, '0'), Number);
}
