import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FloatImage, GrayImage } from '../../../src/shared/image/gray-image.ts';
import { addTile, cutTile, planTiles, type Span, tilesOf } from '../../../src/shared/inference/tiles.ts';

const side = fc.integer({ min: 1, max: 150 });
const tileSize = fc.constantFrom(16, 32, 48, 64);
const blank = (width: number, height: number): FloatImage => ({
  width,
  height,
  data: new Float32Array(width * height),
});

describe('a plan of tiles', () => {
  test('gives every pixel shares above zero that sum to one, and none to pixels beyond the picture', () => {
    fc.assert(
      fc.property(side, side, tileSize, fc.double({ min: 0, max: 0.9, noNaN: true }), (width, height, size, part) => {
        const plan = planTiles(width, height, size, Math.floor(size * part));
        for (const [spans, length] of [
          [plan.across, width],
          [plan.down, height],
        ] as const) {
          expectShares(spans, length);
        }
      }),
    );
  });

  test('keeps neighbours overlapping by what was asked, with no tile to spare', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2000 }),
        tileSize,
        fc.integer({ min: 0, max: 15 }),
        (length, size, overlap) => {
          const { across } = planTiles(length, 16, size, overlap);
          for (let i = 1; i < across.length; i++) {
            expect(across[i - 1].start + size - across[i].start).toBeGreaterThanOrEqual(overlap);
          }
          if (across.length > 1) expect((across.length - 1) * (size - overlap) + overlap).toBeLessThan(length);
        },
      ),
    );
  });

  test('overlaps by a quarter of a tile unless told otherwise', () => {
    expect(planTiles(112, 64, 64).across.map(span => span.start)).toEqual([0, 48]);
    expect(planTiles(113, 64, 64).across).toHaveLength(3);
  });

  test('refuses an overlap as large as a tile', () => {
    expect(() => planTiles(100, 100, 32, 32)).toThrow('overlap of 32 px');
  });
});

function expectShares(spans: readonly Span[], length: number): void {
  const sums = new Float64Array(length);
  for (const { start, weights } of spans) {
    for (let i = 0; i < weights.length; i++) {
      const inside = start + i >= 0 && start + i < length;
      if (weights[i] > 0 !== inside) throw new Error(`Pixel ${start + i} of ${length} has the share ${weights[i]}.`);
      if (inside) sums[start + i] += weights[i];
    }
  }
  expect(Math.max(...sums)).toBeCloseTo(1, 12);
  expect(Math.min(...sums)).toBeCloseTo(1, 12);
}

describe('cutting and blending', () => {
  test('give the picture back when the network changes nothing, whatever its size', () => {
    fc.assert(
      fc.property(side, side, tileSize, fc.nat(), (width, height, size, seed) => {
        const image = pattern(width, height, seed);
        const plan = planTiles(width, height, size);
        const sum = blank(width, height);
        for (const tile of tilesOf(plan)) addTile(sum, plan, tile, cutTile(image, plan, tile));
        const worst = sum.data.reduce((max, value, i) => Math.max(max, Math.abs(value - image.data[i] / 255)), 0);
        expect(worst).toBeLessThan(1e-6);
      }),
      { numRuns: 40 },
    );
  });

  test('mirror a picture smaller than a tile about its outermost pixels', () => {
    const image = { width: 3, height: 1, data: Uint8Array.of(0, 51, 255) };
    const plan = planTiles(3, 1, 16);
    const row = cutTile(image, plan, { column: 0, row: 0 }).subarray(0, 16);
    // Six columns are mirrored before the picture (a period is 0, 51, 255, 51), seven after.
    expect(plan.across[0].start).toBe(-6);
    expect([...row].map(value => Math.round(value * 255))).toEqual([
      255, 51, 0, 51, 255, 51, 0, 51, 255, 51, 0, 51, 255, 51, 0, 51,
    ]);
  });
});

function pattern(width: number, height: number, seed: number): GrayImage {
  const data = Uint8Array.from({ length: width * height }, (_, i) => Math.imul(i + 1, seed | 1) >>> 8);
  return { width, height, data };
}
