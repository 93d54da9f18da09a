import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { StudioError } from '../../../src/shared/errors.ts';
import { fillPoly } from '../../../src/shared/geometry/fill-poly.ts';
import type { Vertex } from '../../../src/shared/geometry/line.ts';
import { blackOutside, parseRoi, placeRoi, withOutline } from '../../../src/shared/geometry/roi.ts';

interface Golden {
  cases: { width: number; height: number; vertices: [number, number][]; mask: string }[];
}

/** Made by tests/golden/make-fill-poly-golden.py with OpenCV. */
const golden: Golden = JSON.parse(readFileSync(new URL('../../golden/fill-poly.json', import.meta.url), 'utf8'));

test('a polygon is filled as cv2.fillPoly fills it, bit for bit, whatever its shape', () => {
  expect(golden.cases.length).toBeGreaterThan(200);
  for (const { width, height, vertices, mask } of golden.cases) {
    const bits = Buffer.from(mask, 'base64');
    const expected = Uint8Array.from({ length: width * height }, (_, i) => ((bits[i >> 3] >> (7 - (i & 7))) & 1) * 255);
    const filled = fillPoly(
      vertices.map(([x, y]) => ({ x, y })),
      width,
      height,
    );
    expect(filled.data, JSON.stringify(vertices)).toEqual(expected);
  }
});

describe('parsing an ROI', () => {
  test('reads vertices separated by spaces', () => {
    expect(parseRoi(' 1,2 30,4  5,60 ')).toEqual([
      { x: 1, y: 2 },
      { x: 30, y: 4 },
      { x: 5, y: 60 },
    ]);
  });

  test.each(['', '1,2 3,4', '1,2 3,4 five', '1,2 3,4 5', '1.5,2 3,4 5,6', '1,2 3,4 5,6,7'])('refuses "%s"', text => {
    expect(() => parseRoi(text)).toThrow(StudioError);
  });
});

test('the box is the polygon grown by the margin and clipped to the picture', () => {
  const roi = placeRoi(parseRoi('20,5 60,5 60,45 20,45'), 100, 50);
  expect(roi.box).toEqual({ x1: 10, y1: 0, x2: 71, y2: 50 });
  expect(roi.mask).toMatchObject({ width: 61, height: 50 });
  expect(placeRoi(roi.vertices, 100, 50, 20).box).toEqual({ x1: 0, y1: 0, x2: 81, y2: 50 });
});

test('without vertices the ROI is the whole picture', () => {
  const roi = placeRoi(undefined, 7, 5);
  expect(roi.box).toEqual({ x1: 0, y1: 0, x2: 7, y2: 5 });
  expect(roi.mask.data.every(value => value === 255)).toBe(true);
});

test.each(['-1,0 5,5 0,5', '0,0 10,0 5,5', '0,0 9,10 5,5'])(
  'a vertex outside the picture is a usage error: %s',
  text => {
    expect(() => placeRoi(parseRoi(text), 10, 10)).toThrow(/outside the picture/);
  },
);

test('an ROI whose vertices lie on one line is a usage error, wherever they lie', () => {
  const step = fc.record({ x: fc.nat(4), y: fc.nat(3) });
  fc.assert(
    fc.property(step, fc.array(fc.nat(9), { minLength: 3, maxLength: 8 }), ({ x, y }, places) => {
      const vertices = places.map(place => ({ x: place * x, y: place * y }));
      expect(() => placeRoi(vertices, 40, 30)).toThrow(/encloses nothing/);
    }),
  );
});

test('every vertex lies in the mask, and the box never leaves the picture', () => {
  const vertex = fc.record({ x: fc.nat(39), y: fc.nat(29) });
  const polygon = fc.array(vertex, { minLength: 3, maxLength: 8 }).filter(enclosesSomething);
  fc.assert(
    fc.property(polygon, fc.nat(30), (vertices, margin) => {
      const { box, mask } = placeRoi(vertices, 40, 30, margin);
      expect(Math.min(box.x1, box.y1, 40 - box.x2, 30 - box.y2)).toBeGreaterThanOrEqual(0);
      for (const { x, y } of vertices) expect(mask.data[(y - box.y1) * mask.width + x - box.x1]).toBe(255);
    }),
  );
});

/** Whether any three of the vertices make a triangle. */
function enclosesSomething(vertices: readonly Vertex[]): boolean {
  return vertices.some(a =>
    vertices.some(b => vertices.some(c => (b.x - a.x) * (c.y - a.y) !== (b.y - a.y) * (c.x - a.x))),
  );
}

test('outside the ROI becomes black and inside stays', () => {
  const roi = placeRoi(parseRoi('2,2 5,2 5,5 2,5'), 8, 8, 1);
  const crop = { width: 6, height: 6, data: new Uint8Array(36).fill(77) };
  const { data } = blackOutside(crop, roi);
  expect([data[0], data[7], data[28], data[35]]).toEqual([0, 77, 77, 0]);
});

test('the outline of a preview is yellow, 2 px wide, and leaves the rest alone', () => {
  const roi = placeRoi(parseRoi('10,10 30,10 30,30 10,30'), 41, 41, 10);
  const crop = { width: 41, height: 41, data: new Uint8Array(41 * 41 * 3).fill(9) };
  const { data } = withOutline(crop, roi);
  const pixel = (x: number, y: number) => [...data.subarray((y * 41 + x) * 3, (y * 41 + x) * 3 + 3)];
  expect([pixel(20, 10), pixel(20, 9), pixel(20, 8), pixel(20, 11)]).toEqual([
    [255, 255, 0],
    [255, 255, 0],
    [9, 9, 9],
    [9, 9, 9],
  ]);
});
