import { describe, expect, it } from 'vitest';
import { findMarkers } from '../../../src/main/measure/find-markers.ts';
import { homographyOf } from '../../../src/shared/measure/homography.ts';
import { rulerOf } from '../../../src/shared/measure/scale.ts';
import type { Point } from '../../../src/shared/schemas/point.ts';
import { photographed } from '../../helpers/crack-phantom.ts';
import { markerPhantom, PRINTED, place, SQUARE } from '../../helpers/marker-phantom.ts';

describe('markers in a picture', () => {
  it.each(Object.entries(PRINTED))('are found with their corners, from anywhere: %s', (name, rows) => {
    for (const corners of [upright, turned, tilted]) {
      const [marker, ...others] = findMarkers(markerPhantom(rows, corners, SIZE));
      expect(others).toEqual([]);
      expect(marker?.name).toBe(name);
      const nearest = marker!.corners.map(([x, y]) => Math.min(...corners.map(([u, v]) => Math.hypot(x - u, y - v))));
      // The phantom itself is drawn in quarters of a pixel.
      expect(Math.max(...nearest)).toBeLessThan(0.15);
    }
  });

  it('give the scale of their surface within a hundredth', () => {
    const [marker] = findMarkers(markerPhantom(PRINTED['ArUco 4x4, number 7'], tilted, SIZE));
    const { toMm } = rulerOf({ kind: 'rectangle', corners: marker!.corners, widthMm: 50, heightMm: 50 });
    const onPicture = homographyOf(SQUARE, tilted.map(place));
    const [a, b] = [onPicture({ x: -0.5, y: 1.3 }), onPicture({ x: 1.5, y: 1.3 })].map(toMm);
    expect(Math.abs(Math.hypot(b!.x - a!.x, b!.y - a!.y) / 100 - 1)).toBeLessThan(0.01);
  });

  it('are not seen where there are none', () => {
    const panes = photographed(
      (x, y) => 3 - Math.min(Math.abs((Math.abs(x) % 30) - 15), Math.abs((Math.abs(y) % 24) - 12)),
      SIZE,
    );
    expect(findMarkers(panes.gray)).toEqual([]);
  });
});

const SIZE = 260;
const upright: Point[] = [
  [70.3, 80.6],
  [190.3, 80.6],
  [190.3, 200.6],
  [70.3, 200.6],
];
const turned: Point[] = [
  [128.2, 60.4],
  [198.9, 131.1],
  [128.2, 201.8],
  [57.5, 131.1],
];
const tilted: Point[] = [
  [60.7, 70.2],
  [180.4, 85.9],
  [170.1, 190.3],
  [75.2, 205.8],
];
