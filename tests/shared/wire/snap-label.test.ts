import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { distanceBetween, lengthOf } from '../../../src/shared/geometry/paths.ts';
import { asPolygon } from '../../../src/shared/labels/shapes/shapes.ts';
import type { ImageLabel, Point } from '../../../src/shared/schemas/label.ts';
import { snappedLabel } from '../../../src/shared/wire/snap-label.ts';

const [width, height] = [200, 120];
const waveAt = (x: number) => 60 + 15 * Math.sin(x / 25);

/** Light that falls off to the right with grain, and on it what `isDark` says. */
function picture(isDark: (x: number, y: number) => boolean, level = 95) {
  const data = Uint8Array.from({ length: width * height }, (_, i) => {
    const [x, y] = [i % width, Math.floor(i / width)];
    return (isDark(x, y) ? level : 150) - 0.2 * x + ((i * 7919) % 21) - 10;
  });
  return { width, height, data };
}

const crack = (level?: number) => picture((x, y) => Math.abs(y - waveAt(x)) < 2, level);
const line = (points: Point[], widths?: number[]): ImageLabel => ({
  id: 'a',
  class: 'crack',
  source: 'predicted',
  shape: 'polyline',
  points,
  width: 4,
  ...(widths && { widths }),
});

function pointsOf(label: ImageLabel | null): Point[] {
  return label && 'points' in label ? label.points : [];
}

describe('a label that is snapped to what the picture shows', () => {
  it.each([
    ['dark', 95, false],
    ['bright', 205, true],
  ])('lies on the middle of a %s crack, though drawn coarsely beside it', (_, level, isBright) => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -6, max: 6, noNaN: true }), { minLength: 12, maxLength: 12 }), off => {
        const drawn = off.map((by, i): Point => [10 + 15 * i, waveAt(10 + 15 * i) + by]);
        const snapped = snappedLabel(crack(level), line(drawn), isBright);
        const away = pointsOf(snapped)
          .slice(1, -1)
          .map(([x, y]) => Math.abs(y - 0.5 - waveAt(x - 0.5)));
        expect(away.reduce((sum, each) => sum + each, 0) / away.length).toBeLessThan(0.8);
        expect(snapped).toMatchObject({ id: 'a', class: 'crack', source: 'drawn', width: 4 });
      }),
      { numRuns: 30 },
    );
  });

  it('keeps its widths where they were along it', () => {
    const drawn = [10, 60, 110, 160].map((x): Point => [x, waveAt(x) + 3]);
    const snapped = snappedLabel(crack(), line(drawn, [1, 2, 3, 4]), false);
    const widths = snapped && 'widths' in snapped ? snapped.widths! : [];
    expect(widths.length).toBe(pointsOf(snapped).length);
    expect([widths[0], widths.at(-1)]).toEqual([1, 4]);
    expect(widths.toSorted((a, b) => a - b)).toEqual(widths);
  });

  it.each([
    ['darker', 95],
    ['brighter', 200],
  ])('has the edge of an area that is %s, as a polygon', (_, level) => {
    const disc = picture((x, y) => Math.hypot(x - 100, y - 60) < 30, level);
    const drawn = Array.from({ length: 9 }, (_, i): Point => {
      const angle = (2 * Math.PI * i) / 9;
      return [100.5 + 35 * Math.cos(angle), 60.5 + 33 * Math.sin(angle)];
    });
    const snapped = snappedLabel(
      disc,
      { id: 'a', class: 'spalling', source: 'drawn', shape: 'polygon', points: drawn },
      false,
    );
    const away = pointsOf(snapped).map(at => Math.abs(distanceBetween(at, [100.5, 60.5]) - 30));
    expect(away.reduce((sum, each) => sum + each, 0) / away.length).toBeLessThan(1);
    expect(lengthOf(pointsOf(snapped))).toBeLessThan(2 * Math.PI * 33);
  });

  it('stays where nothing is to be seen, and where a shape has no line to move', () => {
    const nothing = picture(() => false);
    const drawn: Point[] = [10, 60, 110].map(x => [x, 60]);
    expect(snappedLabel(nothing, line(drawn), false)).toBeNull();
    const box: ImageLabel = {
      id: 'a',
      class: 'crack',
      source: 'drawn',
      shape: 'rectangle',
      x: 9,
      y: 9,
      width: 9,
      height: 9,
      rotation: 0,
    };
    expect(snappedLabel(crack(), box, false)).toBeNull();
    expect(asPolygon(box)).not.toBeNull();
    expect(
      snappedLabel(
        crack(),
        line([
          [500, 500],
          [600, 600],
        ]),
        false,
      ),
    ).toBeNull();
  });
});
