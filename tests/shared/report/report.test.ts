import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { binsOf, largestOf, ticksTo, timeTicksTo } from '../../../src/shared/report/axis.ts';
import { distanceAt, parseDistance } from '../../../src/shared/report/distance.ts';
import { pictureBox } from '../../../src/shared/report/picture-box.ts';
import { standingOf } from '../../../src/shared/report/report-data.ts';
import { unseenStretches } from '../../../src/shared/report/unseen.ts';
import { sayer } from '../../../src/shared/report/words.ts';

const verdict = (said: 'true' | 'false' | 'unsure') => ({ verdict: { verdict: said, by: 'A', at: '' } });

describe('a report', () => {
  it('calls a finding only what a person has confirmed', () => {
    const standings = [verdict('true'), verdict('false'), verdict('unsure'), { verdict: null }].map(standingOf);
    expect(standings).toEqual(['finding', 'rejected', 'opinion', 'opinion']);
  });

  it('shows a crack whole with its surroundings, within the frame', () => {
    const side = fc.integer({ min: 1, max: 4000 });
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(side, side, share, share, share, share, (width, height, a, b, c, d) => {
        const [x, y] = [Math.floor(a * (width - 1)), Math.floor(b * (height - 1))];
        const crack = {
          x,
          y,
          width: 1 + Math.floor(c * (width - x - 1)),
          height: 1 + Math.floor(d * (height - y - 1)),
        };
        const box = pictureBox(crack, { width, height });
        expect(box.x1 >= 0 && box.y1 >= 0 && box.x2 <= width && box.y2 <= height).toBe(true);
        expect(box.x1 <= x && box.y1 <= y && box.x2 >= x + crack.width && box.y2 >= y + crack.height).toBe(true);
      }),
    );
  });

  it('has axes of few round steps that reach the largest value, and counts every value in one bin', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0.001, max: 1e6, noNaN: true }), { minLength: 1 }), values => {
        const largest = Math.max(...values);
        const ticks = ticksTo(largest, 10);
        expect(ticks[0]).toBe(0);
        expect(ticks.length).toBeLessThanOrEqual(12);
        expect(ticks[ticks.length - 1]).toBeGreaterThanOrEqual(largest * (1 - 1e-6));
        expect(binsOf(values, ticks).reduce((a, b) => a + b, 0)).toBe(values.length);
      }),
    );
  });

  it('finds the largest of any number of values', () => {
    const many = Array.from({ length: 300_000 }, (_, i) => i % 1000);
    expect([largestOf(many, 0), largestOf(many, 5000), largestOf([], 1)]).toEqual([999, 5000, 1]);
  });

  it('has axes of time in steps of the clock, whatever the length of the video', () => {
    expect([0, 3, 100, 1800, 9000].map(seconds => timeTicksTo(seconds).slice(0, 2))).toEqual([
      [0, 1],
      [0, 1],
      [0, 30],
      [0, 600],
      [0, 1800],
    ]);
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e7, noNaN: true }), seconds => {
        const ticks = timeTicksTo(seconds);
        expect(ticks.every(Number.isInteger)).toBe(true);
        expect([ticks.length >= 2, ticks.length <= 8]).toEqual([true, true]);
        expect(ticks[ticks.length - 1]).toBeGreaterThanOrEqual(seconds * (1 - 1e-6) - 1);
      }),
    );
  });

  it('knows the way along the asset between two marks, and not beyond them', () => {
    const marks = parseDistance('10s=0 00:00:20=5 30s=4');
    expect([5000, 10_000, 15_000, 25_000, 30_000, 31_000].map(ms => distanceAt(marks, ms))).toEqual([
      null,
      0,
      2.5,
      4.5,
      4,
      null,
    ]);
    for (const wrong of ['', '0s=1', '5s=0 1s=2', '0s 1s', '0s=a 1s=2']) expect(() => parseDistance(wrong)).toThrow();
  });

  it('joins looks that saw nothing to stretches, and does not call a few frames blurred beside each other', () => {
    const look = (i: number, more = {}) => ({ frame: 5 * i, ms: 200 * i, score: 0, cracks: 0, ...more });
    const sharp = Array.from({ length: 9 }, (_, i) => look(i, { sharpness: 100 }));
    const looks = [...sharp, look(9, { sharpness: 10 }), look(10, { same: true }), look(11, { exposure: 'flat' })];
    expect(unseenStretches(looks)).toEqual([
      { kind: 'blurred', fromMs: 1800, toMs: 2200, looks: 2 },
      { kind: 'flat', fromMs: 2200, toMs: 2200, looks: 1 },
    ]);
    expect(unseenStretches([look(0, { sharpness: 100 }), look(1, { sharpness: 1 })])).toEqual([]);
    expect(unseenStretches([])).toEqual([]);
  });

  it('counts the time up to the next look however far it is, but no time for which frames are missing twice', () => {
    const dark = (frame: number, ms: number) => ({ frame, ms, score: 0, cracks: 0, exposure: 'dark' as const });
    const seen = { ...dark(150, 6000), exposure: undefined };
    expect(unseenStretches([dark(0, 0), dark(50, 2000), dark(100, 4000), seen])).toEqual([
      { kind: 'dark', fromMs: 0, toMs: 6000, looks: 3 },
    ]);
    expect(unseenStretches([dark(0, 0), dark(50, 2000), dark(51, 9000), dark(101, 11_000)])).toEqual([
      { kind: 'dark', fromMs: 0, toMs: 2000, looks: 2 },
      { kind: 'missing', fromMs: 2000, toMs: 9000, looks: 0 },
      { kind: 'dark', fromMs: 9000, toMs: 11_000, looks: 2 },
    ]);
  });

  it('says the words of a template, filled in once', () => {
    const say = sayer({ clock: 'um {clock} {other}' });
    expect(say('clock', { clock: '{clock}' })).toBe('um {clock} {other}');
    expect(say('openEnd')).toBe('open end');
  });
});
