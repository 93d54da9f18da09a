import type { FloatImage, Size } from '../image/gray-image.ts';
import type { Random } from '../random.ts';

/** A plane in which every pixel belongs to the nearest of scattered points (Worley 1996). */
export interface Stones {
  /** To the nearest point, in mean distances of the points. */
  readonly nearest: Float32Array;
  /** How much farther the second nearest is: 0 where two stones touch. */
  readonly gap: Float32Array;
  /** 0..1, one value for each stone. */
  readonly shade: Float32Array;
}

const TABLE = 64;

/** Stones of about `cell` px. */
export function scatterStones({ width, height }: Size, random: Random, cell: number): Stones {
  const table = () => Float32Array.from({ length: TABLE * TABLE }, () => random.uniform());
  const [dx, dy, shades] = [table(), table(), table()];
  const stones: Stones = {
    nearest: new Float32Array(width * height),
    gap: new Float32Array(width * height),
    shade: new Float32Array(width * height),
  };
  for (let y = 0, at = 0; y < height; y++) {
    const v = y / cell;
    const row = Math.floor(v);
    for (let x = 0; x < width; x++, at++) {
      const u = x / cell;
      const column = Math.floor(u);
      let first = 9;
      let second = 9;
      let shade = 0;
      for (let j = row - 1; j <= row + 1; j++) {
        for (let i = column - 1; i <= column + 1; i++) {
          const k = (j & (TABLE - 1)) * TABLE + (i & (TABLE - 1));
          const a = i + dx[k] - u;
          const b = j + dy[k] - v;
          const distance = a * a + b * b;
          if (distance < first) {
            second = first;
            first = distance;
            shade = shades[k];
          } else if (distance < second) second = distance;
        }
      }
      const near = Math.sqrt(first);
      stones.nearest[at] = near;
      stones.gap[at] = Math.sqrt(second) - near;
      stones.shade[at] = shade;
    }
  }
  return stones;
}

/** Lays stones that touch: each its own gray, darker where they meet. */
export function pave(image: FloatImage, random: Random, cell: number, contrast: number, seam: number): void {
  const { gap, shade } = scatterStones(image, random, cell);
  for (let i = 0; i < gap.length; i++) {
    image.data[i] += contrast * (shade[i] * 2 - 1) - seam * Math.max(0, 1 - gap[i] * 4);
  }
}

/** Strews single stones, a `share` of the cells, each round and `radius` of a cell at most, as much lighter or darker as `tone` says. */
export function strew(
  image: FloatImage,
  random: Random,
  cell: number,
  { share, radius, tone }: { share: number; radius: number; tone: () => number },
): void {
  const { nearest, shade } = scatterStones(image, random, cell);
  const tones = Float32Array.from({ length: 16 }, tone);
  const soft = Math.max(0.08, 1 / cell);
  for (let i = 0; i < nearest.length; i++) {
    if (shade[i] > share) continue;
    const own = (shade[i] / share) * 16;
    const index = Math.min(15, Math.floor(own));
    const inside = Math.min(1, Math.max(0, (radius * (0.4 + 0.6 * (own - index)) - nearest[i]) / soft));
    image.data[i] += inside * tones[index];
  }
}
