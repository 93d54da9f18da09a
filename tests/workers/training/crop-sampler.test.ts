import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Random } from '../../../src/shared/random.ts';
import type { Place, PreparedSet } from '../../../src/shared/schemas/prepared-set.ts';
import { type CropDraw, cropsPerEpoch, drawCrops } from '../../../src/workers/training/crop-sampler.ts';

interface Sized {
  width: number;
  height: number;
  /** Positions of its crack pixels, row * width + column. */
  crack: number[];
}

/** A native set of such images, all of which train. */
function setOf(images: readonly Sized[], size: number) {
  const places = images.map(({ width, height, crack }): Place => {
    return { width, height, cracks: crack.length, offset: 0, firstCrack: 0 };
  });
  const names = images.map((_, i) => `${i}.png`);
  const positive = images.map(({ crack }) => crack.length > 0);
  const set: PreparedSet = { version: 1, size, names, positive, train: names.map((_, i) => i), val: [], places };
  const crackPixel = (index: number, number: number) => {
    const { width, crack } = images[index];
    return { x: crack[number] % width, y: Math.floor(crack[number] / width) };
  };
  const count = cropsPerEpoch(set, places);
  const draw = (seed: number, crackShare = 0.5) =>
    drawCrops(set, places, { crackPixel, crackShare, count, random: new Random(seed) });
  return { draw, count };
}

const side = fc.integer({ min: 1, max: 90 });
const sized = fc
  .record({ width: side, height: side, seeds: fc.array(fc.nat(), { maxLength: 5 }) })
  .map(({ width, height, seeds }): Sized => ({ width, height, crack: seeds.map(seed => seed % (width * height)) }));
const images = fc.array(sized, { minLength: 1, maxLength: 6 }).filter(all => all.some(({ crack }) => crack.length > 0));
const tileSize = fc.constantFrom(16, 32, 48);

function holds({ crop }: CropDraw, size: number, x: number, y: number): boolean {
  return x >= crop.x && x < crop.x + size && y >= crop.y && y < crop.y + size;
}

describe('an epoch of crops', () => {
  it('holds crack in every second of them, whatever the images', () => {
    fc.assert(
      fc.property(images, tileSize, fc.nat(), (all, size, seed) => {
        for (const draw of setOf(all, size)
          .draw(seed)
          .filter((_, i) => i % 2 === 0)) {
          const { width, crack } = all[draw.index];
          expect(crack.some(at => holds(draw, size, at % width, Math.floor(at / width)))).toBe(true);
        }
      }),
    );
  });

  it('never leaves an image along a side that is long enough, and is centred along one that is not', () => {
    fc.assert(
      fc.property(images, tileSize, fc.nat(), (all, size, seed) => {
        for (const { index, crop } of setOf(all, size).draw(seed)) {
          for (const [start, length] of [
            [crop.x, all[index].width],
            [crop.y, all[index].height],
          ]) {
            if (length < size) expect(start).toBe(-((size - length) >> 1));
            else expect(start >= 0 && start + size <= length).toBe(true);
          }
        }
      }),
    );
  });

  it('is the same for the same seed, and another for another', () => {
    const { draw } = setOf([{ width: 300, height: 200, crack: [5, 77, 30_000] }], 32);
    expect(draw(7)).toEqual(draw(7));
    expect(draw(7)).not.toEqual(draw(8));
  });

  it('shows as many pixels as the images have, small ones counted as whole crops, within bounds', () => {
    const crack = [0];
    const [small, large] = [
      { width: 20, height: 30, crack },
      { width: 320, height: 160, crack },
    ];
    expect(setOf([small, small, large], 32).draw(1)).toHaveLength(2 + 10 * 5);
    expect(setOf([{ width: 20_000, height: 20_000, crack }], 16).count).toBe(10_000);
    expect(
      setOf(
        Array.from({ length: 10_001 }, () => small),
        32,
      ).count,
    ).toBe(10_001);
  });

  it('chooses positive images alike for their crack, however much of it they have, and every pixel alike for the rest', () => {
    const thick = { width: 64, height: 64, crack: Array.from({ length: 2000 }, (_, i) => i) };
    const thin = { width: 64, height: 192, crack: [70] };
    const { draw } = setOf([thick, thin], 16);
    const draws = Array.from({ length: 50 }, (_, seed) => draw(seed)).flat();
    const share = (parity: number) => {
      const some = draws.filter((_, i) => i % 2 === parity);
      return some.filter(({ index }) => index === 1).length / some.length;
    };
    expect(draws).toHaveLength(50 * 64);
    expect(Math.abs(share(0) - 0.5)).toBeLessThan(0.04); // 3 standard deviations
    expect(Math.abs(share(1) - 0.75)).toBeLessThan(0.035);
  });

  it('spreads the share of crops on cracks evenly, from the first on', () => {
    const { draw } = setOf([{ width: 320, height: 320, crack: [0] }], 32);
    const onCrack = (share: number) => draw(3, share).map(({ crop }) => crop.x === 0 && crop.y === 0);
    expect(onCrack(1 / 3).slice(0, 7)).toEqual([true, false, false, true, false, false, true]);
    expect(onCrack(0.5)).toEqual(draw(3).map((_, i) => i % 2 === 0));
    expect([onCrack(1).every(Boolean), onCrack(0.02).filter(Boolean).length]).toEqual([true, 2]);
  });

  it('moves a crack about within the middle half of the crop', () => {
    const { draw } = setOf([{ width: 300, height: 300, crack: [150 * 300 + 150] }], 32);
    const drawn = Array.from({ length: 20 }, (_, seed) => draw(seed).filter((_, i) => i % 2 === 0)).flat();
    const at = drawn.map(({ crop }) => 150 - crop.x);
    expect([Math.min(...at), Math.max(...at)]).toEqual([8, 24]);
    expect(drawn.some(({ crop }) => crop.x !== crop.y)).toBe(true);
  });

  it('refuses images without a crack, in the words of the reference pipeline', () => {
    expect(() => setOf([{ width: 50, height: 50, crack: [] }], 16).draw(1)).toThrow(
      'No positive samples in train split.',
    );
  });
});
