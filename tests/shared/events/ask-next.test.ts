import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { APART_MS, doubtOf, framesToAsk } from '../../../src/shared/events/ask-next.ts';
import type { LookRecord } from '../../../src/shared/schemas/inspection.ts';

const look = fc.record({
  doubt: fc.double({ min: 0, max: 1, noNaN: true }),
  cracks: fc.nat({ max: 2 }),
  print: fc.string({ unit: fc.constantFrom('0', '9', 'a', 'z'), minLength: 12, maxLength: 12 }),
});
const looks = fc
  .array(look, { maxLength: 150 })
  .map(all => all.map((each, i): LookRecord => ({ ...each, frame: 5 * i, ms: 200 * i, score: 0.5 })));
const known = fc.array(fc.nat({ max: 30_000 }), { maxLength: 5 });
const count = fc.integer({ min: 1, max: 20 });

describe('the frames to ask about next', () => {
  it('are never two within two seconds, nor near one that the dataset has', () =>
    fc.assert(
      fc.property(looks, count, known, (all, most, there) => {
        const asked = framesToAsk(all, most, there);
        expect(asked.length).toBeLessThanOrEqual(most);
        for (const [i, { ms }] of asked.entries())
          for (const other of [...there, ...asked.slice(0, i).map(each => each.ms)])
            expect(Math.abs(ms - other)).toBeGreaterThanOrEqual(APART_MS);
      }),
    ));

  it('are as many as are wanted where the video is long enough, a third with a crack and a fifth without', () => {
    const all = Array.from({ length: 600 }, (_, i): LookRecord => {
      const doubt = i < 300 ? 0.9 : 0.1;
      return { frame: i, ms: 1000 * i, score: 0, cracks: i < 300 ? 1 : 0, doubt, print: `${i % 10}0a5` };
    });
    const asked = framesToAsk(all, 15);
    expect(asked).toHaveLength(15);
    expect(asked.filter(({ kind }) => kind === 'crack').length).toBeGreaterThanOrEqual(5);
    expect(asked.filter(({ kind }) => kind === 'empty').length).toBe(3);
  });

  it('are those that differ where all are as doubtful, and pass over what could not be seen or was seen before', () => {
    const at = (i: number, more: Partial<LookRecord>): LookRecord => {
      return { frame: i, ms: 5000 * i, score: 0.5, cracks: 1, doubt: 0.5, print: '000z', ...more };
    };
    const all = [at(0, {}), at(1, {}), at(2, { print: 'z000' }), at(3, { same: true }), at(4, { exposure: 'dark' })];
    expect(framesToAsk(all, 2).map(({ frame }) => frame)).toEqual([0, 2]);
    expect(framesToAsk(all, 9).map(({ frame }) => frame)).toEqual([0, 2, 1]);
  });

  it('are the most doubtful first', () => {
    const all = Array.from({ length: 40 }, (_, i): LookRecord => {
      return { frame: i, ms: 3000 * i, score: 0.5, cracks: 1, doubt: i === 17 ? 0.9 : 0.2, print: '0000' };
    });
    expect(framesToAsk(all, 3)[0].frame).toBe(17);
  });
});

describe('the doubt of a model', () => {
  it('is that of the hundredth of the pixels in which it is least sure', () => {
    const sure = new Float32Array(1000);
    expect(doubtOf(sure, 1000)).toBe(0);
    expect(
      doubtOf(
        sure.map((_, i) => (i < 10 ? 0.5 : 0)),
        1000,
      ),
    ).toBe(1);
    expect(
      doubtOf(
        sure.map((_, i) => (i < 5 ? 0.5 : 1)),
        1000,
      ),
    ).toBe(0.5);
  });
});
