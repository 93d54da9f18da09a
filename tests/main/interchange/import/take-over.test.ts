import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BACKGROUND, type ForeignImage } from '../../../../src/main/interchange/formats/foreign.ts';
import { takeOver } from '../../../../src/main/interchange/import/take-over.ts';
import type { Target } from '../../../../src/main/interchange/shapes/fit-labels.ts';
import { type Orientation, turning } from '../../../../src/main/interchange/shapes/turn.ts';
import { mapPoint } from '../../../../src/shared/geometry/affine.ts';
import { parseClassMap } from '../../../../src/shared/interchange/map-classes.ts';
import { labelBox } from '../../../../src/shared/labels/label-box.ts';
import { pixelsOf } from '../../../../src/shared/labels/painted-part.ts';
import { rasterizeLabels } from '../../../../src/shared/labels/rasterize.ts';
import type { Label, Point } from '../../../../src/shared/schemas/label.ts';
import { arbitraryLabels, maskRows, polygon, polyline, rectangle } from '../../../helpers/export-dataset.ts';

const image = (labels: readonly Label[], more: Partial<ForeignImage> = {}): ForeignImage => ({
  ...{
    name: 'a.png',
    size: { width: 8, height: 6 },
    state: 'labelled',
    labels,
    pixels: null,
    side: null,
    notes: [],
    picture: null,
  },
  ...more,
});
const target = (width = 8, height = 6, more: Partial<Target> = {}): Target => ({
  width,
  height,
  orientation: 1,
  crop: null,
  ...more,
});
const take = (foreign: ForeignImage, to = target(), classes: string[] = []) =>
  takeOver(foreign, to, parseClassMap(classes));
const codes = (taken: ReturnType<typeof take>) => taken?.notes.map(({ code, count }) => `${code} ${count}`);
const rows = (labels: readonly Label[], { width, height }: { width: number; height: number }) =>
  maskRows(labels, width, height, ['crack']);

describe('labels of another tool', () => {
  it('come over as they are where the sizes agree', () => {
    const taken = take(image([rectangle(1, 1, 4, 3)]));
    expect(taken).toMatchObject({
      fit: 'same',
      labels: [{ source: 'imported', class: 'crack' }],
      pixels: 6,
      notes: [],
      faulty: 0,
    });
  });

  it('of a size that the image has by a whole factor are scaled up, masks by repeating pixels', () => {
    const brush: Label = {
      shape: 'brush',
      class: 'crack',
      source: 'drawn',
      x: 1,
      y: 0,
      width: 2,
      height: 2,
      runs: [1, 1, 1, 1],
    };
    const taken = take(image([brush]), target(24, 18));
    expect(taken?.fit).toBe('scaled-up');
    const once = rows([brush], { width: 8, height: 6 });
    const thrice = once.flatMap(row => Array<string>(3).fill([...row].map(pixel => pixel.repeat(3)).join('')));
    expect(rows(taken?.labels ?? [], { width: 24, height: 18 })).toEqual(thrice);
    expect(take(image([brush]), target(24, 17))).toBe(null);
    expect(take(image([brush]), target(4, 3))).toBe(null);
  });

  it('scaled up by k cover k * k times as many pixels, whatever the mask', () => {
    fc.assert(
      fc.property(arbitraryLabels(12, ['crack']), fc.integer({ min: 2, max: 4 }), (labels, k) => {
        const masks = labels.filter(label => label.shape === 'brush');
        const taken = take(image(masks, { size: { width: 12, height: 12 } }), target(12 * k, 12 * k));
        expect(taken?.pixels).toBe(k * k * pixelsOf(masks, { width: 12, height: 12 }));
      }),
    );
  });

  it('made before EXIF turned the picture are turned with it, pixel by pixel', () => {
    const size = { width: 7, height: 5 };
    const orientations = fc.constantFrom<Orientation>(5, 6, 7, 8);
    fc.assert(
      fc.property(arbitraryLabels(7, ['crack']), orientations, (labels, orientation) => {
        const masks = labels.filter(label => label.shape === 'brush');
        const taken = take(image(masks, { size }), target(5, 7, { orientation }));
        const before = rasterizeLabels(masks, { x1: 0, y1: 0, x2: 7, y2: 5 }, ['crack']);
        const after = rasterizeLabels(taken?.labels ?? [], { x1: 0, y1: 0, x2: 5, y2: 7 }, ['crack']);
        for (let y = 0; y < 5; y++) {
          for (let x = 0; x < 7; x++) {
            const [tx, ty] = mapPoint(turning(size, orientation), [x + 0.5, y + 0.5]);
            expect(after.data[Math.floor(ty) * 5 + Math.floor(tx)]).toBe(before.data[y * 7 + x]);
          }
        }
      }),
    );
  });

  it('on a picture that is turned by half may be either way up, which is said', () => {
    expect(codes(take(image([rectangle(1, 1, 4, 3)]), target(8, 6, { orientation: 3 })))).toEqual(['exif-unclear 1']);
    expect(codes(take(image([rectangle(1, 1, 4, 3)], { size: null }), target(8, 6, { orientation: 6 })))).toEqual([
      'exif-unclear 1',
    ]);
    expect(codes(take(image([rectangle(1, 1, 4, 3)]), target(8, 6, { orientation: 6 })))).toEqual([]);
  });

  it('that reach beyond the stored picture but not the upright one were drawn upright, whatever size they come with', () => {
    const stored = { width: 8, height: 6 };
    for (const orientation of [5, 6, 7, 8, 1] as const) {
      const tall = rectangle(1, 2, 4, 8);
      const taken = take(image([tall], { size: stored }), target(6, 8, { orientation }));
      expect([taken?.fit, codes(taken)]).toEqual(['upright', ['upright 1']]);
      expect(rows(taken?.labels ?? [], target(6, 8))).toEqual(rows([tall], target(6, 8)));
    }
    const wide = take(image([rectangle(1, 2, 8, 4)], { size: stored }), target(6, 8, { orientation: 6 }));
    expect(codes(wide)).toEqual(['turned 1']);
  });

  it('that fit both ways are turned with the picture, which is said, unless somebody knows better', () => {
    const size = { width: 8, height: 6 };
    const small = image([rectangle(1, 1, 4, 3)], { size });
    const to = target(6, 8, { orientation: 6 });
    expect(codes(take(small, to))).toEqual(['turned 1', 'exif-unclear 1']);
    const told = (drawn: 'stored' | 'upright') => takeOver(small, to, new Map(), { drawn });
    expect([codes(told('stored')), codes(told('upright'))]).toEqual([['turned 1'], ['upright 1']]);
    const half = takeOver(image([rectangle(1, 1, 4, 3)]), target(8, 6, { orientation: 3 }), new Map(), {
      drawn: 'stored',
    });
    expect(rows(half?.labels ?? [], target())).toEqual(rows([rectangle(4, 3, 7, 5)], target()));
  });

  it('get the width of lines that is asked for, in px of our image', () => {
    const line = polyline(
      [
        [1, 3],
        [7, 3],
      ],
      1,
    );
    const at = (lineWidth?: number) => takeOver(image([line]), target(16, 12), new Map(), { lineWidth })?.labels[0];
    expect([at(), at(4)]).toMatchObject([{ width: 2 }, { width: 4 }]);
    const filled = takeOver(image([rectangle(1, 1, 4, 3)]), target(), new Map(), { lineWidth: 4 });
    expect(filled?.labels[0]).not.toHaveProperty('width', 4);
  });

  it('of a whole frame are moved to the crop that was cut out of it, those outside left out', () => {
    const crop = { box: { x1: 10, y1: 20, x2: 18, y2: 26 }, frame: { width: 100, height: 80 } };
    const labels = [rectangle(12, 21, 14, 23), rectangle(60, 60, 70, 70)];
    const taken = take(image(labels, { size: crop.frame }), target(8, 6, { crop }));
    expect(codes(taken)).toEqual(['cropped-to-roi 1', 'outside-roi 1']);
    expect(rows(taken?.labels ?? [], target())).toEqual(rows([rectangle(2, 1, 4, 3)], target()));
    expect(take(image(labels, { size: { width: 99, height: 80 } }), target(8, 6, { crop }))).toBe(null);
    const unknownFrame = { ...crop, frame: null };
    expect(take(image(labels, { size: { width: 99, height: 80 } }), target(8, 6, { crop: unknownFrame }))?.pixels).toBe(
      4,
    );
  });

  it('in shares of the sides come to the size of the image', () => {
    const shares = polygon([
      [0.25, 0],
      [0.5, 0],
      [0.5, 0.5],
      [0.25, 0.5],
    ]);
    const taken = take(image([shares], { size: null, normalised: true }));
    expect(rows(taken?.labels ?? [], target())).toEqual(rows([rectangle(2, 0, 4, 3)], target()));
  });

  it('lose what background shapes above them cover, and only that', () => {
    const labels = [
      rectangle(0, 0, 4, 4),
      rectangle(1, 1, 3, 3, BACKGROUND),
      rectangle(2, 2, 3, 3),
      rectangle(6, 0, 8, 2),
    ];
    const taken = take(image(labels));
    expect(rows(taken?.labels ?? [], target())).toEqual([
      '1111..11',
      '1..1..11',
      '1.11....',
      '1111....',
      '........',
      '........',
    ]);
    expect(codes(taken)).toEqual(['background-erased 1']);
    expect(taken?.labels.map(({ shape }) => shape)).toEqual(['brush', 'polygon', 'polygon']);
  });

  it('with background shapes paint as if painted in order, whatever they are', () => {
    fc.assert(
      fc.property(arbitraryLabels(10, ['crack', BACKGROUND]), labels => {
        const size = { width: 10, height: 10 };
        const taken = take(image(labels, { size }), target(10, 10));
        expect(rows(taken?.labels ?? [], size)).toEqual(rows(labels, size));
      }),
    );
  });

  it('that make no sense are left out and counted', () => {
    const bad: Label[] = [
      polygon([
        [0, 0],
        [Number.NaN, 1],
        [2, 2],
      ]),
      polygon([
        [0, 0],
        [Number.POSITIVE_INFINITY, 1],
        [2, 2],
      ]),
      polygon([
        [0, 0],
        [2e6, 1],
        [2, 2],
      ]),
      polygon([
        [0, 0],
        [1, 1],
      ]),
      polyline(
        [
          [0, 0],
          [1, 1],
        ],
        0,
      ),
      polyline(
        Array.from({ length: 50_000 }, (_, i): Point => [i % 2 === 0 ? -1e6 : 1e6, 0]),
        1e5,
      ),
      { shape: 'brush', class: 'crack', source: 'drawn', x: 0, y: 0, width: 3, height: 3, runs: [4, 4] },
      { shape: 'brush', class: 'crack', source: 'drawn', x: 0, y: 0, width: 60_000, height: 60_000, runs: [3.6e9] },
    ];
    const taken = take(image(bad));
    expect(taken).toMatchObject({ labels: [], faulty: 8 });
    expect(codes(taken)).toEqual([
      ...Array(3).fill('bad-number 1'),
      'degenerate 1',
      'bad-number 1',
      ...Array(3).fill('bad-shape 1'),
    ]);
  });

  it('that would take minutes to paint are left out, large ones of people are not', () => {
    const ring = (count: number, y: (i: number) => number) =>
      polygon(Array.from({ length: count }, (_, i): Point => [(3840 * i) / count, y(i)]));
    const zigzag = ring(50_000, i => (i % 2) * 2160);
    const outline = ring(50_000, i => 1000 + 900 * Math.sin(i / 100));
    const taken = take(
      image([zigzag, outline, { ...zigzag, border: true } as Label], { size: null }),
      target(3840, 2160),
    );
    expect(codes(taken)).toEqual(['bad-shape 1', 'bad-shape 1']);
    expect(taken?.labels).toHaveLength(1);
    const strokes = Array.from({ length: 1000 }, () =>
      polyline(
        [
          [0, 0],
          [3840, 2160],
        ],
        5000,
      ),
    );
    expect(take(image(strokes, { size: null }), target(64, 64))?.faulty).toBeGreaterThan(900);
  });

  it('are called as asked, trimmed, or left out; a class called background is worth a look', () => {
    const labels = ['Riss ', 'rust', 'scratch', '_Background_'].map((name, i) => rectangle(i, 0, i + 1, 1, name));
    const taken = take(image(labels), target(), ['Riss=crack', 'scratch=']);
    expect(taken?.labels.map(label => label.class)).toEqual(['crack', 'rust', '_Background_']);
    expect(codes(taken)).toEqual(['class-mapped 1', 'class-skipped 1', 'background-class 1']);
    expect(() => parseClassMap(['crack'])).toThrow(/write NAME=CLASS/);
  });

  it('that cover nothing, reach over the edge, come twice or fill the image are worth a look', () => {
    const thin = polygon([
      [1, 1.1],
      [6, 1.1],
      [6, 1.2],
      [1, 1.2],
    ]);
    expect(codes(take(image([thin])))).toEqual(['covers-nothing 1']);
    expect(codes(take(image([rectangle(5, 1, 12, 3)])))).toEqual(['outside-image 1']);
    expect(codes(take(image([rectangle(0, 0, 8, 2), rectangle(0, 0, 8, 2)])))).toEqual(['duplicate 1']);
    expect(codes(take(image([rectangle(0, 0, 8, 5)])))).toEqual(['looks-inverted 1']);
  });

  it('paint nothing outside the box that is said to hold them', () => {
    const size = 14;
    fc.assert(
      fc.property(arbitraryLabels(size, ['crack']), labels => {
        for (const label of labels) {
          const { x1, y1, x2, y2 } = labelBox(label);
          const all = { x1: -40, y1: -40, x2: 60, y2: 60 };
          const { data, width } = rasterizeLabels([label], all, ['crack']);
          data.forEach((value, i) => {
            if (value === 0) return;
            const [x, y] = [(i % width) - 40, Math.floor(i / width) - 40];
            expect(x >= x1 && x < x2 && y >= y1 && y < y2).toBe(true);
          });
        }
      }),
      { numRuns: 50 },
    );
  });
});
