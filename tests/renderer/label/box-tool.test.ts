import { describe, expect, it } from 'vitest';
import { toolOf } from '../../../src/renderer/label/tools/tools.ts';
import type { ImageLabel, Point } from '../../../src/shared/schemas/label.ts';
import { Hand } from './test-hand.ts';

const box = (x: number, y: number, width: number, height: number, rotation = 0): ImageLabel => ({
  id: 'new-0',
  shape: 'rectangle',
  class: 'crack',
  source: 'drawn',
  ...{ x, y, width, height, rotation },
});

describe('the rectangle tool', () => {
  const hand = (labels: readonly ImageLabel[] = []) => new Hand(toolOf('rectangle').begin(), labels);

  it('draws from corner to corner by a drag, whichever comes first', () => {
    expect(hand().drag([10, 10], [20, 30], [40, 50]).content.labels).toEqual([box(10, 10, 30, 40)]);
    const back = hand().drag([40, 50], [10, 10]);
    expect(back.content.labels).toEqual([box(10, 10, 30, 40)]);
    expect(back.selected).toBe('new-0');
    expect(back.state.name).toBe('idle');
  });

  it('draws by a click on each corner, and shows it meanwhile', () => {
    const drawing = hand().click([10, 10]).move([40, 50]);
    expect(drawing.draft).toEqual(box(10, 10, 30, 40));
    expect(drawing.edits).toEqual([]);
    expect(drawing.click([40, 50]).content.labels).toEqual([box(10, 10, 30, 40)]);
  });

  it('finishes on Enter and drops it on Esc', () => {
    const drawing = () => hand().click([10, 10]).move([40, 50]);
    expect(drawing().press('onComplete').content.labels).toEqual([box(10, 10, 30, 40)]);
    expect(drawing().press('onCancel').content.labels).toEqual([]);
  });

  it('keeps the sides equal with Shift, and the first point in the middle with Alt', () => {
    const to = (keys: { shift?: boolean; alt?: boolean }) => hand().click([50, 50]).move([60, 30], keys).draft;
    expect(to({ shift: true })).toEqual(box(50, 30, 20, 20));
    expect(to({ alt: true })).toEqual(box(40, 30, 20, 40));
    expect(to({ shift: true, alt: true })).toEqual(box(30, 30, 40, 40));
  });

  it('makes nothing of a mere click, a tremble or a flat box', () => {
    for (const ways of [
      [[10, 10]],
      [
        [10, 10],
        [11, 10],
      ],
      [
        [10, 10],
        [60, 10],
      ],
    ] as Point[][]) {
      expect(
        hand()
          .drag(...ways)
          .press('onComplete').edits,
      ).toEqual([]);
    }
  });

  it('stays in the picture', () => {
    expect(hand().drag([90, 90], [140, 150]).content.labels).toEqual([box(90, 90, 10, 10)]);
  });
});

describe('a selected rectangle', () => {
  const selected = (label: ImageLabel) => new Hand(toolOf('select').begin(), [label], { selected: ['new-0'] });

  it('is pulled by a corner, what is across from it staying in place', () => {
    const hand = selected(box(10, 10, 30, 40)).drag([40, 50], [35, 45], [30, 60]);
    expect(hand.content.labels).toEqual([box(10, 10, 20, 50)]);
    expect(hand.edits).toHaveLength(1);
    expect(hand.drag([10, 10], [50, 70]).content.labels).toEqual([box(30, 60, 20, 10)]);
  });

  it('is pulled by a side alone', () => {
    expect(selected(box(10, 10, 30, 40)).drag([40, 30], [45, 90]).content.labels).toEqual([box(10, 10, 35, 40)]);
  });

  it('is turned by the handle above it, and pulled along its own sides then', () => {
    // 24 CSS px above the upper side, at half a px of the picture each; straight to the right of the middle is a quarter turn.
    const hand = selected(box(30, 40, 40, 20)).drag([50, 28], [70, 30], [90, 50]);
    expect(hand.content.labels).toEqual([box(30, 40, 40, 20, 90)]);
    expect(hand.drag([50, 70], [50, 80]).content.labels).toEqual([box(25, 45, 50, 20, 90)]);
  });

  it('is moved by its inside', () => {
    expect(selected(box(10, 10, 30, 40)).drag([25, 20], [30, 30], [35, 20]).content.labels).toEqual([
      box(20, 10, 30, 40),
    ]);
  });
});

describe('the ellipse tool', () => {
  const round = (cx: number, cy: number, rx: number, ry: number, rotation = 0): ImageLabel => ({
    id: 'new-0',
    shape: 'ellipse',
    class: 'crack',
    source: 'drawn',
    ...{ cx, cy, rx, ry, rotation },
  });

  it('draws in the box that is pulled up, a circle with Shift', () => {
    const hand = () => new Hand(toolOf('ellipse').begin());
    expect(hand().drag([10, 10], [50, 30]).content.labels).toEqual([round(30, 20, 20, 10)]);
    expect(hand().click([10, 10]).move([50, 30], { shift: true }).draft).toEqual(round(30, 30, 20, 20));
  });

  it('lets a selected one be pulled and turned, too', () => {
    const hand = new Hand(toolOf('select').begin(), [round(50, 50, 20, 10)], { selected: ['new-0'] });
    expect(hand.drag([70, 50], [90, 55]).content.labels).toEqual([round(60, 50, 30, 10)]);
    expect(hand.drag([60, 28], [70, 30], [99, 50]).content.labels).toEqual([round(60, 50, 30, 10, 90)]);
  });
});
