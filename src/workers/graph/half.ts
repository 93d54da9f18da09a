/*
 * float16 (IEEE 754 binary16) as its bits: 1 sign, 5 exponent, 10 fraction. Node has no Float16Array yet.
 */

const float = new Float32Array(1);
const bits = new Uint32Array(float.buffer);

/** Rounds to the nearest half, ties to even; what is above 65504 becomes infinite, NaN stays NaN. */
export function toHalf(values: Float32Array): Uint16Array<ArrayBuffer> {
  return Uint16Array.from(values, halfOf);
}

function halfOf(value: number): number {
  float[0] = value;
  const sign = (bits[0] >>> 16) & 0x8000;
  const magnitude = Math.abs(float[0]);
  if (Number.isNaN(magnitude)) return 0x7e00;
  // 65520 lies halfway between the largest half and the next power of two.
  if (magnitude >= 65520) return sign | 0x7c00;
  // Below 2^-14 halves are multiples of 2^-24; above, the 13 bits too many are rounded away and may carry upwards.
  if (magnitude < 2 ** -14) return sign | roundToEven(magnitude * 2 ** 24);
  const kept = (bits[0] & 0x7fffffff) - ((127 - 15) << 23);
  return sign | ((kept + 0xfff + ((kept >>> 13) & 1)) >>> 13);
}

function roundToEven(value: number): number {
  const whole = Math.floor(value);
  const rest = value - whole;
  return rest > 0.5 || (rest === 0.5 && whole % 2 === 1) ? whole + 1 : whole;
}

/** Exact: every half is a float32. */
export function fromHalf(halves: Uint16Array): Float32Array<ArrayBuffer> {
  return Float32Array.from(halves, half => {
    const sign = half & 0x8000 ? -1 : 1;
    const exponent = (half >>> 10) & 0x1f;
    const fraction = half & 0x3ff;
    if (exponent === 0x1f) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
    if (exponent === 0) return sign * fraction * 2 ** -24;
    return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
  });
}
