import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Random } from '../../src/shared/random.ts';

describe('the seeded generator', () => {
  it('repeats itself for a seed, and differs between neighbouring seeds', () => {
    const draw = (seed: number) =>
      Array.from(
        { length: 8 },
        (
          (random: Random) => () =>
            random.uniform()
        )(new Random(seed)),
      );
    expect(draw(42)).toEqual(draw(42));
    expect(draw(42)).not.toEqual(draw(43));
  });

  it('goes on from its state where it stood', () => {
    const random = new Random(7);
    random.uniform();
    const copy = new Random(random.state);
    expect([copy.uniform(), copy.below(1000)]).toEqual([random.uniform(), random.below(1000)]);
  });

  it('is uniform: mean 1/2, variance 1/12, no tenth preferred', () => {
    const random = new Random(1);
    const draws = Array.from({ length: 20_000 }, () => random.uniform());
    const mean = draws.reduce((a, b) => a + b) / draws.length;
    expect(mean).toBeCloseTo(0.5, 2);
    expect(draws.reduce((a, b) => a + (b - mean) ** 2, 0) / draws.length).toBeCloseTo(1 / 12, 2);
    const tenths = Array.from({ length: 10 }, (_, i) => draws.filter(d => Math.floor(d * 10) === i).length);
    expect(Math.min(...tenths)).toBeGreaterThan(1800);
  });

  it('shuffles without losing or doubling anything', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.nat(), (items, seed) => {
        expect(new Random(seed).shuffled(items).sort()).toEqual([...items].sort());
      }),
    );
  });
});
