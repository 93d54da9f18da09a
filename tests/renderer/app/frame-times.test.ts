import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  clockOffset,
  frameAfterJump,
  frameShownAt,
  nearestFrame,
  seekSeconds,
} from '../../../src/renderer/app/frame-times.ts';

/** Frame times as cameras make them: rising, from any start, 1 to 500 ms apart. */
const anyTimes = fc
  .tuple(
    fc.double({ min: 0, max: 9000, noNaN: true }),
    fc.array(fc.double({ min: 1, max: 500, noNaN: true }), { minLength: 1, maxLength: 60 }),
  )
  .map(([start, gaps]) => [start, ...gaps.map((_, i) => gaps.slice(0, i + 1).reduce((a, b) => a + b, start))]);

describe('frames and times', () => {
  it('a seek to any frame of any video shows that frame, whatever the clock of the player begins with', () => {
    fc.assert(
      fc.property(anyTimes, fc.nat(), fc.double({ min: -9000, max: 9000, noNaN: true }), (timesMs, seed, offsetMs) => {
        const frame = seed % timesMs.length;
        const at = seekSeconds({ timesMs, offsetMs }, frame) * 1000 - offsetMs;
        expect(at).toBeGreaterThan(timesMs[frame]!);
        if (frame + 1 < timesMs.length) expect(at).toBeLessThan(timesMs[frame + 1]!);
      }),
    );
  });

  it('the media time of a picture finds its frame although players round it to a microsecond', () => {
    fc.assert(
      fc.property(anyTimes, fc.nat(), fc.double({ min: -0.4, max: 0.4, noNaN: true }), (timesMs, seed, rounding) => {
        const frame = seed % timesMs.length;
        expect(nearestFrame({ timesMs, offsetMs: 250 }, timesMs[frame]! + 250 + rounding)).toBe(frame);
      }),
    );
  });

  it('before the first frame is the first, after the last is the last', () => {
    const times = { timesMs: [100, 140, 180], offsetMs: 0 };
    expect([-50, 100, 161, 159, 9999].map(time => nearestFrame(times, time))).toEqual([0, 0, 2, 1, 2]);
    expect([0, 100, 139, 140, 999].map(time => frameShownAt(times, time))).toEqual([0, 0, 0, 1, 2]);
  });

  it('a clock that starts later is noticed, one that rounds is not', () => {
    expect(clockOffset([0, 40, 80], 7500)).toBe(7500);
    expect(clockOffset([0, 40, 80], 0.02)).toBe(0);
    expect(clockOffset([33.367, 66.733], 33.366)).toBe(0);
    expect(clockOffset([5], 5)).toBe(0);
  });

  it('a jump goes as far as it says, at least one frame, and never out of the video', () => {
    const timesMs = Array.from({ length: 100 }, (_, i) => i * 40);
    expect(frameAfterJump(timesMs, 10, 1)).toBe(35);
    expect(frameAfterJump(timesMs, 10, -1)).toBe(0);
    expect(frameAfterJump(timesMs, 90, 5)).toBe(99);
    expect(frameAfterJump([0, 9000, 18_000], 1, 1)).toBe(2);
    expect(frameAfterJump([0, 9000, 18_000], 1, -1)).toBe(0);
    expect(frameAfterJump([0], 0, 1)).toBe(0);
  });
});
