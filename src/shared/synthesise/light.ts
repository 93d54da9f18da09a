import type { FloatImage } from '../image/gray-image.ts';
import type { Random } from '../random.ts';
import { addNoise, filled, fractal } from './noise.ts';

/** Lights a surface: unevenly, with shadows, darker towards the corners. */
export function shine(image: FloatImage, random: Random): void {
  const light = filled(image, 1);
  if (random.chance(0.7)) slope(light, random, random.uniform(0, 0.5));
  if (random.chance(0.5)) addNoise(light, random, random.uniform(0.02, 0.2), random.uniform(60, 200));
  if (random.chance(0.2)) castShadow(light, random);
  if (random.chance(0.15)) addGlare(light, random);
  if (random.chance(0.3)) vignette(light, random.uniform(0.1, 0.7));
  for (let i = 0; i < light.data.length; i++) image.data[i] *= Math.max(0.05, light.data[i]);
}

function slope({ width, height, data }: FloatImage, random: Random, strength: number): void {
  const towards = random.uniform(0, 2 * Math.PI);
  const [dx, dy] = [(Math.cos(towards) * strength) / width, (Math.sin(towards) * strength) / height];
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++) data[at++] += dx * (x - width / 2) + dy * (y - height / 2);
  }
}

/** Of leaves and rails: patches with soft edges. */
function castShadow(light: FloatImage, random: Random): void {
  const shape = fractal(light, random, random.uniform(40, 200), random.uniform(10, 40), 0.5);
  if (random.chance(0.5)) slope(shape, random, random.uniform(1, 4));
  const [from, dark, sharp] = [random.uniform(-0.3, 0.3), random.uniform(0.2, 0.65), random.uniform(3, 25)];
  for (let i = 0; i < shape.data.length; i++) {
    light.data[i] *= 1 - dark * Math.min(1, Math.max(0, 0.5 + (shape.data[i] - from) * sharp));
  }
}

function addGlare({ width, height, data }: FloatImage, random: Random): void {
  const [cx, cy, radius] = [random.uniform(0, width), random.uniform(0, height), random.uniform(0.1, 0.5) * width];
  const strength = random.uniform(0.2, 1);
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      data[at++] += strength * Math.exp(-((x - cx) ** 2 + (y - cy) ** 2) / (radius * radius));
    }
  }
}

function vignette({ width, height, data }: FloatImage, strength: number): void {
  for (let y = 0, at = 0; y < height; y++) {
    const v = (2 * y) / height - 1;
    for (let x = 0; x < width; x++) {
      const u = (2 * x) / width - 1;
      data[at++] *= 1 - (strength * (u * u + v * v)) / 2;
    }
  }
}
