import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type BrushRows,
  cutAtHalf,
  decodeBrush,
} from '../../../../../src/main/interchange/formats/label-studio/brush-rle.ts';
import { packBrush } from '../../../../helpers/brush-rle.ts';

const masks = fc.tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 12 })).chain(([width, height]) => {
  const value = fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, fc.constant(255), fc.nat(255));
  return fc.record({
    size: fc.constant({ width, height }),
    data: fc.array(fc.tuple(value, fc.integer({ min: 1, max: 60 }))).map(runs => {
      const values = runs.flatMap(([each, count]) => Array<number>(count).fill(each));
      return Uint8Array.from({ length: width * height }, (_, i) => values[i] ?? 0);
    }),
  });
});

/** The mask of the whole image; throws where rows lie outside it. */
function whole({ top, mask }: BrushRows, { width, height }: { width: number; height: number }): Uint8Array {
  const data = new Uint8Array(width * height);
  data.set(mask.data, top * width);
  return data;
}

/** A mask of 7 x 5 px, and what @thi.ng/rle-pack, which Label Studio packs brushes with, makes of it. */
const MASK = [
  0, 255, 0, 0, 0, 0, 0, 255, 254, 255, 172, 0, 0, 0, 255, 228, 255, 183, 0, 0, 0, 0, 0, 255, 255, 202, 255, 0, 255, 0,
  215, 0, 255, 0, 255,
];
const PACKED = [
  0, 0, 0, 140, 57, 27, 252, 96, 17, 255, 225, 48, 8, 255, 227, 254, 143, 254, 58, 203, 96, 17, 255, 199, 201, 31, 252,
  118, 248, 76, 2, 127, 248, 242, 163, 255, 140, 2, 63, 248, 192, 35, 215, 140, 2, 63, 248, 192, 35, 255,
];

describe('a brush of Label Studio', () => {
  it('unpacks as its own packer has packed it', () => {
    const found = decodeBrush(PACKED, { width: 7, height: 5 });
    expect(found && whole(found, { width: 7, height: 5 })).toEqual(Uint8Array.from(MASK));
  });

  it('unpacks to the mask that was packed, whatever sizes its run lengths have', () => {
    const sizes = fc.constantFrom([3, 4, 8, 16], [1, 2, 3, 4], [16, 16, 16, 16]);
    fc.assert(
      fc.property(masks, sizes, fc.boolean(), ({ size, data }, lengths, literal) => {
        const found = decodeBrush(packBrush(data, { lengths, literal }), size);
        expect(found && whole(found, size)).toEqual(data);
      }),
    );
  });

  it('is none whatever is wrong with it, and never more than the image', () => {
    fc.assert(
      fc.property(
        masks,
        fc.array(fc.tuple(fc.nat(400), fc.nat(255)), { maxLength: 4 }),
        fc.nat(400),
        (mask, edits, cut) => {
          const packed = packBrush(mask.data);
          for (const [at, value] of edits) if (at < packed.length) packed[at] = value;
          const found = decodeBrush(packed.slice(0, cut), mask.size);
          if (found) expect(whole(found, mask.size)).toHaveLength(mask.size.width * mask.size.height);
        },
      ),
    );
  });

  it.each([
    ['bytes that are none', [0, 0, 0, 256]],
    ['text', Array.from('0000')],
    ['fractions', [0, 0, 0, 16.5]],
    ['nothing', []],
    ['another size', packBrush(new Uint8Array(12))],
    ['four billion values in five bytes', [255, 255, 255, 255, 0x38]],
  ])('is none of %s', (_, packed) => {
    expect(decodeBrush(packed, { width: 2, height: 2 })).toBeNull();
  });

  it('says nothing of a size that its bytes do not fill, before anything is allocated for it', () => {
    const [width, height] = [16_384, 16_384];
    const count = width * height * 4;
    const head = [24, 16, 8, 0].map(shift => (count / 2 ** shift) & 255);
    expect(decodeBrush([...head, 0x38, 0, 0, 0], { width, height })).toBeNull();
  });

  it('has no more rows than those that are painted', () => {
    const packed = packBrush(Uint8Array.from([0, 0, 0, 0, 9, 0, 0, 0]));
    expect(decodeBrush(packed, { width: 2, height: 4 })).toEqual({
      top: 2,
      mask: { width: 2, height: 1, data: Uint8Array.from([9, 0]) },
    });
  });

  it('has soft edges that are cut at half of its own strength', () => {
    const cut = (...data: number[]) => [
      ...cutAtHalf({ width: data.length, height: 1, data: Uint8Array.from(data) }).mask.data,
    ];
    expect(cut(0, 127, 128, 255)).toEqual([0, 0, 1, 1]);
    expect(cut(0, 49, 50, 100)).toEqual([0, 0, 1, 1]);
    expect(cut(0, 7, 7)).toEqual([0, 1, 1]);
    expect(cut(0, 0)).toEqual([0, 0]);
  });
});
