import type { FloatImage, Size } from '../image/gray-image.ts';
import type { Random } from '../random.ts';

/** A picture of one value. */
export function filled({ width, height }: Size, value: number): FloatImage {
  return { width, height, data: new Float32Array(width * height).fill(value) };
}

/** Between two powers: small things are as likely as large ones. */
export function logUniform(random: Random, low: number, high: number): number {
  return low * (high / low) ** random.uniform();
}

export function pick<T>(random: Random, items: readonly T[]): T {
  return items[random.below(items.length)];
}

/** Random values -1..1 on a lattice, which repeats after this many points. */
const LATTICE = 64;

function latticeOf(random: Random): Float32Array {
  const lattice = new Float32Array(LATTICE * LATTICE);
  for (let i = 0; i < lattice.length; i++) lattice[i] = random.uniform(-1, 1);
  return lattice;
}

function smooth(t: number): number {
  return t * t * (3 - 2 * t);
}

/** Adds value noise of about ±`amplitude` in grains of `cellX` x `cellY` px. */
export function addNoise(image: FloatImage, random: Random, amplitude: number, cellX: number, cellY = cellX): void {
  const { width, height, data } = image;
  const lattice = latticeOf(random);
  const left = new Int32Array(width);
  const share = new Float32Array(width);
  for (let x = 0; x < width; x++) {
    left[x] = Math.floor(x / cellX);
    share[x] = smooth(x / cellX - left[x]);
  }
  const row = new Float32Array(LATTICE + 1);
  for (let y = 0; y < height; y++) {
    const j = Math.floor(y / cellY);
    const down = smooth(y / cellY - j);
    const [a, b] = [(j % LATTICE) * LATTICE, ((j + 1) % LATTICE) * LATTICE];
    for (let i = 0; i < LATTICE; i++) row[i] = amplitude * (lattice[a + i] + down * (lattice[b + i] - lattice[a + i]));
    row[LATTICE] = row[0];
    for (let x = 0, at = y * width; x < width; x++, at++) {
      const i = left[x] % LATTICE;
      data[at] += row[i] + share[x] * (row[i + 1] - row[i]);
    }
  }
}

/** Adds noise in grains of `along` x `across` px that lie at an angle: brush marks, fibres. */
export function addStreaks(
  image: FloatImage,
  random: Random,
  amplitude: number,
  { angle, along, across }: { angle: number; along: number; across: number },
): void {
  const { width, height, data } = image;
  const lattice = latticeOf(random);
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const mask = LATTICE - 1;
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at++) {
      const u = (x * cos + y * sin) / along;
      const v = (y * cos - x * sin) / across;
      const i = Math.floor(u);
      const j = Math.floor(v);
      const s = smooth(u - i);
      const top = (j & mask) * LATTICE;
      const bottom = ((j + 1) & mask) * LATTICE;
      const l = i & mask;
      const r = (i + 1) & mask;
      const a = lattice[top + l] + s * (lattice[top + r] - lattice[top + l]);
      const b = lattice[bottom + l] + s * (lattice[bottom + r] - lattice[bottom + l]);
      data[at] += amplitude * (a + (v - j) * (b - a));
    }
  }
}

/** Noise of many scales, each half as fine and `fall` as strong as the one before, about ±1 at `fall` .5. */
export function fractal(size: Size, random: Random, coarse: number, fine: number, fall: number): FloatImage {
  const image = filled(size, 0);
  let amplitude = 1 - fall;
  for (let cell = coarse; cell >= fine; cell /= 2, amplitude *= fall) addNoise(image, random, amplitude * 1.6, cell);
  return image;
}

/** Adds what has no scale: each pixel by itself, up to ±`amplitude`, most of it small. */
export function addGrain({ data }: FloatImage, random: Random, amplitude: number): void {
  for (let i = 0; i < data.length; i++) data[i] += amplitude * (random.uniform() + random.uniform() - 1);
}

/** A smooth random function of one variable, -1..1, with a bend about every unit. */
export function wave(random: Random): (t: number) => number {
  const values = Float32Array.from({ length: LATTICE }, () => random.uniform(-1, 1));
  return t => {
    const i = Math.floor(t);
    const from = values[i & (LATTICE - 1)];
    return from + smooth(t - i) * (values[(i + 1) & (LATTICE - 1)] - from);
  };
}
