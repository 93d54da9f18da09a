import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ComparedInspection, compareEvents } from '../../../src/shared/events/compare-events.ts';

type Compared = ComparedInspection['events'][number];

const moment = (frame: number) => ({ frame, ms: frame * 40, time: '' });

/** A crack of 60 px from left to right, at its peak in the middle of its time. */
function crack(id: number, x: number, y: number, begin: number, frames: number): Compared {
  const mask = { x, y, width: 60, height: 2, runs: [0, 120] };
  const peak = { ...moment(begin + (frames >> 1)), score: 0.9 };
  return { id, begin: moment(begin), peak, end: moment(begin + frames), mask };
}

const place = fc.record({
  x: fc.nat({ max: 2000 }),
  y: fc.nat({ max: 1000 }),
  begin: fc.nat({ max: 5000 }),
  frames: fc.nat({ max: 200 }),
});
const inspection = fc.array(place, { maxLength: 12 }).map(
  (places): ComparedInspection => ({
    events: places.map(({ x, y, begin, frames }, i) => crack(i + 1, x, y, begin, frames)),
    looks: [],
  }),
);
const idsOf = ({ events }: ComparedInspection) => events.map(({ id }) => id);

describe('two inspections of one video side by side', () => {
  it('have every event in one group or alone, once', () =>
    fc.assert(
      fc.property(inspection, inspection, (a, b) => {
        const { both, alone } = compareEvents(a, b);
        for (const [side, all] of [idsOf(a), idsOf(b)].entries()) {
          const placed = [...both.flatMap(group => group[side]), ...alone[side]];
          expect(placed.toSorted((p, q) => p - q)).toEqual(all);
        }
        expect(both.every(([one, other]) => one.length > 0 && other.length > 0)).toBe(true);
      }),
    ));

  it('give the same whichever comes first', () =>
    fc.assert(
      fc.property(inspection, inspection, (a, b) => {
        const [there, back] = [compareEvents(a, b), compareEvents(b, a)];
        expect(back.alone).toEqual([there.alone[1], there.alone[0]]);
        const groups = there.both.map(([one, other]) => JSON.stringify([other, one])).sort();
        expect(back.both.map(group => JSON.stringify(group)).sort()).toEqual(groups);
      }),
    ));

  it('agree in everything when they are the same', () =>
    fc.assert(
      fc.property(inspection, a => {
        const { both, alone } = compareEvents(a, a);
        expect(alone).toEqual([[], []]);
        for (const [one, other] of both) expect(one).toEqual(other);
      }),
    ));

  it('differ in all when one saw nothing, or everything at another time or place', () => {
    const a = { events: [crack(1, 100, 100, 0, 50)], looks: [] };
    expect(compareEvents(a, { events: [], looks: [] })).toEqual({ both: [], alone: [[1], []] });
    expect(compareEvents(a, { events: [crack(1, 100, 100, 90, 50)], looks: [] }).alone).toEqual([[1], [1]]);
    expect(compareEvents(a, { events: [crack(1, 100, 160, 0, 50)], looks: [] }).alone).toEqual([[1], [1]]);
  });

  it('know a crack again though the camera moved between both peaks, and take what lies at its old place for another', () => {
    // 3 px to the left in each of the frames between, looked at every fifth.
    const looks = Array.from({ length: 21 }, (_, i) => ({
      frame: 5 * i,
      ...(i > 0 && { motion: [1, 0, -15, 0] as [number, number, number, number] }),
    }));
    const early = { events: [crack(1, 400, 100, 0, 20)], looks };
    const late = { events: [crack(7, 400 - 3 * 42, 100, 12, 80), crack(8, 400, 100, 12, 80)], looks };
    expect(compareEvents(early, late)).toEqual({ both: [[[1], [7]]], alone: [[], [8]] });
  });

  it('take nothing for the same on both sides of a cut', () => {
    const looks = [{ frame: 0 }, { frame: 25, motion: null }, { frame: 50, motion: null }];
    const [before, behind] = [crack(1, 100, 100, 0, 20), crack(1, 100, 100, 30, 40)];
    expect(compareEvents({ events: [before], looks }, { events: [behind], looks }).alone).toEqual([[1], [1]]);
  });

  it('count a crack that one of them found in two parts as one found by both', () => {
    const whole = { events: [crack(1, 100, 100, 0, 50)], looks: [] };
    const parts = { events: [crack(1, 80, 100, 0, 20), crack(2, 130, 100, 22, 28)], looks: [] };
    expect(compareEvents(whole, parts)).toEqual({ both: [[[1], [1, 2]]], alone: [[], []] });
  });
});
