import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { traceEdges } from '../../../../../src/main/interchange/formats/yolo/trace-edges.ts';
import { fillPoly } from '../../../../../src/shared/geometry/fill-poly.ts';
import type { GrayImage } from '../../../../../src/shared/image/gray-image.ts';
import { rasterizeLabels } from '../../../../../src/shared/labels/rasterize.ts';
import type { Label, Point } from '../../../../../src/shared/schemas/label.ts';

/** A mask from rows of text: `#` is set. */
function maskOf(...rows: string[]): GrayImage {
  const data = Uint8Array.from(rows.join(''), character => Number(character === '#'));
  return { width: rows[0].length, height: rows.length, data };
}

/** Filled by the studio's rule, each ring by itself. */
function filled(rings: readonly { points: Point[] }[], { width, height }: GrayImage): Uint8Array {
  const labels = rings.map(({ points }): Label => ({ shape: 'polygon', class: 'a', source: 'drawn', points }));
  return rasterizeLabels(labels, { x1: 0, y1: 0, x2: width, y2: height }, ['a']).data;
}

/** Filled by asking each pixel's centre how many edges of the ring lie to its right. */
function filledByRays(rings: readonly { points: Point[] }[], { width, height }: GrayImage): Uint8Array {
  return Uint8Array.from({ length: width * height }, (_, i) => {
    const [x, y] = [(i % width) + 0.5, Math.floor(i / width) + 0.5];
    const isIn = ({ points }: { points: Point[] }) =>
      points.filter(([bx, by], k) => {
        const [ax, ay] = points.at(k - 1)!;
        return ax === bx && ax > x && by > y !== ay > y;
      }).length % 2;
    return Number(rings.some(isIn));
  });
}

/** How many pieces are connected over edges and corners. */
function pieces({ width, height, data }: GrayImage): number {
  const left = new Set([...data.keys()].filter(i => data[i] > 0));
  let count = 0;
  for (const seed of left) {
    count++;
    const open = [seed];
    for (let i = open.pop(); i !== undefined; i = open.pop()) {
      if (!left.delete(i)) continue;
      const [x, y] = [i % width, Math.floor(i / width)];
      for (let v = Math.max(0, y - 1); v <= Math.min(height - 1, y + 1); v++)
        for (let u = Math.max(0, x - 1); u <= Math.min(width - 1, x + 1); u++) open.push(v * width + u);
    }
  }
  return count;
}

const masks: fc.Arbitrary<GrayImage> = fc
  .tuple(fc.integer({ min: 1, max: 14 }), fc.integer({ min: 1, max: 14 }), fc.constantFrom(2, 3, 4))
  .chain(([width, height, density]) =>
    fc
      .array(fc.nat(4), { minLength: width * height, maxLength: width * height })
      .map(values => ({ width, height, data: Uint8Array.from(values, value => Number(value < density)) })),
  );

describe('tracing a mask along the edges of its pixels', () => {
  it('gives one ring for each region, and filling the rings gives the mask again, whatever it looks like', () => {
    fc.assert(
      fc.property(masks, mask => {
        const rings = traceEdges(mask);
        expect(filled(rings, mask)).toEqual(mask.data);
        expect(filledByRays(rings, mask)).toEqual(mask.data);
        expect(rings.length).toBe(pieces(mask));
      }),
      { numRuns: 400 },
    );
  });

  it('with an inset gives the mask again by a rule that cuts off fractions and draws the border, too', () => {
    fc.assert(
      fc.property(masks, mask => {
        const rings = traceEdges(mask, 0.01);
        expect(filled(rings, mask)).toEqual(mask.data);
        const drawn = new Uint8Array(mask.data.length);
        for (const { points } of rings) {
          const vertices = points.map(([x, y]) => ({ x: Math.trunc(x), y: Math.trunc(y) }));
          fillPoly(vertices, mask.width, mask.height).data.forEach((value, i) => {
            if (value > 0) drawn[i] = 1;
          });
        }
        expect(drawn).toEqual(mask.data);
      }),
      { numRuns: 400 },
    );
  });

  it('keeps a slanted line of single pixels as one ring', () => {
    const [ring, ...others] = traceEdges(maskOf('#...', '.#..', '..#.', '...#'));
    expect(others).toEqual([]);
    expect(ring.holes).toBe(0);
    expect(filled([ring], maskOf('....', '....', '....', '....')).reduce((a, b) => a + b)).toBe(4);
  });

  it('leads to a hole over a bridge that has no width', () => {
    const mask = maskOf('.......', '.#####.', '.##.##.', '.#####.', '.......');
    expect(traceEdges(mask)).toEqual([
      {
        holes: 1,
        points: [
          [1, 1],
          [6, 1],
          [6, 4],
          [1, 4],
          [1, 2],
          [3, 2],
          [3, 3],
          [4, 3],
          [4, 2],
          [1, 2],
        ],
      },
    ]);
  });

  it('counts the holes of a mesh, and takes a large one in a moment', () => {
    const size = 701;
    const data = Uint8Array.from({ length: size * size }, (_, i) =>
      Number(!((i % size) % 2 && Math.floor(i / size) % 2)),
    );
    const rings = traceEdges({ width: size, height: size, data });
    expect(rings.map(({ holes }) => holes)).toEqual([350 * 350]);
    expect(Buffer.compare(filled(rings, { width: size, height: size, data }), data)).toBe(0);
  });

  it('finds nothing in an empty mask, and the whole of a full one', () => {
    expect(traceEdges(maskOf('...', '...'))).toEqual([]);
    expect(traceEdges(maskOf('##', '##'))).toEqual([
      {
        holes: 0,
        points: [
          [0, 0],
          [2, 0],
          [2, 2],
          [0, 2],
        ],
      },
    ]);
  });
});
