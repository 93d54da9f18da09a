import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Orientation, turning } from '../../../src/main/interchange/shapes/turn.ts';
import { mapPoint, shift } from '../../../src/shared/geometry/affine.ts';
import { type Box, cropGray } from '../../../src/shared/image/gray-image.ts';
import { maskIn } from '../../../src/shared/labels/painted-part.ts';
import { asPolygon, differenceOf, labelBox, mapped, shapeOf } from '../../../src/shared/labels/shapes/shapes.ts';
import { type Label, labelSchema, type Point } from '../../../src/shared/schemas/label.ts';
import { plainLabel, SHAPE_KINDS } from '../../helpers/shapes.ts';

const src = join(import.meta.dirname, '../../../src');
/** Where a kind of shape is at home: what it is, and how it looks, is held and drawn. */
const ROOMS = ['shared/labels/shapes/', 'renderer/label/shapes/'];
/** `label.shape === …`, `shape !== 'brush'`, `switch (label.shape)`, `['brush', …].includes(label.shape)`. */
const BRANCH =
  /\.shape\s*[!=]==|(?<!typeof )\bshape\s*[!=]==\s*['"]|switch\s*\([^)]*\.shape\s*\)|\.includes\([^)]*\.shape\s*\)/;

describe('the kinds of shapes', () => {
  it('are told apart in their own files alone: elsewhere a label is asked through their table', () => {
    const branching = readdirSync(src, { recursive: true, encoding: 'utf8' })
      .filter(name => /\.tsx?$/.test(name) && !ROOMS.some(room => name.startsWith(room)))
      .flatMap(name =>
        readFileSync(join(src, name), 'utf8')
          .split('\n')
          .filter(line => BRANCH.test(line))
          .map(line => `${name}: ${line.trim()}`),
      );
    expect(branching).toEqual([]);
  });

  it.each([
    "if (label?.shape === 'polygon')",
    "if (shape !== 'brush')",
    'switch (label.shape) {',
    "['polygon', 'polyline'].includes(label.shape)",
  ])('would be seen in %s', line => {
    expect(line).toMatch(BRANCH);
  });
});

const SIZE = 14;
/** What labels about a picture of SIZE px can reach, and moved or turned ones. */
const ALL = { x1: -24, y1: -24, x2: SIZE + 36, y2: SIZE + 36 };
const raster = (label: Label, box: Box = ALL) => maskIn(box, [label]);
const isIn = ({ x1, y1, x2, y2 }: Box, [x, y]: Point) => x >= x1 && y >= y1 && x < x2 && y < y2;
/** The centres of the pixels for which `data`, of ALL, is not 0. */
function centresOf(data: Iterable<number>): Point[] {
  const width = ALL.x2 - ALL.x1;
  const at = (i: number): Point => [ALL.x1 + (i % width) + 0.5, ALL.y1 + Math.floor(i / width) + 0.5];
  return Array.from(data).flatMap((value, i) => (value > 0 ? [at(i)] : []));
}
const painted = (label: Label) => centresOf(raster(label).data);
/** In an order of their own. */
const places = (points: readonly Point[]) => points.map(([x, y]) => `${Math.floor(x)},${Math.floor(y)}`).sort();

describe.each(SHAPE_KINDS)('a %s', kind => {
  const label = plainLabel(kind, SIZE);
  const check = (holds: (label: Label) => void) => fc.assert(fc.property(label, holds), { numRuns: 40 });

  it('is what its schema takes, and nothing keeps it out', () =>
    check(each => {
      expect(labelSchema.parse(JSON.parse(JSON.stringify(each)))).toEqual(each);
      expect(shapeOf(each).fault(each)).toBeNull();
      expect(shapeOf(each).cost(each)).toBeGreaterThan(0);
    }));

  it('paints in its box alone, and each part as in the whole', () =>
    check(each => {
      expect(painted(each).filter(centre => !isIn(labelBox(each), centre))).toEqual([]);
      const part = { x1: 3, y1: 5, x2: 11, y2: 13 };
      const inAll = { x1: part.x1 - ALL.x1, y1: part.y1 - ALL.y1, x2: part.x2 - ALL.x1, y2: part.y2 - ALL.y1 };
      expect(raster(each, part)).toEqual(cropGray(raster(each), inAll));
    }));

  it('is hit where it paints, and not far away', () =>
    check(each => {
      expect(painted(each).filter(centre => !shapeOf(each).hit(each, centre, 1.5))).toEqual([]);
      expect(shapeOf(each).hit(each, [500, 500], 1.5)).toBe(false);
    }));

  it('covers the pixels of its polygon, if it has one', () =>
    check(each => {
      const polygon = asPolygon(each);
      if (polygon) expect(raster(polygon)).toEqual(raster(each));
    }));

  it('moves by whole pixels with every pixel', () =>
    check(each => {
      // PIL rounds towards 0, and so draws borders in another way where coordinates are negative.
      const before = mapped(each, shift(8, 8))!;
      const after = mapped(before, shift(7, 2))!;
      expect(places(painted(after))).toEqual(places(painted(before).map(([x, y]) => [x + 7, y + 2])));
    }));

  it('turned as EXIF says stays what it is, or says that only its pixels can', () => {
    const turns = fc.constantFrom<Orientation>(1, 2, 3, 4, 5, 6, 7, 8);
    fc.assert(
      fc.property(label, turns, (each, turn) => {
        const map = turning({ width: SIZE, height: SIZE }, turn);
        const turned = mapped(each, map);
        if (turned) expect(places(painted(turned))).toEqual(places(painted(each).map(at => mapPoint(map, at))));
      }),
      { numRuns: 40 },
    );
  });

  it('differs from another of its class in no pixel outside the box that is told', () => {
    fc.assert(
      fc.property(label, label, (before, after) => {
        const other = raster(after).data;
        const changed = centresOf(raster(before).data.map((value, i) => Number(value !== other[i])));
        expect(changed.filter(centre => !isIn(differenceOf(before, after), centre))).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  it('lies outside a picture by a share from none to all', () =>
    check(each => {
      const size = { width: SIZE, height: SIZE };
      const [inside, away] = [mapped(each, shift(500, 500))!, mapped(each, shift(1000, 0))!];
      expect(shapeOf(inside).outside(inside, { width: 1000, height: 1000 })).toBe(0);
      expect(shapeOf(away).outside(away, size)).toBe(1);
    }));
});
