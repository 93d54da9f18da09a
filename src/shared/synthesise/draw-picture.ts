import type { FloatImage, GrayImage, Size } from '../image/gray-image.ts';
import { rasterizeLabels } from '../labels/rasterize.ts';
import { Random } from '../random.ts';
import type { Label } from '../schemas/label.ts';
import { photograph, rounded } from './camera.ts';
import { drawLook, moments, paintCracks } from './crack.ts';
import { drawHabit, growCrack, growNet } from './crack-paths.ts';
import { drawPits, drawSpall, type Ring, sink } from './damage.ts';
import { addPatches, drawGround } from './grounds.ts';
import { shine } from './light.ts';
import { layObjects, markSurface } from './not-cracks.ts';
import type { Stroke } from './strokes.ts';

/** What is drawn and labelled, in the order of the mask's indices, 1 for the first. */
export const DRAWN_CLASSES = ['crack', 'pitting', 'spalling'] as const;
type DrawnClass = (typeof DRAWN_CLASSES)[number];

export interface DrawnPicture {
  readonly picture: GrayImage;
  /** Exact: of a crack its line with its width at every vertex, px; of other damage its outline. */
  readonly labels: readonly Label[];
}

/** How many pictures have no damage. */
const EMPTY = 0.3;

/**
 * Draws a picture, the `index`-th of a seed: the same on every machine. On `ground`, a picture without cracks, only cracks are
 * drawn, in its own gray; otherwise all of it, as a camera would see it.
 */
export function drawPicture(size: Size, seed: number, index: number, ground?: GrayImage): DrawnPicture {
  const random = new Random([seed, index, 0x9e3779b9, 0x243f6a88].map(word => word >>> 0));
  for (let i = 0; i < 12; i++) random.uniform();
  const image = ground ? asFloats(ground) : drawGround(size, random);
  if (!ground) {
    if (random.chance(0.25)) addPatches(image, random);
    markSurface(image, random);
  }
  const labels = random.chance(EMPTY) ? [] : damage(image, random);
  if (ground) return { picture: rounded(image), labels };
  layObjects(image, random);
  shine(image, random);
  return { picture: photograph(image, random), labels };
}

/** The class index of every pixel, by the one rule from labels to mask. */
export function maskOf({ picture: { width, height }, labels }: DrawnPicture): GrayImage {
  return rasterizeLabels(labels, { x1: 0, y1: 0, x2: width, y2: height }, DRAWN_CLASSES);
}

/** Draws damage on a surface, and gives its labels. Cracks come last, for they run through the rest. */
function damage(image: FloatImage, random: Random): Label[] {
  const { mean } = moments(image);
  const labels: Label[] = [];
  const sunk = (ring: Ring, name: DrawnClass, gray: number) => {
    sink(image, ring, random, { gray, rough: random.uniform(4, 25) });
    labels.push({ shape: 'polygon', class: name, source: 'drawn', points: [...ring] });
  };
  const kind = random.uniform();
  if (kind < 0.06) for (const pit of drawPits(image, random)) sunk(pit, 'pitting', mean * random.uniform(0.2, 0.6));
  else if (kind < 0.12) sunk(drawSpall(image, random), 'spalling', mean * random.uniform(0.5, 1.3));
  if (kind >= 0.08) {
    const strokes = drawCracks(image, random);
    paintCracks(image, strokes, random, drawLook(random));
    labels.push(...strokes.map(asLabel));
  }
  return labels;
}

function drawCracks(size: FloatImage, random: Random): Stroke[] {
  const { mean, texture } = moments(size);
  const drawn = drawHabit(random);
  // In a coarse ground nobody sees a hairline.
  const habit = { ...drawn, width: Math.max(drawn.width, Math.min(3.5, (9 * texture) / mean)) };
  if (random.chance(0.15)) return growNet(size, random, habit);
  const count = random.chance(0.6) ? 1 : 2 + random.below(3);
  return Array.from({ length: count }, () => growCrack(size, random, habit)).flat();
}

function asLabel({ points, widths }: Stroke): Label {
  const width = widths.reduce((sum, each) => sum + each, 0) / widths.length;
  return { shape: 'polyline', class: 'crack', source: 'drawn', points: [...points], width, widths: [...widths] };
}

function asFloats({ width, height, data }: GrayImage): FloatImage {
  return { width, height, data: Float32Array.from(data) };
}
