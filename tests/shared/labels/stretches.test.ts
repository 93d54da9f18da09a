import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { brushOf } from '../../../src/shared/labels/brush-mask.ts';
import { maskIn, stretchesIn } from '../../../src/shared/labels/painted-part.ts';
import {
  brushOfStretches,
  type Stretch,
  stretchesOf,
  stretchesOfMask,
  united,
  without,
} from '../../../src/shared/labels/stretches.ts';
import { anyLabel } from '../../helpers/shapes.ts';

const SIZE = { width: 13, height: 9 };
const mask = fc.uint8Array({ minLength: 13 * 9, maxLength: 13 * 9, max: 1 }).map(data => ({ ...SIZE, data }));
const dataOf = (stretches: readonly Stretch[]) => {
  const data = new Uint8Array(13 * 9);
  for (const { y, from, to } of stretches) for (let x = from; x < to; x++) data[(y - 20) * 13 + x - 5]++;
  return data;
};
const rowsOf = (pixels: { width: number; height: number; data: Uint8Array }) => stretchesOfMask(pixels, 5, 20);

describe('the pixels of a mask as stretches', () => {
  it('are those of the mask, and of the brush label that they make', () => {
    fc.assert(
      fc.property(mask, pixels => {
        expect(dataOf(rowsOf(pixels))).toEqual(pixels.data);
        const brush = brushOf(pixels, 5, 20);
        expect(brushOfStretches(rowsOf(pixels))).toEqual(brush);
        if (brush) expect(stretchesOf(brush)).toEqual(rowsOf(pixels));
      }),
    );
  });

  it('are united and taken from each other pixel by pixel', () => {
    fc.assert(
      fc.property(mask, mask, (a, b) => {
        const [both, rest] = [united(rowsOf(a), rowsOf(b)), without(rowsOf(a), rowsOf(b))];
        expect(dataOf(both)).toEqual(a.data.map((value, i) => value | b.data[i]));
        expect(dataOf(rest)).toEqual(a.data.map((value, i) => value & (1 - b.data[i])));
      }),
    );
  });

  it('are of every shape those that it paints', () => {
    const box = { x1: 3, y1: -2, x2: 60, y2: 50 };
    fc.assert(
      fc.property(anyLabel(64, ['crack']), label => {
        expect(stretchesIn(box, label)).toEqual(stretchesOfMask(maskIn(box, [label]), box.x1, box.y1));
      }),
    );
  });
});
