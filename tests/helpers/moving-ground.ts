import type { GrayImage } from '../../src/shared/image/gray-image.ts';
import { Random } from '../../src/shared/random.ts';

/** Where a camera looks: the place of the ground in the middle of the picture, px of the ground; turned by radians. */
export interface View {
  readonly x: number;
  readonly y: number;
  readonly turn: number;
  readonly zoom: number;
}

export const SHOT = { width: 320, height: 240 };

/** Ground: noise of several scales, the same for the same seed. */
export function ground(seed: number, { width, height } = { width: 700, height: 600 }): GrayImage {
  const random = new Random(seed);
  const sum = new Float32Array(width * height).fill(140);
  for (const [cell, amount] of [
    [64, 30],
    [16, 20],
    [5, 12],
  ]) {
    const columns = Math.ceil(width / cell) + 2;
    const nodes = Float32Array.from({ length: columns * (Math.ceil(height / cell) + 2) }, () => random.normal());
    for (let i = 0; i < sum.length; i++) {
      const [x, y] = [(i % width) / cell, Math.floor(i / width) / cell];
      const [u, v] = [Math.floor(x), Math.floor(y)];
      const [dx, dy] = [x - u, y - v];
      const at = v * columns + u;
      const top = (1 - dx) * nodes[at] + dx * nodes[at + 1];
      const bottom = (1 - dx) * nodes[at + columns] + dx * nodes[at + columns + 1];
      sum[i] += amount * ((1 - dy) * top + dy * bottom);
    }
  }
  return { width, height, data: Uint8Array.from(sum, value => Math.max(0, Math.min(255, Math.round(value)))) };
}

/** The place of the ground that a pixel of the picture shows. */
export function placeSeen({ x, y, turn, zoom }: View, u: number, v: number): { x: number; y: number } {
  const [dx, dy] = [(u - (SHOT.width - 1) / 2) / zoom, (v - (SHOT.height - 1) / 2) / zoom];
  return { x: x + dx * Math.cos(turn) - dy * Math.sin(turn), y: y + dx * Math.sin(turn) + dy * Math.cos(turn) };
}

/** The pixel of the picture in which a place of the ground is seen. */
export function seenFrom({ x, y, turn, zoom }: View, place: { x: number; y: number }): { x: number; y: number } {
  const [dx, dy] = [(place.x - x) * zoom, (place.y - y) * zoom];
  return {
    x: dx * Math.cos(turn) + dy * Math.sin(turn) + (SHOT.width - 1) / 2,
    y: dy * Math.cos(turn) - dx * Math.sin(turn) + (SHOT.height - 1) / 2,
  };
}

/** What the camera sees, bilinear; beyond the ground its edge goes on. */
export function shot({ width, height, data }: GrayImage, view: View): GrayImage {
  const picture = new Uint8Array(SHOT.width * SHOT.height);
  for (let i = 0; i < picture.length; i++) {
    const place = placeSeen(view, i % SHOT.width, Math.floor(i / SHOT.width));
    const [x, y] = [Math.max(0, Math.min(width - 1.001, place.x)), Math.max(0, Math.min(height - 1.001, place.y))];
    const [u, v] = [Math.floor(x), Math.floor(y)];
    const at = v * width + u;
    const top = (1 - (x - u)) * data[at] + (x - u) * data[at + 1];
    const bottom = (1 - (x - u)) * data[at + width] + (x - u) * data[at + width + 1];
    picture[i] = Math.round((1 - (y - v)) * top + (y - v) * bottom);
  }
  return { ...SHOT, data: picture };
}
