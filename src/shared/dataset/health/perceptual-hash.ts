import type { GrayImage } from '../../image/gray-image.ts';

/**
 * A difference hash: whether each of 8 x 8 cells is darker than its right neighbour, as two words of 32 bits (Krawetz,
 * "Kind of Like That", 2013). Size, brightness, contrast and compression of a picture hardly change it.
 */
export type PerceptualHash = readonly [number, number];

const ROWS = 8;
const COLUMNS = 9;

export function perceptualHash({ width, height, data }: GrayImage): PerceptualHash {
  const sums = new Float64Array(ROWS * COLUMNS);
  const counts = new Float64Array(ROWS * COLUMNS);
  for (let y = 0; y < height; y++) {
    const row = Math.floor((y * ROWS) / height) * COLUMNS;
    for (let x = 0; x < width; x++) {
      const cell = row + Math.floor((x * COLUMNS) / width);
      sums[cell] += data[y * width + x];
      counts[cell]++;
    }
  }
  const means = sums.map((sum, i) => (counts[i] > 0 ? sum / counts[i] : 0));
  const words: [number, number] = [0, 0];
  for (let bit = 0; bit < 64; bit++) {
    const cell = Math.floor(bit / 8) * COLUMNS + (bit % 8);
    if (means[cell] < means[cell + 1]) words[bit >> 5] |= 1 << (bit & 31);
  }
  return words;
}

/** In how many of the 64 bits two hashes differ. */
export function hammingDistance(a: PerceptualHash, b: PerceptualHash): number {
  return ones(a[0] ^ b[0]) + ones(a[1] ^ b[1]);
}

/** Set bits of a word, summed in parallel (Warren, "Hacker's Delight", figure 5-2). */
function ones(word: number): number {
  let v = word - ((word >>> 1) & 0x55555555);
  v = (v & 0x33333333) + ((v >>> 2) & 0x33333333);
  return Math.imul((v + (v >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
