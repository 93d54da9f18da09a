import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { floodedBy, floodLevels } from '../../../src/shared/image/flood.ts';

const [width, height] = [12, 9];
const size = { width, height };
const levels = fc.uint8Array({ minLength: width * height, maxLength: width * height });
const seeds = fc.record({ x: fc.nat(width - 1), y: fc.nat(height - 1) });

describe('a flood', () => {
  it('reaches at every tolerance what a plain search from the seed reaches', () => {
    fc.assert(
      fc.property(levels, seeds, fc.nat(200), levels, (data, seed, tolerance, bounds) => {
        const within = { ...size, data: bounds.map(value => (value > 60 ? 1 : 0)) };
        const picture = { ...size, channels: 1 as const, data };
        expect(floodedBy(size, floodLevels(picture, seed, within), tolerance).data).toEqual(
          searched(data, seed, tolerance, within.data),
        );
      }),
    );
  });

  it('goes by the channel that differs most, and never by how opaque a pixel is', () => {
    const colours = [
      [10, 10, 10, 255],
      [10, 40, 10, 0],
      [90, 10, 10, 255],
    ];
    const data = Uint8Array.from({ length: 3 * 1 * 4 }, (_, i) => colours[Math.floor(i / 4)][i % 4]);
    const picture = { width: 3, height: 1, channels: 4 as const, data };
    // About the seed the mean is of the two first.
    expect([...floodLevels(picture, { x: 0, y: 0 }, null)]).toEqual([15, 15, 80]);
  });
});

function searched(data: Uint8Array, seed: { x: number; y: number }, tolerance: number, within: Uint8Array): Uint8Array {
  let [sum, count] = [0, 0];
  for (let y = Math.max(0, seed.y - 1); y <= Math.min(height - 1, seed.y + 1); y++)
    for (let x = Math.max(0, seed.x - 1); x <= Math.min(width - 1, seed.x + 1); x++, count++)
      sum += data[y * width + x];
  const is = (at: number) =>
    within[at] === 1 && Math.min(254, Math.floor(Math.abs(data[at] - sum / count))) <= tolerance;
  const mask = new Uint8Array(data.length);
  const next = [seed.y * width + seed.x].filter(is);
  for (let at = next.pop(); at !== undefined; at = next.pop()) {
    mask[at] = 1;
    const x = at % width;
    const beside = [...(x > 0 ? [at - 1] : []), ...(x + 1 < width ? [at + 1] : []), at - width, at + width];
    next.push(...beside.filter(to => to >= 0 && to < data.length && mask[to] === 0 && is(to)));
  }
  return mask;
}
