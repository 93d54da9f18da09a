import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toolOf } from '../../../src/renderer/label/tools/tools.ts';
import { nearestOnLine } from '../../../src/shared/geometry/paths.ts';
import type { Point } from '../../../src/shared/schemas/label.ts';
import { Hand, polyline } from './test-hand.ts';

describe('drawing a polygon', () => {
  const corners = (hand: Hand) => hand.click([10, 10]).click([50, 10]).click([50, 40]);

  it.each([
    ['a click on the first vertex', (hand: Hand) => hand.click([11, 11])],
    ['a double click on the last', (hand: Hand) => hand.click([50, 40])],
    ['a right click anywhere', (hand: Hand) => hand.down([80, 80], { button: 'right' })],
    ['Enter', (hand: Hand) => hand.move([80, 80]).press('onComplete')],
  ])('is finished by %s', (_, finish) => {
    const hand = new Hand(toolOf('polygon').begin());
    finish(corners(hand));
    expect(hand.state.name).toBe('idle');
    expect(hand.content.labels).toEqual([
      {
        id: 'new-0',
        shape: 'polygon',
        class: 'crack',
        source: 'drawn',
        points: [
          [10, 10],
          [50, 10],
          [50, 40],
        ],
      },
    ]);
    expect(hand.selected).toBe('new-0');
  });

  it('shows where the next vertex would be', () => {
    const hand = corners(new Hand(toolOf('polygon').begin())).move([20, 60]);
    expect(hand.draft).toMatchObject({
      points: [
        [10, 10],
        [50, 10],
        [50, 40],
        [20, 60],
      ],
    });
    expect(hand.content.labels).toEqual([]);
  });

  it('makes nothing of fewer than three vertices', () => {
    const hand = new Hand(toolOf('polygon').begin()).click([10, 10]).click([50, 10]).press('onComplete');
    expect(hand.content.labels).toEqual([]);
    expect(hand.state.name).toBe('idle');
  });

  it('takes vertices back one by one, to none at all', () => {
    const hand = corners(new Hand(toolOf('polygon').begin())).press('onBack');
    expect(hand.draft).toMatchObject({
      points: [
        [10, 10],
        [50, 10],
        [50, 10],
      ],
    });
    hand.press('onBack').press('onBack');
    expect(hand.state.name).toBe('idle');
  });

  it('is dropped by Escape in every state', () => {
    const pressing = new Hand(toolOf('polygon').begin()).down([10, 10]);
    const tracing = new Hand(toolOf('polygon').begin()).down([10, 10]).move([20, 20]);
    const placing = new Hand(toolOf('polygon').begin()).click([10, 10]);
    expect([pressing, tracing, placing].map(hand => hand.state.name)).toEqual(['pressing', 'tracing', 'placing']);
    for (const hand of [pressing, tracing, placing]) {
      expect(hand.press('onCancel').state.name).toBe('idle');
      expect(hand.edits).toEqual([]);
    }
  });

  it('keeps vertices within the picture', () => {
    const hand = new Hand(toolOf('polygon').begin())
      .click([-20, 10])
      .click([150, 10])
      .click([50, 140])
      .press('onComplete');
    expect(hand.content.labels[0]).toMatchObject({
      points: [
        [0, 10],
        [100, 10],
        [50, 100],
      ],
    });
  });
});

describe('drawing a polyline', () => {
  it('traces a crack freehand and goes on with clicks', () => {
    const crack = Array.from({ length: 60 }, (_, i): Point => [10 + i, 50 + 8 * Math.sin(i / 9)]);
    const hand = new Hand(toolOf('polyline').begin())
      .drag(...crack)
      .click([90, 60])
      .press('onComplete');
    const [label] = hand.content.labels;
    if (label.shape !== 'polyline') throw new Error(label.shape);
    expect(label.points.length).toBeLessThan(25);
    expect(label.points.at(-1)).toEqual([90, 60]);
    // 0.75 CSS px at 0.5 picture px to a CSS px, and what is rounded or nearer than 2 CSS px together.
    for (const point of crack) expect(nearestOnLine(point, label.points, false).distance).toBeLessThan(1.5);
  });

  it('follows any trail within a pixel of the screen and a step', () => {
    const point = fc.tuple(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 0, max: 100 }));
    fc.assert(
      fc.property(fc.array(point, { minLength: 3, maxLength: 40 }), way => {
        const hand = new Hand(toolOf('polyline').begin()).drag(...(way as Point[])).press('onComplete');
        const [label] = hand.content.labels;
        if (!label) return;
        if (label.shape !== 'polyline') throw new Error(label.shape);
        for (const at of way as Point[]) {
          // A tremble of 2 px at its beginning does not start the trail; steps under 1 px are left out.
          expect(nearestOnLine(at, label.points, false).distance).toBeLessThan(2 + 1 + 0.375 + 0.01);
        }
      }),
    );
  });

  it('takes the whole of a traced piece back when tracing is undone', () => {
    const hand = new Hand(toolOf('polyline').begin()).click([5, 5]).down([20, 20]).move([40, 40]).press('onBack');
    expect(hand.state.name).toBe('placing');
    expect(hand.press('onComplete').content.labels[0]).toMatchObject({
      points: [
        [5, 5],
        [20, 20],
      ],
    });
  });

  it('has the width that is set when it is finished', () => {
    const hand = new Hand(toolOf('polyline').begin()).click([10, 10]).click([50, 50]);
    hand.lineWidth = 7;
    expect(hand.draft).toMatchObject({ width: 7 });
    expect(hand.press('onComplete').content.labels[0]).toMatchObject({ width: 7 });
  });

  it.each([
    [
      'its end',
      [60, 60],
      [
        [10, 10],
        [60, 60],
        [90, 60],
      ],
    ],
    [
      'its beginning',
      [10, 10],
      [
        [60, 60],
        [10, 10],
        [90, 60],
      ],
    ],
  ] as const)('goes on with the selected polyline from %s', (_, end, points) => {
    const hand = new Hand(
      toolOf('polyline').begin(),
      [
        polyline(
          'a',
          [
            [10, 10],
            [60, 60],
          ],
          5,
        ),
      ],
      { selected: ['a'] },
    );
    hand
      .click([end[0] + 1, end[1]])
      .click([90, 60])
      .press('onComplete');
    expect(hand.content.labels).toEqual([
      polyline(
        'a',
        points.map(([x, y]): Point => [x, y]),
        5,
      ),
    ]);
    expect(hand.edits).toHaveLength(1);
  });

  it('keeps the widths of a line that it goes on with, from either end, and gives what is new its own', () => {
    const line = {
      ...polyline(
        'a',
        [
          [10, 10],
          [60, 60],
        ],
        4,
      ),
      widths: [2, 6],
    };
    const goOn = (from: Point) =>
      new Hand(toolOf('polyline').begin(), [line], { selected: ['a'], lineWidth: 9 }).click(from).click([90, 20]);
    expect(goOn([60, 60]).lineWidth).toBe(6);
    expect(goOn([60, 60]).press('onComplete').content.labels[0]).toMatchObject({ widths: [2, 6, 6] });
    expect(goOn([10, 10]).press('onComplete').content.labels[0]).toMatchObject({
      points: [
        [60, 60],
        [10, 10],
        [90, 20],
      ],
      widths: [6, 2, 2],
    });
  });
});
