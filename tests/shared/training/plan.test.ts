import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { trainingConfigSchema } from '../../../src/shared/schemas/training.ts';
import { objectionTo } from '../../../src/shared/training/objection.ts';
import { type PlanFacts, planTraining } from '../../../src/shared/training/plan.ts';

const road: PlanFacts = {
  ...{ train: 240, positives: 240, width: 544, height: 384, trainPixels: 240 * 544 * 384, valPixels: 60 * 544 * 384 },
  ...{ crackWidth: 9, device: 'cpu', testStep: 62, minutes: 60 },
};

const anything: fc.Arbitrary<PlanFacts> = fc
  .record({
    train: fc.integer({ min: 0, max: 20_000 }),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
    side: fc.integer({ min: 1, max: 8000 }),
    crackWidth: fc.option(fc.double({ min: 0.5, max: 500, noNaN: true }), { nil: undefined }),
    testStep: fc.option(fc.double({ min: 0.5, max: 60_000, noNaN: true }), { nil: undefined }),
    minutes: fc.integer({ min: 1, max: 10_080 }),
  })
  .map(({ train, share, side, ...facts }) => ({
    ...{ ...facts, train, positives: Math.round(share * train), width: side, height: side, device: 'cpu' as const },
    ...{ trainPixels: train * side ** 2, valPixels: 0.1 * train * side ** 2 },
  }));

describe('a plan', () => {
  it('of an hour for photographs of roads has a network of base 16 see crops of them in epochs that fit', () => {
    const { config, reasons } = planTraining(road);
    expect(config).toMatchObject({ input: 'tile', size: 256, base: 16, batch: 8, schedule: 'cosine', recipe: 'auto' });
    const crops = config.epochs! * config.steps! * config.batch!;
    expect(crops).toBeGreaterThan(15_000);
    expect(crops).toBeLessThan(30_000);
    expect(reasons).toHaveLength(3);
  });

  it('is one that can be trained, whatever the images, the machine and the time', () => {
    fc.assert(
      fc.property(anything, facts => {
        const { config, reasons } = planTraining(facts);
        const whole = trainingConfigSchema.parse(config);
        expect(objectionTo(whole)).toBeUndefined();
        expect(reasons.every(reason => /^[A-Z].*\.$/.test(reason) && !/NaN|undefined|Infinity/.test(reason))).toBe(
          true,
        );
      }),
    );
  });

  it('takes more steps, or a wider network, the more time there is', () => {
    const work = [1, 5, 20, 60, 480].map(minutes => {
      const { epochs = 0, steps = 0, base = 0 } = planTraining({ ...road, minutes }).config;
      return epochs * steps * base ** 2;
    });
    expect(work).toEqual(work.toSorted((a, b) => a - b));
    expect(planTraining({ ...road, minutes: 480 }).config.base).toBe(32);
    expect(planTraining({ ...road, minutes: 1 }).config.base).toBe(8);
  });

  it('has crops no larger than small pictures, and larger ones for wide cracks', () => {
    const small = { ...road, width: 200, height: 140, trainPixels: 240 * 28_000 };
    expect(planTraining(small).config.size).toBe(144);
    expect(planTraining({ ...road, crackWidth: 60 }).config.size).toBe(384);
  });
});
