import { describe, expect, it } from 'vitest';
import { Stopwatch } from '../../src/shared/stopwatch.ts';

/** What a stopwatch says of laps that take so long, s. */
function laps(...seconds: number[]) {
  let now = 0;
  const stopwatch = new Stopwatch(() => now);
  return seconds.map(lap => {
    now += lap * 1000;
    return stopwatch.lap();
  });
}

describe('a stopwatch', () => {
  it('times laps, the long ones too', () => {
    expect(laps(90, 2, 60, 25).map(lap => lap.seconds)).toEqual([90, 2, 60, 25]);
  });

  it('counts a lap in which the lid was closed for an hour as the longest before it', () => {
    expect(laps(4, 2, 3602, 2, 3600)).toEqual([
      { seconds: 4, slept: 0 },
      { seconds: 2, slept: 0 },
      { seconds: 4, slept: 3598 },
      { seconds: 2, slept: 0 },
      { seconds: 4, slept: 3596 },
    ]);
  });

  it('does not time what was before it was started again', () => {
    let now = 0;
    const stopwatch = new Stopwatch(() => now);
    now = 5000;
    stopwatch.restart();
    now = 6000;
    expect(stopwatch.lap().seconds).toBe(1);
  });
});
