import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { brushOf } from '../../../src/shared/labels/brush-mask.ts';
import {
  addUpTo,
  brushOfCounts,
  countsFromString,
  countsOfMask,
  countsToString,
} from '../../../src/shared/labels/rle.ts';
import { drawn } from '../../helpers/labelled-folder.ts';

const mask = (...rows: string[]) => drawn(rows, { '#': 1, '.': 0 });

describe("COCO's run lengths", () => {
  it.each([
    ['a few pixels', mask('.##.', '.#..', '...#'), [3, 2, 1, 1, 4, 1], '321O30'],
    ['the first pixel', mask('#...', '....', '....'), [0, 1, 11], '01;'],
    ['nothing', mask('....', '....', '....'), [12], '<'],
    ['everything', mask('####', '####', '####'), [0, 12], '0<'],
  ])('of %s go down each column, and have a compressed form', (_, image, counts, text) => {
    expect(countsOfMask(image, 0, 0, image)).toEqual(counts);
    expect(countsToString(counts)).toBe(text);
    expect(countsFromString(text)).toEqual(counts);
    expect(brushOfCounts(counts, image)).toEqual(brushOf(image, 0, 0));
  });

  it('are the same for a mask and for a part of it that holds all its pixels', () => {
    const size = { width: 5, height: 4 };
    expect(countsOfMask(mask('#.', '##'), 2, 1, size)).toEqual([9, 2, 3, 1, 5]);
  });

  it('come back from the compressed form, and from a brush, whatever the mask', () => {
    const sides = fc.tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 40 }));
    const masks = sides.chain(([width, height]) =>
      fc
        .uint8Array({ minLength: width * height, maxLength: width * height, max: 1 })
        .map(data => ({ width, height, data })),
    );
    fc.assert(
      fc.property(masks, image => {
        const counts = countsOfMask(image, 0, 0, image);
        expect(addUpTo(counts, image.width * image.height)).toBe(true);
        expect(countsFromString(countsToString(counts))).toEqual(counts);
        expect(brushOfCounts(counts, image)).toEqual(brushOf(image, 0, 0));
      }),
    );
  });

  it('come back from the compressed form when they are large, and when it needs a backslash', () => {
    const lists = fc.array(fc.integer({ min: 0, max: 2 ** 28 }));
    fc.assert(
      fc.property(lists, counts => {
        expect(countsFromString(countsToString(counts))).toEqual(counts);
      }),
    );
    expect(countsFromString('\\0')).toEqual([12]);
  });

  it.each([
    ['a space', '3 1'],
    ['an open end', '32q'],
    ['characters beyond o', '{{'],
    ['no end of groups', 'o'.repeat(50)],
  ])('are not read from a string with %s', (_, text) => expect(countsFromString(text)).toBeNull());

  it.each([[[3, 2]], [[3, 2, 8]], [[-1, 13]], [[1.5, 10.5]], [[null, 12]], [['12']]])(
    '%j do not add up to 12 pixels',
    counts => expect(addUpTo(counts, 12)).toBe(false),
  );
});
