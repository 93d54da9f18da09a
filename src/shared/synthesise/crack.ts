import type { FloatImage } from '../image/gray-image.ts';
import type { Random } from '../random.ts';
import { addNoise, filled, pick, wave } from './noise.ts';
import { coverage, nearnessOf, REACH, type Stroke } from './strokes.ts';

/** How the cracks of one picture look. */
export interface CrackLook {
  /** How much darker than the ground their inside is, 0..1 of its gray; negative where they are lighter. */
  readonly depth: number;
  /** How much of that their shallowest stretches have, 0..1. */
  readonly shallowest: number;
  /** How much lighter their rims are, gray levels, on the side that faces the light. */
  readonly rim: number;
  readonly light: number;
  /** How much of the inside debris fills, 0..1. */
  readonly filling: number;
  /** How much less of the depth their flanks have than their middle, 0..1. */
  readonly flank: number;
  /** How wide their edges are, px. */
  readonly soft: number;
}

export function drawLook(random: Random): CrackLook {
  return {
    depth: random.chance(0.02) ? random.uniform(-0.5, -0.25) : random.uniform(0.25, 0.9),
    shallowest: random.uniform(0.5, 1),
    rim: random.chance(0.35) ? random.uniform(4, 30) : 0,
    light: random.uniform(0, 2 * Math.PI),
    filling: random.chance(0.25) ? random.uniform(0.1, 0.6) : 0,
    flank: random.chance(0.6) ? random.uniform(0, 0.6) : 0,
    soft: random.uniform(0.9, 1.8),
  };
}

/** The mean gray of a picture, and how far pixels near to each other are apart: its texture. */
export function moments({ width, data }: FloatImage): { mean: number; texture: number } {
  let [sum, squares, count] = [0, 0, 0];
  // One pixel in seven tells enough.
  for (let i = 0; i < data.length - 3 * width - 3; i += 7, count++) {
    sum += data[i];
    squares += (data[i] - data[i + 3 * width + 3]) ** 2;
  }
  return { mean: sum / count, texture: Math.sqrt(squares / count / 2) };
}

/**
 * Paints strokes as cracks over a ground: towards a dark of the ground's own gray, deeper here and shallower there. What stands out
 * of the ground by less than its own texture would be seen by nobody, so it is deep enough for that.
 */
export function paintCracks(image: FloatImage, strokes: readonly Stroke[], random: Random, look: CrackLook): void {
  if (strokes.length === 0) return;
  const inside = insideOf(image, random, look);
  const { data, width } = image;
  const towards = Math.round(Math.sin(look.light) * 2) * width + Math.round(Math.cos(look.light) * 2);
  for (const stroke of strokes) {
    const near = nearnessOf(image, [stroke]);
    const [slow, phase, lost] = [wave(random), random.uniform(0, 60), 1 - look.shallowest];
    // The flanks of a narrow crack are all there is of it.
    const flank = look.flank * Math.min(1, stroke.widths[stroke.widths.length >> 1] / 6);
    if (!near) continue;
    for (let y = near.y1, k = 0; y < near.y2; y++) {
      for (let x = near.x1, i = y * width + x; x < near.x2; x++, i++, k++) {
        const outside = near.outside[k];
        if (outside >= REACH) continue;
        const along = near.at[k];
        const covered = coverage(outside, look.soft) * Math.min(1, stroke.widths[along] + 0.15);
        const middle = Math.min(1, Math.max(0, -outside / (stroke.widths[along] / 2)));
        const depth = (1 - lost * (0.5 + 0.5 * slow(along / 9 + phase))) * (1 - flank * (1 - middle));
        if (covered > 0) data[i] += (pulled(data[i], inside[i], look.depth) - data[i]) * covered * depth;
        else if (look.rim > 0 && outside < 2 && inside[i + towards] < data[i + towards]) {
          data[i] += look.rim * (1 - outside / 2) * 0.5;
        }
      }
    }
  }
}

/** A dark crack lightens nothing, a light one darkens nothing. */
function pulled(gray: number, inside: number, depth: number): number {
  return depth > 0 ? Math.min(gray, inside) : Math.max(gray, inside);
}

/** The gray inside of cracks at every pixel. */
function insideOf(image: FloatImage, random: Random, { depth, filling }: CrackLook): Float32Array {
  const { mean, texture } = moments(image);
  const contrast = Math.max(Math.abs(depth) * mean, Math.min(mean * 0.85, 2.3 * texture), 12) * Math.sign(depth);
  const inside = filled(image, mean - contrast);
  addNoise(inside, random, Math.abs(contrast) * 0.15, pick(random, [2, 3, 5]));
  if (filling > 0) {
    const debris = filled(image, 0);
    addNoise(debris, random, 1, random.uniform(4, 14));
    addNoise(debris, random, 0.6, 2.5);
    for (let i = 0; i < debris.data.length; i++) {
      if (debris.data[i] > 0.5 - filling) inside.data[i] += contrast * 0.6;
    }
  }
  return inside.data;
}
