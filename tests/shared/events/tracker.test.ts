import { describe, expect, it } from 'vitest';
import { detectionsOf } from '../../../src/shared/events/detections.ts';
import { motionBetween } from '../../../src/shared/events/motion.ts';
import type { SeenFrame } from '../../../src/shared/events/track.ts';
import { changes, newTracker, track, tracksOf } from '../../../src/shared/events/tracker.ts';
import type { GrayImage } from '../../../src/shared/image/gray-image.ts';
import { ground, placeSeen, SHOT, shot, type View } from '../../helpers/moving-ground.ts';

const LIMITS = { high: 0.5, low: 0.3, minAreaPx: 20, minLengthPx: 15 };
const wall = ground(3);
type Crack = readonly (readonly [number, number])[];

const slanting: Crack = [
  [250, 180],
  [280, 230],
  [330, 260],
  [350, 330],
];
const level: Crack = [
  [260, 330],
  [330, 345],
  [420, 335],
];
const beside: Crack = [
  [270, 180],
  [300, 226],
  [352, 252],
  [375, 325],
];

const still = (x: number, y: number): View => ({ x, y, turn: 0, zoom: 1 });

/** Every look of five a second at a video that shows cracks of the wall from these views. */
function eventsOf(
  views: readonly View[],
  cracks: readonly Crack[],
  shows: (look: number, crack: number) => boolean = () => true,
) {
  const state = newTracker();
  let before: GrayImage | null = null;
  for (const [look, view] of views.entries()) {
    const picture = shot(wall, view);
    const seen = cracks.filter((_, crack) => shows(look, crack)).map(mapOf);
    const probability = { ...SHOT, data: new Float32Array(SHOT.width * SHOT.height) };
    for (let i = 0; i < probability.data.length; i++) {
      const { x, y } = placeSeen(view, i % SHOT.width, Math.floor(i / SHOT.width));
      const at = Math.round(y) * wall.width + Math.round(x);
      const far = Math.min(Infinity, ...seen.map(distances => distances[at]));
      probability.data[i] = far < 1.6 ? 0.9 : far < 3 ? 0.35 : 0;
    }
    const motion = before ? motionBetween(before, picture) : null;
    track(state, {
      frame: 5 * look,
      ms: 200 * look,
      ...SHOT,
      minLengthPx: 15,
      detections: detectionsOf(probability, LIMITS),
      motion,
    });
    before = picture;
  }
  return tracksOf(state).map(({ begin, end, hits }) => [begin / 5, end.frame / 5, hits]);
}

describe('a crack is one event', () => {
  it('while the camera pans, turns and zooms', () => {
    const views = Array.from({ length: 14 }, (_, i) => ({
      x: 260 + 9 * i,
      y: 230 + 3 * i,
      turn: 0.012 * i,
      zoom: 1 + 0.01 * i,
    }));
    expect(eventsOf(views, [slanting])).toEqual([[0, 13, 14]]);
  });

  it('when it leaves the picture and comes back', () => {
    const out = Array.from({ length: 14 }, (_, i) => still(300 + 22 * i, 260));
    const there = [...out, ...out.toReversed()];
    const [event, ...more] = eventsOf(there, [slanting]);
    expect(more).toEqual([]);
    expect([event[0], event[1]]).toEqual([0, 27]);
    expect(event[2]).toBeLessThan(26);
  });

  it('when it is not seen for a moment, or in two parts', () => {
    const views = Array.from({ length: 12 }, () => still(300, 260));
    expect(eventsOf(views, [slanting], look => look < 4 || look > 6)).toEqual([[0, 11, 9]]);
    const halves = [slanting.slice(0, 2), slanting.slice(2)];
    const whole = (look: number, crack: number) => (crack === 0 ? look % 2 === 0 : look % 2 === 1);
    expect(eventsOf(views, [slanting, ...halves], whole)).toEqual([[0, 11, 12]]);
  });

  it('beside others that are events of their own, near or not', () => {
    const views = Array.from({ length: 8 }, (_, i) => still(300 + 6 * i, 260));
    expect(eventsOf(views, [slanting, level])).toHaveLength(2);
    expect(eventsOf(views, [slanting, beside])).toHaveLength(2);
  });

  it('each of two that cross, which hang together: however they come into view, or one of them comes later', () => {
    const across: Crack = [
      [230, 290],
      [300, 240],
      [380, 215],
    ];
    const shaken = Array.from({ length: 8 }, (_, i) => still(300 + (i % 3), 260));
    expect(eventsOf(shaken, [slanting, across])).toEqual([
      [0, 7, 8],
      [0, 7, 8],
    ]);
    expect(eventsOf(shaken, [slanting, across], (look, crack) => crack === 0 || look > 3)).toEqual([
      [0, 7, 8],
      [4, 7, 4],
    ]);
    const from = Array.from({ length: 24 }, (_, i) => still(300, 60 + 16 * i));
    expect(eventsOf(from, [slanting, across])).toHaveLength(2);
  });

  it('that branches, or is a net', () => {
    const branch: Crack = [
      [280, 230],
      [240, 250],
      [215, 300],
    ];
    const views = Array.from({ length: 20 }, (_, i) => still(150 + 16 * i, 260));
    expect(eventsOf(views, [slanting, branch])).toHaveLength(1);
    const mesh: Crack[] = [
      slanting,
      [
        [240, 210],
        [330, 220],
        [260, 300],
        [345, 305],
      ],
    ];
    expect(eventsOf(views.slice(6, 12), mesh)).toHaveLength(1);
  });
});

describe('no event', () => {
  it('is a flicker, nor a place without crack', () => {
    const views = Array.from({ length: 10 }, () => still(300, 260));
    expect(eventsOf(views, [slanting], look => look === 4)).toEqual([]);
  });

  it('goes on where the video shows something else', () => {
    const state = newTracker();
    const probability = { ...SHOT, data: new Float32Array(SHOT.width * SHOT.height) };
    for (let x = 50; x < 200; x++) probability.data.fill(0.9, 100 * SHOT.width + x, 100 * SHOT.width + x + 1);
    for (let x = 50; x < 200; x++) probability.data[101 * SHOT.width + x] = 0.9;
    const detections = detectionsOf(probability, LIMITS);
    const [still, cut] = [{ a: 1, b: 0, c: 0, d: 1, e: 0, f: 0 }, null];
    for (const [look, motion] of [cut, still, cut, still].entries()) {
      track(state, { frame: look, ms: 40 * look, ...SHOT, minLengthPx: 15, detections, motion });
    }
    expect(tracksOf(state).map(({ begin, end }) => [begin, end.frame])).toEqual([
      [0, 1],
      [2, 3],
    ]);
  });
});

describe('the frames between two looks', () => {
  it('are worth a look when a crack comes or goes, and only then', () => {
    const state = newTracker();
    const motion = { a: 1, b: 0, c: 0, d: 1, e: 0, f: 0 };
    const with_ = detectionsOf(bar(), LIMITS);
    const frame = (number: number, detections: SeenFrame['detections']) => ({
      frame: number,
      ms: 40 * number,
      ...SHOT,
      minLengthPx: 15,
      detections,
      motion,
    });
    expect(changes(state, frame(-5, []), frame(0, []))).toBe(false);
    expect(changes(state, frame(0, []), frame(5, with_))).toBe(true);
    track(state, frame(5, with_));
    expect(changes(state, frame(5, with_), frame(10, with_))).toBe(false);
    expect(changes(state, frame(5, with_), frame(10, []))).toBe(true);
  });
});

const maps = new Map<Crack, Float32Array>();

/** The distance of every pixel of the wall to a crack, made once. */
function mapOf(crack: Crack): Float32Array {
  const { width, height } = wall;
  const made = maps.get(crack);
  if (made) return made;
  const map = Float32Array.from({ length: width * height }, (_, i) =>
    distanceTo(crack, i % width, Math.floor(i / width)),
  );
  maps.set(crack, map);
  return map;
}

function bar() {
  const data = new Float32Array(SHOT.width * SHOT.height);
  for (let i = 0; i < data.length; i++) {
    const [x, y] = [i % SHOT.width, Math.floor(i / SHOT.width)];
    if (x > 40 && x < 140 && y > 60 && y < 64) data[i] = 0.8;
  }
  return { ...SHOT, data };
}

function distanceTo(crack: Crack, x: number, y: number): number {
  return Math.min(
    ...crack.slice(1).map(([x2, y2], i) => {
      const [x1, y1] = crack[i];
      const t = Math.max(
        0,
        Math.min(1, ((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / ((x2 - x1) ** 2 + (y2 - y1) ** 2)),
      );
      return Math.hypot(x - x1 - t * (x2 - x1), y - y1 - t * (y2 - y1));
    }),
  );
}
