import type { GrayImage } from '../../src/shared/image/gray-image.ts';
import { Random } from '../../src/shared/random.ts';

/** How far inside a crack a place is, px; negative outside. The middle of the picture is (0, 0), y grows downwards. */
export type CrackShape = (x: number, y: number) => number;

/** A camera and what it looks at besides the crack. */
export interface Photograph {
  readonly seed?: number;
  /** Gray levels of ground and crack. */
  readonly ground?: number;
  readonly floor?: number;
  /** The ground grows lighter to the right and downwards by so many gray levels a px; the crack loses the same share of light. */
  readonly slope?: readonly [x: number, y: number];
  readonly noise?: number;
  /** The lens spreads a point by this deviation, px. */
  readonly blur?: number;
}

interface Bar extends Photograph {
  /** px */
  readonly width: number;
  readonly length?: number;
  /** Anticlockwise from level. */
  readonly degrees: number;
  /** Of the middle from the centre of a pixel, px. */
  readonly offset?: number;
}

/** Samples a pixel and side, so that the blur comes before the pixels as it does in a camera. */
const FINE = 4;

/** A straight crack with square ends as a camera sees it, and the pixels it covers at least by half. */
export function crackPhantom(bar: Bar): { gray: GrayImage; mask: GrayImage } {
  const { width, length = 100, degrees, offset = 0 } = bar;
  return photographed(barShape({ width, length, degrees, offset }), Math.ceil(length + 36), bar);
}

/** A bar with square ends; in negative distances only its sides and ends count, not its corners. */
export function barShape(bar: Required<Omit<Bar, keyof Photograph>>): CrackShape {
  const angle = (bar.degrees * Math.PI) / 180;
  const [dx, dy] = [Math.cos(angle), -Math.sin(angle)];
  return (x, y) => {
    const [u, v] = [x - bar.offset, y - bar.offset];
    return Math.min(bar.width / 2 - Math.abs(u * dy - v * dx), bar.length / 2 - Math.abs(u * dx + v * dy));
  };
}

/** A square picture of a shape, `size` px a side, and the pixels that the shape covers at least by half. */
export function photographed(shape: CrackShape, size: number, photograph: Photograph = {}) {
  const { seed = 1, ground = 160, floor = 40, noise = 3, blur = 0.7, slope = [0, 0] } = photograph;
  const covered = coverage(shape, size);
  const light = pooled(blurred(covered, size * FINE, blur * FINE), size);
  const random = new Random(seed);
  const middle = Math.floor(size / 2);
  const gray = Uint8Array.from(light, (share, at) => {
    const x = (at % size) - middle;
    const here = ground + slope[0] * x + slope[1] * (Math.floor(at / size) - middle);
    const level = here * (1 - share * (1 - floor / ground)) + noise * random.normal();
    return Math.min(255, Math.max(0, Math.round(level)));
  });
  const mask = Uint8Array.from(pooled(covered, size), share => (share >= 0.5 ? 255 : 0));
  return { gray: { width: size, height: size, data: gray }, mask: { width: size, height: size, data: mask } };
}

/** How much of each sample lies in the shape: the edge counts where it is, not where the next sample is. */
function coverage(shape: CrackShape, size: number): Float32Array {
  const side = size * FINE;
  const middle = Math.floor(size / 2);
  const place = (sample: number) => (sample + 0.5) / FINE - 0.5 - middle;
  return Float32Array.from({ length: side * side }, (_, at) =>
    Math.min(1, Math.max(0, shape(place(at % side), place(Math.floor(at / side))) * FINE + 0.5)),
  );
}

/** A Gaussian blur of deviation `sigma` samples; beyond the picture is nothing. */
function blurred(samples: Float32Array, side: number, sigma: number): Float32Array {
  const reach = Math.ceil(4 * sigma);
  const weights = Array.from({ length: 2 * reach + 1 }, (_, i) => Math.exp(-((i - reach) ** 2) / (2 * sigma ** 2)));
  const sum = weights.reduce((a, b) => a + b, 0);
  const along = (from: Float32Array, step: number, across: number) => {
    const to = new Float32Array(from.length);
    for (let line = 0; line < side; line++) {
      for (let i = 0; i < side; i++) {
        const value = from[line * across + i * step] / sum;
        if (value === 0) continue;
        const [first, last] = [Math.max(0, i - reach), Math.min(side - 1, i + reach)];
        for (let j = first; j <= last; j++) to[line * across + j * step] += value * weights[j - i + reach];
      }
    }
    return to;
  };
  return along(along(samples, 1, side), side, 1);
}

/** The mean of each pixel's samples. */
function pooled(samples: Float32Array, size: number): Float32Array {
  const side = size * FINE;
  const pixels = new Float32Array(size * size);
  for (const [at, sample] of samples.entries()) {
    const [x, y] = [at % side, Math.floor(at / side)];
    pixels[Math.floor(y / FINE) * size + Math.floor(x / FINE)] += sample / FINE ** 2;
  }
  return pixels;
}
