import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runsOf } from '../../../src/shared/labels/brush-mask.ts';
import { applyEdits } from '../../../src/shared/labels/label-edits.ts';
import { countSet, maskIn } from '../../../src/shared/labels/painted-part.ts';
import { type Reshape, reshapedBy } from '../../../src/shared/labels/reshape.ts';
import type { ImageLabel } from '../../../src/shared/schemas/label.ts';

const size = { width: 16, height: 12 };
const whole = { x1: 0, y1: 0, x2: size.width, y2: size.height };

function brush(data: Uint8Array): ImageLabel {
  return { id: 'a', class: 'crack', source: 'predicted', shape: 'brush', x: 0, y: 0, ...size, runs: runsOf(data) };
}

function reshapedMask(how: Reshape, label: ImageLabel): Uint8Array {
  const { labels } = applyEdits({ state: 'in progress', labels: [label] }, reshapedBy(how, [label], size));
  return maskIn(whole, labels).data;
}

const masks = fc
  .array(fc.boolean(), { minLength: size.width * size.height, maxLength: size.width * size.height })
  .map(values => Uint8Array.from(values, value => (value ? 1 : 0)))
  .filter(data => data.includes(1));
const isWithin = (a: Uint8Array, b: Uint8Array) => a.every((value, i) => value <= b[i]);

describe('the pixels of a label', () => {
  it('only come to it when its holes are filled and when it grows, and only go when it shrinks', () => {
    fc.assert(
      fc.property(masks, data => {
        const label = brush(data);
        expect(isWithin(data, reshapedMask('fill', label))).toBe(true);
        expect(isWithin(data, reshapedMask('grow', label))).toBe(true);
        expect(isWithin(reshapedMask('shrink', label), data)).toBe(true);
      }),
    );
  });

  it('are a ring filled, one px more and less on each side, and without a lone grain', () => {
    const ring: ImageLabel = {
      id: 'a',
      class: 'crack',
      source: 'drawn',
      shape: 'brush',
      x: 4,
      y: 3,
      width: 3,
      height: 3,
      runs: [0, 4, 1, 4],
    };
    expect(countSet(reshapedMask('fill', ring))).toBe(9);
    const box: ImageLabel = {
      id: 'a',
      class: 'crack',
      source: 'drawn',
      shape: 'rectangle',
      x: 3,
      y: 3,
      width: 6,
      height: 5,
      rotation: 0,
    };
    expect([countSet(reshapedMask('grow', box)), countSet(reshapedMask('shrink', box))]).toEqual([30 + 22, 12]);
    const grainy = maskIn(whole, [box]).data;
    grainy[16 * 10 + 14] = 1;
    expect(reshapedMask('smooth', brush(grainy))[16 * 10 + 14]).toBe(0);
  });

  it('stay as they are where none would be left, and keep within the image', () => {
    const dot: ImageLabel = {
      id: 'a',
      class: 'crack',
      source: 'drawn',
      shape: 'brush',
      x: 0,
      y: 0,
      width: 1,
      height: 1,
      runs: [0, 1],
    };
    expect(reshapedBy('shrink', [dot], size)).toEqual([]);
    const [edit] = reshapedBy('grow', [dot], size);
    expect(edit).toMatchObject({ label: { x: 0, y: 0, width: 2, height: 2, source: 'drawn' } });
  });

  it('are those of the image alone, however far a label reaches beyond it', () => {
    const bar: ImageLabel = {
      id: 'a',
      class: 'crack',
      source: 'drawn',
      shape: 'polyline',
      points: [
        [-1e6, 6],
        [1e6, 6],
      ],
      width: 2,
    };
    const [edit] = reshapedBy('grow', [bar], size);
    expect(edit).toMatchObject({ label: { x: 0, y: 4, width: 16, height: 4 } });
    expect(reshapedBy('fill', [bar], size)).toEqual([]);
  });
});
