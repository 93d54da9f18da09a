import type { FloatImage } from '../image/gray-image.ts';
import type { Random } from '../random.ts';
import { addNoise, filled, logUniform } from './noise.ts';

/** How pieces are laid: tiles in a grid, bricks in bond, boards side by side. */
export type Pattern = 'grid' | 'bond' | 'boards';

/** Lays a surface in pieces with joints between them, seen a little from the side. */
export function laid(surface: FloatImage, random: Random, pattern: Pattern): FloatImage {
  const { width, height, data } = surface;
  const view = drawView(random, surface, pattern);
  const joint = { width: logUniform(random, 1, 9), tone: drawTone(random), soft: random.uniform(0.8, 2.5) };
  const shades = Float32Array.from({ length: 64 }, () => random.normal() * view.variety);
  const gaps = filled(surface, joint.tone);
  addNoise(gaps, random, random.uniform(2, 25), random.uniform(2, 10));
  const bend = filled(surface, 0);
  addNoise(bend, random, random.uniform(0, 1.2), random.uniform(10, 60));
  const edge = random.chance(0.4) ? random.uniform(-30, 40) : 0;
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at++) {
      const depth = 1 + view.tilt[0] * (x - width / 2) + view.tilt[1] * (y - height / 2);
      const u = (x * view.cos + y * view.sin) / depth / view.across + view.at[0];
      const v = (y * view.cos - x * view.sin) / depth / view.down + view.at[1];
      const row = Math.floor(v);
      const shifted = pattern === 'bond' ? u + (row & 1) * 0.5 : u;
      const column = Math.floor(shifted);
      const acrossGap = Math.min(shifted - column, column + 1 - shifted) * view.across * depth;
      const downGap = pattern === 'boards' ? 99 : Math.min(v - row, row + 1 - v) * view.down * depth;
      const outside = Math.min(acrossGap, downGap) + bend.data[at] - joint.width / 2;
      const share = Math.min(1, Math.max(0, 0.5 - outside / joint.soft));
      const piece = data[at] + shades[(column * 7 + row * 13) & 63] + (outside < 3 ? edge * (1 - outside / 3) : 0);
      data[at] = piece + (gaps.data[at] - piece) * share;
    }
  }
  return surface;
}

function drawTone(random: Random): number {
  return random.chance(0.7) ? random.uniform(15, 110) : random.uniform(130, 240);
}

function drawView(random: Random, { width }: FloatImage, pattern: Pattern) {
  const angle = random.chance(0.5) ? random.normal() * 0.05 : random.uniform(0, Math.PI);
  const across = logUniform(random, width / 12, width * 1.2);
  const flat = { grid: random.uniform(0.7, 1.4), bond: random.uniform(0.3, 0.6), boards: 1 };
  const tilt = random.chance(0.4) ? random.uniform(0, 0.8) / width : 0;
  const towards = random.uniform(0, 2 * Math.PI);
  return {
    cos: Math.cos(angle),
    sin: Math.sin(angle),
    across,
    down: across * flat[pattern],
    at: [random.uniform(), random.uniform()],
    tilt: [tilt * Math.cos(towards), tilt * Math.sin(towards)],
    variety: random.chance(0.5) ? random.uniform(0, 14) : 0,
  };
}
