import type { FloatImage, Size } from '../image/gray-image.ts';
import type { Random } from '../random.ts';
import type { Point } from '../schemas/point.ts';
import { addNoise, filled, logUniform, wave } from './noise.ts';

/** A ring of vertices around a ragged hole. */
export type Ring = readonly Point[];

/** A ring about a place: `radius` px, `ragged` 0..1. */
export function raggedRing(random: Random, [cx, cy]: Point, radius: number, ragged: number): Ring {
  const count = Math.max(8, Math.min(48, Math.round(radius * 2)));
  const [coarse, fine] = [wave(random), wave(random)];
  const [stretch, turn] = [random.uniform(0.6, 1), random.uniform(0, Math.PI)];
  const reach = (i: number) => radius * (1 + ragged * (0.5 * coarse((i * 5) / count) + 0.35 * fine((i * 17) / count)));
  return Array.from({ length: count }, (_, i): Point => {
    const angle = (2 * Math.PI * i) / count;
    const [u, v] = [reach(i) * Math.cos(angle), reach(i) * stretch * Math.sin(angle)];
    return [cx + u * Math.cos(turn) - v * Math.sin(turn), cy + u * Math.sin(turn) + v * Math.cos(turn)];
  });
}

/** Pits: small holes that lie in a group, as corrosion and wear leave them. */
export function drawPits(size: Size, random: Random): Ring[] {
  const [cx, cy] = [random.uniform(0, size.width), random.uniform(0, size.height)];
  const spread = random.uniform(8, size.width / 4);
  return Array.from({ length: 1 + random.below(18) }, () => {
    const place: Point = [cx + spread * random.normal() * 0.6, cy + spread * random.normal() * 0.6];
    return raggedRing(random, place, logUniform(random, 1.5, 7), 0.8);
  });
}

/** A spall: a piece of the surface that is gone. */
export function drawSpall(size: Size, random: Random): Ring {
  const place: Point = [random.uniform(0, size.width), random.uniform(0, size.height)];
  return raggedRing(random, place, logUniform(random, 12, size.width / 4), 1);
}

/** Sinks what a ring surrounds: another gray, rougher, dark below the edge that faces the light and light on the other. */
export function sink(
  image: FloatImage,
  ring: Ring,
  random: Random,
  { gray, rough }: { gray: number; rough: number },
): void {
  const { width, height, data } = image;
  const texture = filled(image, gray);
  addNoise(texture, random, rough, 2.5);
  addNoise(texture, random, rough, 7);
  const light = random.uniform(0, 2 * Math.PI);
  const [dx, dy] = [Math.cos(light), Math.sin(light)];
  const [xs, ys] = [ring.map(([x]) => x), ring.map(([, y]) => y)];
  const [right, bottom] = [
    Math.min(width - 1, Math.ceil(Math.max(...xs))),
    Math.min(height - 1, Math.ceil(Math.max(...ys))),
  ];
  for (let y = Math.max(0, Math.floor(Math.min(...ys))); y <= bottom; y++) {
    for (let x = Math.max(0, Math.floor(Math.min(...xs))); x <= right; x++) {
      const { inside, distance, nx, ny } = edgeOf(ring, x + 0.5, y + 0.5);
      const covered = Math.min(1, Math.max(0, 0.5 + (inside ? distance : -distance)));
      if (covered === 0) continue;
      const shade = distance < 4 ? (nx * dx + ny * dy) * (1 - distance / 4) * 0.5 * gray : 0;
      const k = y * width + x;
      data[k] += (texture.data[k] - shade - data[k]) * covered;
    }
  }
}

/** Whether a ring surrounds a place, how far its edge is, px, and in which direction. */
function edgeOf(ring: Ring, x: number, y: number) {
  let inside = false;
  let [squared, nx, ny] = [Number.POSITIVE_INFINITY, 0, 0];
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [[ax, ay], [bx, by]] = [ring[i], ring[j]];
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
    const [dx, dy] = [bx - ax, by - ay];
    const along = Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy || 1)));
    const [ox, oy] = [ax + along * dx - x, ay + along * dy - y];
    const distance = ox * ox + oy * oy;
    if (distance >= squared) continue;
    [squared, nx, ny] = [distance, ox, oy];
  }
  const distance = Math.sqrt(squared);
  return { inside, distance, nx: nx / (distance || 1), ny: ny / (distance || 1) };
}
