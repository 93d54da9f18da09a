import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Point } from '../../../src/shared/schemas/point.ts';
import { type Followed, stepCosts } from '../../../src/shared/wire/step-costs.ts';
import { type Pixel, traceWire } from '../../../src/shared/wire/trace-wire.ts';
import { wireTracer } from '../../../src/shared/wire/wire-between.ts';

const [width, height] = [120, 80];
const box = { x1: 0, y1: 0, x2: width, y2: height };

/** Ground of 150 with a stroke along y = 40 + 15 sin(x / 15), and light that falls off to the right. */
function wavy(level: number) {
  const data = Uint8Array.from({ length: width * height }, (_, i) => {
    const [x, y] = [i % width, Math.floor(i / width)];
    const near = Math.abs(y - waveAt(x)) < 1.5;
    return (near ? level : 150) - 0.5 * x;
  });
  return { width, height, data };
}

function waveAt(x: number): number {
  return 40 + 15 * Math.sin(x / 15);
}

function farthestFromWave(path: readonly Pixel[]): number {
  return Math.max(
    ...path.map(({ x, y }) => Math.min(...[-3, -2, -1, 0, 1, 2, 3].map(d => Math.hypot(d, y - waveAt(x + d))))),
  );
}

describe('a crack wire', () => {
  const [from, to] = [
    { x: 2, y: Math.round(waveAt(2)) },
    { x: 117, y: Math.round(waveAt(117)) },
  ];

  it.each<[Followed, number]>([
    ['dark', 110],
    ['dark ridge', 110],
    ['bright', 190],
    ['bright ridge', 190],
  ])('that follows what is %s lies on the crack, in uneven light too', (followed, level) => {
    const path = traceWire(stepCosts(wavy(level), box, followed), from, to);
    expect([path[0], path.at(-1)]).toEqual([from, to]);
    expect(farthestFromWave(path)).toBeLessThan(2.5);
  });

  it("follows a model's probability where the picture shows nothing", () => {
    const flat = { width, height, data: new Uint8Array(width * height).fill(90) };
    const data = Float32Array.from({ length: width * height }, (_, i) =>
      Math.abs(Math.floor(i / width) - waveAt(i % width)) < 2 ? 0.9 : 0.05,
    );
    const path = traceWire(stepCosts(flat, box, 'probability', { width, height, data }), from, to);
    expect(farthestFromWave(path)).toBeLessThan(2.5);
    expect(() => stepCosts(flat, box, 'probability')).toThrow('as large as the picture');
  });

  it('does not go astray along something darker that leads far around', () => {
    const picture = wavy(110);
    for (let x = 2; x < 118; x++) picture.data[4 * width + x] = 0;
    for (let y = 4; y < 40; y++) for (const x of [2, 117]) picture.data[y * width + x] = 0;
    expect(farthestFromWave(traceWire(stepCosts(picture, box, 'dark'), from, to).slice(12, -12))).toBeLessThan(2.5);
  });

  it('hangs together, from click to click, whatever the picture', () => {
    const pixel = fc.record({ x: fc.nat(19), y: fc.nat(14) });
    const data = fc.uint8Array({ minLength: 300, maxLength: 300 });
    fc.assert(
      fc.property(data, pixel, pixel, (levels, start, end) => {
        const gray = { width: 20, height: 15, data: levels };
        const path = traceWire(stepCosts(gray, { x1: 0, y1: 0, x2: 20, y2: 15 }, 'dark'), start, end);
        expect([path[0], path.at(-1)]).toEqual([start, end]);
        const steps = path.slice(1).map(({ x, y }, i) => Math.max(Math.abs(x - path[i].x), Math.abs(y - path[i].y)));
        expect(steps.every(step => step === 1)).toBe(true);
        expect(new Set(path.map(({ x, y }) => `${x},${y}`)).size).toBe(path.length);
      }),
    );
  });

  it('is refused outside its box', () => {
    const costs = stepCosts(wavy(110), { x1: 10, y1: 10, x2: 50, y2: 50 }, 'dark');
    expect(() => traceWire(costs, { x: 9, y: 20 }, { x: 20, y: 20 })).toThrow(RangeError);
  });
});

describe('a wire between two places', () => {
  const gray = wavy(110);
  const trace = wireTracer(gray);

  it('begins and ends where it was clicked, and lies on the crack with few vertices between', () => {
    const [from, to]: [Point, Point] = [
      [2.3, waveAt(2)],
      [117.8, waveAt(117)],
    ];
    const way = trace(from, to, 'dark');
    expect([way[0], way.at(-1)]).toEqual([from, to]);
    expect(way.length).toBeLessThan(30);
    for (const [x, y] of way) expect(Math.abs(y - 0.5 - waveAt(x - 0.5))).toBeLessThan(2.5);
  });

  it('is there for any two places, outside the picture too, and goes straight where they lie far apart', () => {
    const coordinate = fc.double({ min: -50, max: 200, noNaN: true });
    fc.assert(
      fc.property(coordinate, coordinate, coordinate, coordinate, (ax, ay, bx, by) => {
        const way = trace([ax, ay], [bx, by], 'bright');
        expect(way[0]).toEqual([ax, ay]);
        expect(way.at(-1)).toEqual([bx, by]);
        for (const [x, y] of way.slice(1, -1)) expect(x > 0 && y > 0 && x < width && y < height).toBe(true);
      }),
    );
    expect(trace([0, 0], [5000, 20], 'dark')).toEqual([
      [0, 0],
      [5000, 20],
    ]);
  });
});
