import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fillPoly } from '../../../src/shared/geometry/fill-poly.ts';
import { applyEdits } from '../../../src/shared/labels/label-edits.ts';
import { rasterizeLabels } from '../../../src/shared/labels/rasterize.ts';
import { type Label, labelSchema, type Point } from '../../../src/shared/schemas/label.ts';

const SIZE = 24;
const box = { x1: 0, y1: 0, x2: SIZE, y2: SIZE };
const coordinate = fc.double({ min: -5, max: SIZE + 5, noNaN: true });
const inside = fc.double({ min: 0, max: SIZE - 0.001, noNaN: true });
const points = (of: fc.Arbitrary<number>, minLength: number): fc.Arbitrary<Point[]> =>
  fc.array(fc.tuple(of, of), { minLength, maxLength: 8 });

const polygon = (ring: Point[]): Label => ({ shape: 'polygon', class: 'crack', source: 'drawn', points: ring });
const polyline = (path: Point[], width: number): Label => ({
  shape: 'polyline',
  class: 'crack',
  source: 'drawn',
  points: path,
  width,
});
const draw = (...labels: Label[]) => rasterizeLabels(labels, box, ['crack', 'rust']).data;

/** The mask as rows of text. */
function rows(label: Label, width: number, height: number): string[] {
  const { data } = rasterizeLabels([label], { x1: 0, y1: 0, x2: width, y2: height }, ['crack']);
  return Array.from({ length: height }, (_, y) => [...data.subarray(y * width, (y + 1) * width)].join(''));
}

/** Even-odd by walking a ray to the right of the pixel's centre. */
function insideRing(x: number, y: number, ring: Point[]): boolean {
  return ring.reduce((within, [bx, by], i) => {
    const [ax, ay] = ring[(i + ring.length - 1) % ring.length];
    return ay <= y !== by <= y && x < ax + ((y - ay) / (by - ay)) * (bx - ax) ? !within : within;
  }, false);
}

describe('a polygon', () => {
  test('holds the pixels whose centres it holds', () => {
    const triangle = polygon([
      [1, 1],
      [5, 1],
      [1, 5],
    ]);
    expect(rows(triangle, 6, 6)).toEqual(['000000', '011100', '011000', '010000', '000000', '000000']);
  });

  test('is even-odd where it crosses itself', () => {
    fc.assert(
      fc.property(points(coordinate, 3), ring => {
        const expected = Array.from({ length: SIZE * SIZE }, (_, i) =>
          Number(insideRing((i % SIZE) + 0.5, Math.floor(i / SIZE) + 0.5, ring)),
        );
        expect([...draw(polygon(ring))]).toEqual(expected);
      }),
    );
  });

  test('shares no pixel with a neighbour, and leaves no gap to it', () => {
    fc.assert(
      fc.property(coordinate, coordinate, (top, bottom) => {
        const left = draw(
          polygon([
            [0, 0],
            [top, 0],
            [bottom, SIZE],
            [0, SIZE],
          ]),
        );
        const right = draw(
          polygon([
            [top, 0],
            [SIZE, 0],
            [SIZE, SIZE],
            [bottom, SIZE],
          ]),
        );
        fc.pre(top >= 0 && bottom >= 0 && top <= SIZE && bottom <= SIZE);
        expect(left.every((value, i) => value + right[i] === 1)).toBe(true);
      }),
    );
  });
});

describe('a polygon with a border', () => {
  const bordered = (ring: Point[]): Label => ({
    shape: 'polygon',
    class: 'crack',
    source: 'drawn',
    border: true,
    points: ring,
  });

  test('holds the pixels of its vertices and of the edges between them, however thin it is', () => {
    const square: Point[] = [
      [1.5, 1.5],
      [4.5, 1.5],
      [4.5, 3.5],
      [1.5, 3.5],
    ];
    expect(rows(bordered(square), 6, 5)).toEqual(['000000', '011110', '011110', '011110', '000000']);
    expect(
      rows(
        bordered([
          [1.5, 1.5],
          [4.9, 1.1],
          [3, 1.9],
        ]),
        6,
        3,
      ),
    ).toEqual(['000000', '011110', '000000']);
    expect(rows(polygon(square), 6, 5)).toEqual(['000000', '011100', '011100', '000000', '000000']);
  });

  test('may have it drawn as OpenCV does: a thin one is in one piece', () => {
    const sliver: Point[] = [
      [1.5, 1.5],
      [20.5, 4.5],
      [20.5, 5.5],
    ];
    const expected = fillPoly(
      sliver.map(([x, y]) => ({ x: Math.floor(x), y: Math.floor(y) })),
      SIZE,
      SIZE,
    );
    const mask = draw({ ...bordered(sliver), border: 'opencv' } as Label);
    expect([...mask]).toEqual([...expected.data].map(value => Math.sign(value)));
    expect([pieces(mask), pieces(draw(bordered(sliver)))]).toEqual([1, 2]);
  });

  test('passes through the pixels of its vertices', () => {
    fc.assert(
      fc.property(points(inside, 3), ring => {
        const mask = draw(bordered(ring));
        expect(ring.every(([x, y]) => mask[Math.floor(y) * SIZE + Math.floor(x)] === 1)).toBe(true);
      }),
    );
  });

  test('keeps its border when it is edited, and is written as it was read', () => {
    const label = {
      ...bordered([
        [1, 1],
        [4, 1],
        [4, 4],
      ]),
      id: 'a',
    };
    const edited = applyEdits({ state: 'verified', labels: [label] }, [
      { kind: 'insert-vertex', id: 'a', vertex: 1, at: [2, 0] },
      { kind: 'move-vertex', id: 'a', vertex: 0, to: [0, 0] },
      { kind: 'set-class', id: 'a', class: 'rust' },
    ]);
    expect(edited.labels[0]).toMatchObject({ border: true, class: 'rust' });
    const plain = polygon([
      [1, 1],
      [4, 1],
      [4, 4],
    ]);
    for (const each of [label, plain]) expect(JSON.stringify(labelSchema.parse(each))).not.toContain('undefined');
    expect(Object.keys(labelSchema.parse(plain))).not.toContain('border');
    expect(() => labelSchema.parse({ ...plain, border: false })).toThrow();
  });
});

describe('a polyline', () => {
  test('one px wide and level is one row of pixels', () => {
    expect(
      rows(
        polyline(
          [
            [1.5, 1.5],
            [4.5, 1.5],
          ],
          1,
        ),
        6,
        3,
      ),
    ).toEqual(['000000', '011110', '000000']);
  });

  test('of one point is a dot, of width 3 a disc', () => {
    expect(rows(polyline([[2.5, 2.5]], 3), 5, 5)).toEqual(['00000', '01110', '01110', '01110', '00000']);
    expect(rows(polyline([[2.9, 2.1]], 0.01), 5, 5)).toEqual(['00000', '00000', '00100', '00000', '00000']);
  });

  test('however thin, is in one piece and passes through the pixels of its points', () => {
    fc.assert(
      fc.property(points(inside, 1), fc.double({ min: 0.01, max: 6, noNaN: true }), (path, width) => {
        const mask = draw(polyline(path, width));
        expect(pieces(mask)).toBe(1);
        expect(path.every(([x, y]) => mask[Math.floor(y) * SIZE + Math.floor(x)] === 1)).toBe(true);
      }),
      {
        numRuns: 500,
        examples: [
          [
            [
              [2e-323, 0],
              [0, 6],
            ],
            0.01,
          ],
        ],
      },
    );
  });
});

/** Number of 8-connected pieces. */
function pieces(mask: Uint8Array): number {
  const seen = new Set<number>();
  let count = 0;
  for (let start = 0; start < mask.length; start++) {
    if (!mask[start] || seen.has(start)) continue;
    count++;
    const open = [start];
    while (open.length > 0) {
      const i = open.pop()!;
      const x = i % SIZE;
      if (i < 0 || i >= mask.length || !mask[i] || seen.has(i)) continue;
      seen.add(i);
      for (const dy of [-SIZE, 0, SIZE]) {
        if (x > 0) open.push(i + dy - 1);
        open.push(i + dy);
        if (x < SIZE - 1) open.push(i + dy + 1);
      }
    }
  }
  return count;
}

describe('a polyline with a width at every vertex', () => {
  const tapered = (path: Point[], widths: number[]): Label => ({
    shape: 'polyline',
    class: 'crack',
    source: 'drawn',
    points: path,
    width: 1,
    widths,
  });

  test('is as wide at each place as the widths at its neighbours say', () => {
    const line = tapered(
      [
        [1.5, 3.5],
        [7.5, 3.5],
      ],
      [1, 5],
    );
    // Half of the width at x is 0.5 + (x - 1.5) / 3.
    expect(rows(line, 11, 7)).toEqual([
      '00000000000',
      '00000011100',
      '00011111110',
      '01111111110',
      '00011111110',
      '00000011100',
      '00000000000',
    ]);
  });

  test('covers what one of that width covers, where all are the same', () => {
    fc.assert(
      fc.property(points(coordinate, 1), fc.double({ min: 0.1, max: 6, noNaN: true }), (path, width) => {
        expect(
          draw(
            tapered(
              path,
              path.map(() => width),
            ),
          ),
        ).toEqual(draw(polyline(path, width)));
      }),
    );
  });

  test('holds the pixels that are near enough to the nearest place of one of its segments', () => {
    const widths = fc.tuple(fc.double({ min: 0.1, max: 9, noNaN: true }), fc.double({ min: 0.1, max: 9, noNaN: true }));
    fc.assert(
      fc.property(coordinate, coordinate, coordinate, coordinate, widths, (ax, ay, bx, by, [wa, wb]) => {
        const data = draw(
          tapered(
            [
              [ax, ay],
              [bx, by],
            ],
            [wa, wb],
          ),
        );
        const thin = draw(
          polyline(
            [
              [ax, ay],
              [bx, by],
            ],
            1e-6,
          ),
        );
        const wrong = data.findIndex((value, i) => {
          const [x, y] = [(i % SIZE) + 0.5, Math.floor(i / SIZE) + 0.5];
          const length2 = (bx - ax) ** 2 + (by - ay) ** 2;
          const t =
            length2 === 0 ? 0 : Math.min(1, Math.max(0, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length2));
          const over = Math.hypot(x - ax - t * (bx - ax), y - ay - t * (by - ay)) - (wa + t * (wb - wa)) / 2;
          const isIn = over <= 0 || Math.hypot(x - ax, y - ay) <= wa / 2 || thin[i] > 0;
          return Math.abs(over) > 1e-6 && value > 0 !== isIn;
        });
        expect(wrong).toBe(-1);
      }),
    );
  });
});

describe('a brush mask', () => {
  const brush = (x: number, y: number): Label =>
    labelSchema.parse({ shape: 'brush', class: 'crack', x, y, width: 3, height: 2, runs: [1, 2, 1, 1, 1] });

  test('is painted where its runs say', () => {
    expect(rows(brush(1, 1), 5, 4)).toEqual(['00000', '00110', '00100', '00000']);
  });

  test('is cut at the edge of the frame', () => {
    expect(rows(brush(-1, -1), 3, 2)).toEqual(['100', '000']);
  });

  test('whose runs do not fill its box is refused', () => {
    const bad = { shape: 'brush', class: 'crack', x: 0, y: 0, width: 3, height: 2, runs: [1, 2] };
    expect(() => labelSchema.parse(bad)).toThrow('add up');
  });
});

test('later labels paint over earlier ones, by the index of their class', () => {
  const under = polygon([
    [0, 0],
    [4, 0],
    [4, 1],
    [0, 1],
  ]);
  const over: Label = {
    ...polygon([
      [2, 0],
      [6, 0],
      [6, 1],
      [2, 1],
    ]),
    class: 'rust',
  };
  expect([...draw(under, over).subarray(0, 7)]).toEqual([1, 1, 2, 2, 2, 2, 0]);
  expect([...draw(over, under).subarray(0, 7)]).toEqual([1, 1, 1, 1, 2, 2, 0]);
});

test('a box cuts out its part of the whole mask, to the pixel', () => {
  const shape = fc.constantFrom(
    polygon,
    (ring: Point[]) => polyline(ring, 2.3),
    (ring: Point[]): Label => ({ ...polygon(ring), border: true }) as Label,
    (ring: Point[]): Label => ({ ...polygon(ring), border: 'opencv' }) as Label,
  );
  fc.assert(
    fc.property(shape, points(coordinate, 3), fc.nat(10), fc.nat(10), (labelOf, ring, x1, y1) => {
      const whole = draw(labelOf(ring));
      const part = rasterizeLabels([labelOf(ring)], { x1, y1, x2: x1 + 8, y2: y1 + 8 }, ['crack']).data;
      expect([...part]).toEqual(Array.from({ length: 64 }, (_, i) => whole[(y1 + (i >> 3)) * SIZE + x1 + (i % 8)]));
    }),
  );
});

test('a class that nobody knows is refused', () => {
  expect(() => rasterizeLabels([{ ...polyline([[1, 1]], 1), class: 'dent' }], box, ['crack'])).toThrow('dent');
});
