import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { traceLine } from '../../../src/shared/geometry/line.ts';
import { Random } from '../../../src/shared/random.ts';
import { drawElastic, isWarp, type Warp, warped, warpMargin } from '../../../src/workers/training/warp.ts';

const size = 64;
const blank = () => new Uint8Array(size * size);

const anyWarp: fc.Arbitrary<Warp> = fc
  .record({ rotation: fc.double({ min: -15, max: 15, noNaN: true }), seed: fc.nat(), elastic: fc.boolean() })
  .map(({ rotation, seed, elastic }) => ({ rotation, elastic: elastic ? drawElastic(new Random(seed), 0.04) : [] }));

/** Turned by any angle, and larger or smaller: what augments crops. */
const anyTurn: fc.Arbitrary<Warp> = fc.record({
  rotation: fc.double({ min: -180, max: 180, noNaN: true }),
  scale: fc.double({ min: 0.7, max: 1.4, noNaN: true }),
  elastic: fc.constant([]),
});

/** Inside the part of the picture that no warp carries beyond its border. */
const place = fc.integer({ min: 16, max: size - 17 });
const path = fc.array(fc.record({ x: place, y: place }), { minLength: 2, maxLength: 5 });

/** A line of one or more pixels in width. */
function lineMask(vertices: readonly { x: number; y: number }[], width: number): Uint8Array {
  const mask = blank();
  vertices.slice(1).forEach((vertex, i) => {
    traceLine(vertices[i], vertex, (x, y) => {
      for (let k = 0; k < width * width; k++) mask[(y + Math.floor(k / width)) * size + x + (k % width)] = 1;
    });
  });
  return mask;
}

/** The number of 8-connected pieces. */
function pieces(mask: Uint8Array): number {
  const left = new Set([...mask.keys()].filter(i => mask[i] === 1));
  let count = 0;
  for (const start of left) {
    count++;
    left.delete(start);
    const open = [start];
    while (open.length > 0) {
      const i = open.pop() as number;
      for (const step of [1, size - 1, size, size + 1]) {
        for (const next of [i + step, i - step]) if (left.delete(next)) open.push(next);
      }
    }
  }
  return count;
}

describe('a warp', () => {
  it('that does not move leaves image and mask as they are', () => {
    const image = Uint8Array.from({ length: size * size }, (_, i) => (i * 7) % 256);
    const mask = image.map(value => (value > 200 ? 1 : 0));
    const still = { rotation: 0, elastic: new Array<number>(2 * 49).fill(0) };
    expect(warped({ image, mask }, size, still)).toEqual({ image, mask });
  });

  it('keeps class indices whole: a line of one class through an area of another stays in one piece, and both stay themselves', () => {
    fc.assert(
      fc.property(path, anyWarp, (vertices, warp) => {
        const line = lineMask(vertices, 1);
        const mask = line.map((value, i) => (value ? 1 : i % size > 8 && i % size < size - 8 ? 2 : 0));
        const after = warped({ image: blank(), mask }, size, warp).mask;
        expect([...new Set(after)].every(value => value <= 2)).toBe(true);
        expect(pieces(after.map(value => Number(value === 1)))).toBe(1);
        const area = (of: Uint8Array, k: number) => of.filter(value => value === k).length;
        expect(area(after, 2)).toBeGreaterThan(0.8 * area(mask, 2));
      }),
      { numRuns: 40 },
    );
  });

  it('turns image and mask about the centre, by the angle given', () => {
    const mask = lineMask(
      [
        { x: 10, y: 31 },
        { x: 52, y: 31 },
      ],
      2,
    );
    const image = mask.map(value => 200 * value);
    const turned = warped({ image, mask }, size, { rotation: 10, elastic: [] });
    const slope = Math.tan((10 * Math.PI) / 180);
    for (const x of [15, 31, 32, 48]) {
      const y = Math.round(31.5 - slope * (x - 31.5));
      expect(turned.mask[y * size + x], `mask at ${x}, ${y}`).toBe(1);
      expect(turned.image[y * size + x], `image at ${x}, ${y}`).toBeGreaterThan(100);
    }
  });

  it('never tears a crack of one pixel or more, and hardly makes it thicker', () => {
    fc.assert(
      fc.property(path, fc.integer({ min: 1, max: 3 }), anyWarp, (vertices, width, warp) => {
        const mask = lineMask(vertices, width);
        const after = warped({ image: blank(), mask }, size, warp).mask;
        expect(pieces(after)).toBe(1);
        const area = (pixels: Uint8Array) => pixels.reduce((a, b) => a + b, 0);
        expect(area(after)).toBeLessThan(2 * area(mask) + 4);
      }),
      { numRuns: 300 },
    );
  });

  it('keeps image and mask together: a crack stays where it is dark', () => {
    fc.assert(
      fc.property(path, anyWarp, (vertices, warp) => {
        const mask = lineMask(vertices, 3);
        const { image, mask: after } = warped({ image: mask.map(value => 255 * value), mask }, size, warp);
        for (const [i, value] of after.entries()) if (value === 1) expect(image[i]).toBeGreaterThan(0);
      }),
      { numRuns: 50 },
    );
  });

  it('mirrors the picture beyond its border: a flat one stays flat', () => {
    fc.assert(
      fc.property(anyWarp, warp => {
        const { image } = warped({ image: blank().fill(90), mask: blank() }, size, warp);
        expect(image.every(value => value === 90)).toBe(true);
      }),
      { numRuns: 20 },
    );
  });
});

describe('a warp of a crop with its surroundings', () => {
  const side = 32;
  const any = fc.oneof(anyWarp, anyTurn).filter(isWarp);
  /** The crop and its margin are gray 100 without crack; whatever lies beyond is white crack. */
  const framed = (margin: number) => {
    const outer = side + 2 * (margin + 4);
    const inside = (at: number) => at >= 4 && at < outer - 4;
    const isInside = (i: number) => inside(i % outer) && inside(Math.floor(i / outer));
    const image = Uint8Array.from({ length: outer * outer }, (_, i) => (isInside(i) ? 100 : 255));
    return { image, mask: image.map(value => (value === 255 ? 1 : 0)) };
  };

  it('takes what moves in from the margin, and nothing from beyond it', () => {
    fc.assert(
      fc.property(any, warp => {
        const margin = warpMargin(side, warp);
        const { image, mask } = warped(framed(margin), side, warp, margin + 4);
        expect([image.length, mask.length]).toEqual([side * side, side * side]);
        expect([image.every(value => value === 100), mask.includes(1)]).toEqual([true, false]);
      }),
      { numRuns: 50 },
    );
  });

  it('never tears a crack, turned by any angle and made larger or smaller', () => {
    const near = fc.integer({ min: size / 2 - 10, max: size / 2 + 10 });
    const short = fc.array(fc.record({ x: near, y: near }), { minLength: 2, maxLength: 4 });
    fc.assert(
      fc.property(short, anyTurn.filter(isWarp), (vertices, warp) => {
        const mask = lineMask(vertices, 1);
        const after = warped({ image: blank(), mask }, side, warp, (size - side) / 2).mask;
        const whole = new Uint8Array(size * size);
        after.forEach((value, i) => {
          whole[Math.floor(i / side) * size + (i % side)] = value;
        });
        expect(pieces(whole)).toBe(1);
      }),
      { numRuns: 200 },
    );
  });

  it('makes it as much larger as it says: an area grows by the square', () => {
    const square = blank().map((_, i) =>
      Number(Math.abs((i % size) - 31.5) < 8 && Math.abs(Math.floor(i / size) - 31.5) < 8),
    );
    const area = (scale: number) =>
      warped({ image: square, mask: square }, size, { rotation: 30, scale, elastic: [] }).mask.filter(Boolean).length;
    for (const scale of [0.7, 1, 1.4]) expect(Math.abs(area(scale) / (256 * scale ** 2) - 1)).toBeLessThan(0.1);
  });

  it('turns it as an image that has no border near would turn', () => {
    const warp = { rotation: 15, elastic: [] };
    const pixels = Uint8Array.from({ length: size * size }, (_, i) => Math.imul(i + 1, 2654435761) >>> 24);
    const large = { image: pixels, mask: pixels.map(value => (value > 200 ? 1 : 0)) };
    const margin = (size - side) / 2;
    const whole = warped(large, size, warp);
    const part = warped(large, side, warp, margin);
    const cut = (data: Uint8Array) =>
      Array.from({ length: side }, (_, row) => [
        ...data.subarray((row + margin) * size + margin, (row + margin) * size + margin + side),
      ]).flat();
    expect([...part.image]).toEqual(cut(whole.image));
    expect([...part.mask]).toEqual(cut(whole.mask));
  });
});
