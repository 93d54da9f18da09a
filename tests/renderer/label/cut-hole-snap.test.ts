import { describe, expect, it } from 'vitest';
import { simplifying } from '../../../src/renderer/label/tools/simplifying.ts';
import { toolOf } from '../../../src/renderer/label/tools/tools.ts';
import { Hand, polyline, square } from './test-hand.ts';

const pointsOf = (hand: Hand, i = 0) => {
  const label = hand.content.labels[i];
  return 'points' in label ? label.points : [];
};

describe('the cut', () => {
  it('cuts what is selected in two with a drag, and what lies under it with two clicks when nothing is', () => {
    const labels = [square('a', [10, 10], 20), square('b', [10, 40], 20)];
    const dragged = new Hand(toolOf('cut').begin(), labels, { selected: ['a'] }).drag([20, 5], [20, 70]);
    expect(dragged.content.labels.map(({ id }) => id)).toEqual(['a', 'new-0', 'b']);
    expect(dragged.selection).toEqual(['a', 'new-0']);
    const clicked = new Hand(toolOf('cut').begin(), labels).click([20, 5]).click([20, 70]);
    expect(clicked.content.labels).toHaveLength(4);
  });

  it('does nothing beside the labels, or when it is dropped', () => {
    const hand = new Hand(toolOf('cut').begin(), [
      polyline('a', [
        [10, 10],
        [30, 10],
      ]),
    ]);
    hand.drag([50, 5], [50, 70]);
    hand.down([20, 5]).move([20, 70]).press('onCancel');
    expect(hand.edits).toEqual([]);
  });
});

describe('a hole', () => {
  it('is taken out of the selected label, which stays in one with its class', () => {
    const labels = [square('a', [10, 10], 20), square('b', [10, 10], 20)];
    const hand = new Hand(toolOf('hole').begin(), labels, { selected: ['a'] });
    for (const corner of [
      [15, 15],
      [25, 15],
      [25, 25],
      [15, 25],
    ] as const)
      hand.click([corner[0], corner[1]]);
    expect(hand.draft).toBeUndefined();
    hand.press('onComplete');
    expect(hand.content.labels).toMatchObject([{ id: 'a', shape: 'brush', width: 20, height: 20 }, labels[1]]);
    expect(hand.selection).toEqual(['a']);
  });
});

describe('snapping', () => {
  const labels = [square('a', [40, 40], 20)];
  const snapping = { snapping: true };

  it('draws a vertex to a vertex, else to an edge, else to the edge of the picture', () => {
    const hand = new Hand(toolOf('polyline').begin(), labels, snapping);
    hand.click([38, 42]).click([50, 37]).click([98, 20]).press('onComplete');
    expect(pointsOf(hand, 1)).toEqual([
      [40, 40],
      [50, 40],
      [100, 20],
    ]);
  });

  it('leaves it where it is with Ctrl, and out of reach; without it Ctrl draws it there', () => {
    const hand = new Hand(toolOf('polyline').begin(), labels, snapping);
    hand.click([38, 42], { ctrl: true }).click([30, 20]).press('onComplete');
    expect(pointsOf(hand, 1)).toEqual([
      [38, 42],
      [30, 20],
    ]);
    const other = new Hand(toolOf('polyline').begin(), labels);
    other.click([38, 42], { ctrl: true }).click([30, 20]).press('onComplete');
    expect(pointsOf(other, 1)[0]).toEqual([40, 40]);
  });

  it('draws a vertex that is dragged, but never to its own label; and the corner of a rectangle', () => {
    const own = [
      ...labels,
      polyline('b', [
        [10, 10],
        [20, 10],
        [30, 10],
      ]),
    ];
    const hand = new Hand(toolOf('select').begin(), own, { ...snapping, selected: ['b'] });
    hand.drag([20, 10], [21, 11], [28, 11]);
    expect(pointsOf(hand, 1)[1]).toEqual([28, 11]);
    hand.drag([30, 10], [31, 11], [41, 41]);
    expect(pointsOf(hand, 1)[2]).toEqual([40, 40]);
    const box = new Hand(toolOf('rectangle').begin(), labels, snapping).click([38, 62]).click([2, 98]);
    expect(box.content.labels[1]).toMatchObject({ x: 0, y: 60, width: 40, height: 40 });
  });
});

describe('simplifying', () => {
  it('shows fewer vertices and makes one edit of each label when it is applied', () => {
    const label = polyline('a', [
      [10, 10],
      [20, 10.5],
      [30, 10],
    ]);
    const hand = new Hand(simplifying(1), [label], { selected: ['a'] });
    expect(hand.draft).toMatchObject({
      points: [
        [10, 10],
        [30, 10],
      ],
    });
    expect(hand.content.labels).toEqual([label]);
    hand.press('onComplete');
    expect(hand.edits).toMatchObject([
      {
        kind: 'replace',
        label: {
          points: [
            [10, 10],
            [30, 10],
          ],
        },
      },
    ]);
  });
});
