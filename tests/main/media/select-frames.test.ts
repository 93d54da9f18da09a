import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type FrameRequest, selectFrames } from '../../../src/main/media/select-frames.ts';
import type { FrameIndex } from '../../../src/shared/schemas/video.ts';

/** An index with frames at these times; the last one lasts as long as the mean of the others. */
function indexOf(timesMs: number[]): FrameIndex {
  const span = timesMs[timesMs.length - 1] - timesMs[0];
  const durationMs = span + (timesMs.length > 1 ? span / (timesMs.length - 1) : 40);
  return {
    info: {
      ...{ path: 'clip.mp4', size: 1, modifiedMs: 0, width: 8, height: 8, frames: timesMs.length },
      ...{
        storedWidth: 8,
        storedHeight: 8,
        pixelFormat: 'gray',
        pixelAspect: [1, 1],
        dynamicRange: 'sdr',
        stream: '0:0',
      },
      form: { squarePixels: true, toneMap: false },
      ...{ averageFps: 25, nominalFps: 25, timeBase: 0.001, durationMs, containerDurationMs: durationMs },
      ...{ codec: 'h264', rotation: 0, variableRate: false },
    },
    timesMs,
    checksums: timesMs.map(() => ''),
  };
}

/** 250 frames at 25 a second: frame n is shown from 40 n ms on. */
const tenSeconds = indexOf(Array.from({ length: 250 }, (_, i) => i * 40));

test.each<[string, FrameRequest, number[]]>([
  ['a frame by number', { frames: [7, 3, 7] }, [3, 7]],
  ['the frame shown at a time', { atMs: [0, 39, 40, 100, 9999] }, [0, 1, 2, 249]],
  ['a frame every two seconds', { everyMs: 2000 }, [0, 50, 100, 150, 200]],
  ['at most three of them', { everyMs: 2000, count: 3 }, [0, 50, 100]],
  ['from a start to an end that is left out', { everyMs: 1000, startMs: 3000, endMs: 6000 }, [75, 100, 125]],
  ['frames spread from first to last', { count: 4 }, [0, 83, 166, 249]],
  ['one frame: the middle', { count: 1 }, [124]],
  ['frames spread over a part', { count: 3, startMs: 1000, endMs: 2000 }, [25, 37, 49]],
  ['all there are, when more are wanted', { count: 99, endMs: 120 }, [0, 1, 2]],
  ['several wishes together', { frames: [9], atMs: [400], everyMs: 5000 }, [0, 9, 10, 125]],
])('takes %s', (_, request, expected) => {
  expect(selectFrames(tenSeconds, request)).toEqual(expected);
});

test('steps of time follow the clock where the rate varies', () => {
  const index = indexOf([0, 10, 20, 1000, 1500, 3100]);
  expect(selectFrames(index, { everyMs: 1000 })).toEqual([0, 3, 4]);
  expect(selectFrames(index, { atMs: [999, 1000, 3000] })).toEqual([2, 3, 4]);
});

test('the last frame is shown until the video ends, and is taken while it is', () => {
  const slow = indexOf([0, 5000, 10_000, 15_000]);
  const taken = (wish: FrameRequest) => selectFrames(slow, { everyMs: 400, ...wish });
  expect([taken({}), taken({ endMs: 15_300 }), taken({ endMs: 15_200 })]).toEqual([
    [0, 1, 2, 3],
    [0, 1, 2, 3],
    [0, 1, 2],
  ]);
  expect(taken({ startMs: 15_000, endMs: 15_001 })).toEqual([3]);
});

describe('nonsense is a usage error', () => {
  test.each<[FrameRequest, RegExp]>([
    [{}, /which frames are wanted/],
    [{ frames: [250] }, /its frames are 0 to 249/],
    [{ atMs: [10_100] }, /past the end/],
    [{ everyMs: 1000, startMs: 5000, endMs: 5000 }, /must lie after/],
    [{ count: 2, startMs: 20_000 }, /has no frame from 20.000 s on/],
    [{ frames: [1], startMs: 5 }, /A start or an end/],
  ])('%j', (request, message) => {
    expect(() => selectFrames(tenSeconds, request)).toThrow(message);
  });
});

test('whatever is asked for, frames rise, lie in the video, and in the range', () => {
  const times = fc.array(fc.integer({ min: 1, max: 500 }), { minLength: 1, maxLength: 60 });
  const request = fc.record({ everyMs: fc.integer({ min: 1, max: 900 }), count: fc.integer({ min: 1, max: 30 }) });
  fc.assert(
    fc.property(
      times,
      fc.oneof(
        request,
        request.map(({ count }) => ({ count })),
      ),
      (gaps, wish) => {
        let time = 0;
        const index = indexOf(gaps.map(gap => (time += gap)));
        const chosen = selectFrames(index, wish);
        expect(chosen.length).toBeGreaterThan(0);
        expect(chosen.length).toBeLessThanOrEqual(wish.count);
        chosen.forEach((frame, i) => {
          expect(frame).toBeLessThan(gaps.length);
          if (i > 0) expect(frame).toBeGreaterThan(chosen[i - 1]);
        });
      },
    ),
  );
});
