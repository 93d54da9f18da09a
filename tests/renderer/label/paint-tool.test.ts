import { describe, expect, it } from 'vitest';
import { toolOf } from '../../../src/renderer/label/tools/tools.ts';
import { rasterizeLabels } from '../../../src/shared/labels/rasterize.ts';
import type { ImageLabel, Point } from '../../../src/shared/schemas/label.ts';
import { Hand, polyline, square } from './test-hand.ts';

const maskOf = (labels: readonly ImageLabel[]) =>
  rasterizeLabels(labels, { x1: 0, y1: 0, x2: 100, y2: 100 }, ['crack', 'pitting']).data;
const WAY: Point[] = [
  [10, 10],
  [30, 14],
  [60, 40],
];

describe('the brush', () => {
  it('paints what a polyline of its width would, as a mask', () => {
    const hand = new Hand(toolOf('brush').begin()).drag(...WAY);
    expect(hand.content.labels).toMatchObject([{ shape: 'brush', class: 'crack' }]);
    expect(maskOf(hand.content.labels)).toEqual(maskOf([polyline('x', WAY, 4)]));
  });

  it('adds further strokes to the mask that it began', () => {
    const hand = new Hand(toolOf('brush').begin()).drag(...WAY).drag([70, 70], [80, 80]);
    expect(hand.content.labels).toHaveLength(1);
    expect(maskOf(hand.content.labels)).toEqual(
      maskOf([
        polyline('x', WAY, 4),
        polyline(
          'y',
          [
            [70, 70],
            [80, 80],
          ],
          4,
        ),
      ]),
    );
  });

  it('paints nothing outside the picture', () => {
    const hand = new Hand(toolOf('brush').begin()).drag([98, 50], [130, 50]);
    expect(hand.content.labels[0]).toMatchObject({ x: 96, width: 4 });
    expect(new Hand(toolOf('brush').begin()).drag([200, 50], [300, 50]).edits).toEqual([]);
  });

  it('drops the stroke in hand on Escape', () => {
    expect(new Hand(toolOf('brush').begin()).down([10, 10]).move([20, 20]).press('onCancel').edits).toEqual([]);
  });
});

describe('the eraser', () => {
  it('takes its pixels out of what it touches and leaves the rest alone', () => {
    const labels = [
      square('hit', [10, 10], 20),
      polyline('far', [
        [80, 80],
        [90, 90],
      ]),
    ];
    const hand = new Hand(toolOf('eraser').begin(), labels).drag([10, 20], [30, 20]);
    const gone = maskOf([
      polyline(
        'x',
        [
          [10, 20],
          [30, 20],
        ],
        4,
      ),
    ]);
    expect(hand.content.labels.map(({ shape }) => shape)).toEqual(['brush', 'polyline']);
    expect(maskOf(hand.content.labels)).toEqual(maskOf(labels).map((value, i) => (gone[i] ? 0 : value)));
  });

  it('erases from the selected label only, when one is', () => {
    const labels = [square('a', [10, 10], 20), square('b', [10, 10], 20)];
    const hand = new Hand(toolOf('eraser').begin(), labels, { selected: ['a'] }).drag([10, 20], [30, 20]);
    expect(hand.content.labels.map(({ shape }) => shape)).toEqual(['brush', 'polygon']);
  });

  it('removes a label of which nothing is left', () => {
    const hand = new Hand(toolOf('eraser').begin(), [square('a', [19, 19], 2)], { selected: ['a'] }).click([20, 20]);
    expect(hand.content.labels).toEqual([]);
    expect(hand.selected).toBeNull();
  });
});
