import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { roundHalfEven, valQuota } from '../../../src/shared/dataset/quota.ts';
import { parseFrameTime } from '../../../src/shared/dataset/sample-name.ts';
import { splitFrames } from '../../../src/shared/dataset/split.ts';
import type { SplitItem, SplitOptions } from '../../../src/shared/schemas/split.ts';

const options: SplitOptions = { valRatio: 0.1, minValPos: 10, seed: 42, group: 'file' };

function name(video: string, ms: number, tag = 'unk'): string {
  const digits = (value: number, count: number) => String(Math.floor(value)).padStart(count, '0');
  const clock =
    digits(ms / 3_600_000, 2) + digits((ms / 60_000) % 60, 2) + digits((ms / 1000) % 60, 2) + digits(ms % 1000, 3);
  return `${video}__${clock}_f${digits(ms / 40, 7)}_${tag}.png`;
}

/** Frames of up to three videos: dense stretches, gaps, frames saved twice. */
const footage = fc
  .uniqueArray(
    fc.record({
      video: fc.constantFrom('a', 'b', 'c'),
      ms: fc.integer({ min: 0, max: 120 }).map(step => step * 700),
      tag: fc.constantFrom('unk', 'unk_0001'),
      positive: fc.boolean(),
    }),
    { minLength: 1, maxLength: 120, selector: ({ video, ms, tag }) => name(video, ms, tag) },
  )
  .map(frames => frames.map(({ video, ms, tag, positive }): SplitItem => ({ name: name(video, ms, tag), positive })));

const settings = fc.record({
  valRatio: fc.double({ min: 0, max: 0.9, noNaN: true }),
  minValPos: fc.oneof(fc.nat(15), fc.constant('auto' as const)),
  seed: fc.nat(),
  group: fc.constantFrom('file' as const, 'video' as const),
});

describe('any split', () => {
  test('holds every frame once', () => {
    fc.assert(
      fc.property(footage, settings, (items, chosen) => {
        const { train, val, leftOut } = splitFrames(items, chosen);
        expect([...train, ...val, ...leftOut].sort()).toEqual(items.map(item => item.name).sort());
      }),
    );
  });

  test('leaves at least one positive in train when there is any', () => {
    fc.assert(
      fc.property(footage, settings, (items, chosen) => {
        fc.pre(items.some(item => item.positive));
        const train = new Set(splitFrames(items, chosen).train);
        expect(items.some(item => item.positive && train.has(item.name))).toBe(true);
      }),
    );
  });

  test('is the same for the same seed, in whatever order the frames come', () => {
    fc.assert(
      fc.property(footage, settings, (items, chosen) => {
        expect(splitFrames([...items].reverse(), chosen)).toEqual(splitFrames(items, chosen));
      }),
    );
  });
});

describe('by file', () => {
  const frames = (positives: number, negatives: number): SplitItem[] =>
    Array.from({ length: positives + negatives }, (_, i) => ({ name: `${i}.png`, positive: i < positives }));
  const counts = (items: SplitItem[], chosen: Partial<SplitOptions> = {}) => {
    const { train, val } = splitFrames(items, { ...options, ...chosen });
    const positives = (side: string[]) => side.filter(file => items.find(item => item.name === file)!.positive).length;
    return [positives(train), train.length - positives(train), positives(val), val.length - positives(val)];
  };

  test('a tenth of each class validates, of positives at least ten', () => {
    expect(counts(frames(200, 300))).toEqual([180, 270, 20, 30]);
    expect(counts(frames(50, 300))).toEqual([40, 270, 10, 30]);
  });

  test('one positive stays in train however few there are', () => {
    expect(counts(frames(4, 10))).toEqual([1, 9, 3, 1]);
    expect(counts(frames(1, 10))).toEqual([1, 9, 0, 1]);
  });

  test('left to itself val takes at most a fifth of few positives, and of 50 or more what the reference takes', () => {
    const auto = { minValPos: 'auto' } as const;
    expect(counts(frames(14, 1), auto)).toEqual([11, 1, 3, 0]);
    expect(counts(frames(2, 0), auto)).toEqual([1, 0, 1, 0]);
    for (const positives of [50, 73, 100, 250]) {
      expect(counts(frames(positives, 30), auto)).toEqual(counts(frames(positives, 30)));
    }
    const sizes = fc.record({ positives: fc.integer({ min: 2, max: 300 }), negatives: fc.nat(300) });
    fc.assert(
      fc.property(sizes, ({ positives, negatives }) => {
        const [trainPositives, trainNegatives, valPositives, valNegatives] = counts(frames(positives, negatives), auto);
        expect(trainPositives + trainNegatives).toBeGreaterThanOrEqual(valPositives + valNegatives);
        expect(valPositives).toBeGreaterThan(0);
      }),
    );
  });

  test('halves round to even, as in Python', () => {
    expect([0.5, 1.5, 2.5, 3.5, 2.4, 2.6, 7].map(roundHalfEven)).toEqual([0, 2, 2, 4, 2, 3, 7]);
    expect(valQuota(25, 35, { valRatio: 0.1, minValPos: 0 })).toEqual({ positives: 2, negatives: 4 });
  });

  test('another seed deals other frames', () => {
    const items = frames(100, 100);
    expect(splitFrames(items, options).val).not.toEqual(splitFrames(items, { ...options, seed: 43 }).val);
  });
});

describe('by video', () => {
  const byVideo: SplitOptions = { ...options, group: 'video' };

  /** Pairs of frames of a video at most 2 s apart, found the slow and obvious way. */
  function neighbours(items: readonly SplitItem[]): [string, string][] {
    const frames = items.map(item => ({ name: item.name, ...parseFrameTime(item.name)! }));
    return frames.flatMap(a =>
      frames
        .filter(b => b.video === a.video && b.ms >= a.ms && b.ms - a.ms <= 2000)
        .map(b => [a.name, b.name] as [string, string]),
    );
  }

  test('no neighbours in time stand on opposite sides', () => {
    fc.assert(
      fc.property(footage, settings, (items, chosen) => {
        const split = splitFrames(items, { ...chosen, group: 'video' });
        const [train, val] = [new Set(split.train), new Set(split.val)];
        const torn = neighbours(items).filter(([a, b]) => (train.has(a) && val.has(b)) || (val.has(a) && train.has(b)));
        expect(torn).toEqual([]);
      }),
    );
  });

  test('a frame is left out only beside a val frame', () => {
    fc.assert(
      fc.property(footage, settings, (items, chosen) => {
        const split = splitFrames(items, { ...chosen, group: 'video' });
        const val = new Set(split.val);
        const pairs = neighbours(items);
        const beside = (file: string) =>
          pairs.some(([a, b]) => (a === file && val.has(b)) || (b === file && val.has(a)));
        expect(split.leftOut.every(beside)).toBe(true);
      }),
    );
  });

  test('the quota is met exactly where no stretch mixes classes', () => {
    const sizes = {
      p: fc.integer({ min: 60, max: 200 }),
      n: fc.nat(200),
      valRatio: fc.double({ min: 0, max: 0.3, noNaN: true }),
    };
    fc.assert(
      fc.property(fc.record(sizes), fc.nat(), ({ p, n, valRatio }, seed) => {
        const frames = (video: string, count: number, positive: boolean) =>
          Array.from({ length: count }, (_, i) => ({ name: name(video, i * 1000), positive }));
        const { val } = splitFrames([...frames('a', p, true), ...frames('b', n, false)], {
          ...byVideo,
          valRatio,
          seed,
        });
        const quota = valQuota(p, n, { ...byVideo, valRatio });
        expect(val.filter(file => file.startsWith('a'))).toHaveLength(quota.positives);
        expect(val.filter(file => file.startsWith('b'))).toHaveLength(quota.negatives);
      }),
    );
  });

  test('an hour with cracks here and there meets the quota to a twentieth and loses two frames in a hundred', () => {
    const hour = Array.from({ length: 3600 }, (_, s) => ({ name: name('a', s * 1000), positive: s % 600 < 200 }));
    const { val, leftOut } = splitFrames(hour, byVideo);
    const positive = new Set(hour.filter(item => item.positive).map(item => item.name));
    expect(Math.abs(val.filter(file => positive.has(file)).length - 120)).toBeLessThanOrEqual(6);
    expect(Math.abs(val.length - 360)).toBeLessThanOrEqual(18);
    expect(leftOut.length).toBeLessThanOrEqual(72);
  });

  test('every frame of a minute at 25 a second keeps its distance, at the price of two guards a val frame', () => {
    const minute = Array.from({ length: 1500 }, (_, i) => ({ name: name('a', i * 40), positive: i % 500 < 150 }));
    const { val, leftOut } = splitFrames(minute, byVideo);
    expect(val.length).toBeGreaterThan(100);
    expect(leftOut.length).toBeLessThanOrEqual(2 * val.length); // 2 s on either side of blocks of about as long
  });

  test('frames far apart in time are dealt one by one, with no guard', () => {
    const items = Array.from({ length: 100 }, (_, i) => ({ name: name('a', i * 5000), positive: i % 2 === 0 }));
    const { train, val, leftOut } = splitFrames(items, byVideo);
    expect([train.length, val.length, leftOut.length]).toEqual([85, 15, 0]);
  });

  test('names without a time are dealt one by one beside those with one', () => {
    const items = Array.from({ length: 60 }, (_, i) => ({ name: `${i}.png`, positive: i % 2 === 0 }));
    expect(splitFrames(items, byVideo).leftOut).toEqual([]);
    expect(splitFrames(items, byVideo).val).toHaveLength(13);
  });
});

test.each([
  ['001234567_f0000031_unk.png', { video: '', ms: 754_567 }],
  ['screw 7__010203004_f0000031_crack_0001.png', { video: 'screw 7', ms: 3_723_004 }],
  ['a__b__000001000_f0000031_unk.png', { video: 'a__b', ms: 1000 }],
  ['IMG_0001.png', null],
  ['009934567_f0000031_unk.png', null],
])('%s is read as %j', (file, time) => {
  expect(parseFrameTime(file)).toEqual(time);
});
