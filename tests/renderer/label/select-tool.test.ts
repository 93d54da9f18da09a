import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { selectTool } from '../../../src/renderer/label/tools/select-tool.ts';
import { applyEdits, invertEdits } from '../../../src/shared/labels/label-edits.ts';
import type { Point } from '../../../src/shared/schemas/label.ts';
import { content } from '../../shared/labels/random-edits.ts';
import { Hand, polyline, square } from './test-hand.ts';

describe('the select tool', () => {
  const two = () => [square('below', [10, 10], 40), square('above', [30, 30], 40)];

  it('picks the label on top, and nothing where there is none', () => {
    const hand = new Hand(selectTool(), two());
    expect(hand.click([40, 40]).selected).toBe('above');
    expect(hand.click([12, 45]).selected).toBe('below');
    expect(hand.click([90, 5]).selected).toBeNull();
    expect(hand.edits).toEqual([]);
  });

  it('picks a thin line a few pixels of the screen away', () => {
    const hand = new Hand(selectTool(), [
      polyline(
        'line',
        [
          [10, 10],
          [90, 10],
        ],
        1,
      ),
    ]);
    expect(hand.click([50, 11.5]).selected).toBe('line');
    expect(hand.click([30, 14]).selected).toBeNull();
  });

  it('picks a brush mask by its painted pixels only', () => {
    const brush = {
      id: 'b',
      shape: 'brush',
      class: 'crack',
      source: 'drawn',
      x: 20,
      y: 20,
      width: 20,
      height: 20,
    } as const;
    const hand = new Hand(selectTool(), [{ ...brush, runs: [0, 20, 380] }], { pixel: 0.1 });
    expect(hand.click([25.5, 20.5]).selected).toBe('b');
    expect(hand.click([25.5, 35.5]).selected).toBeNull();
  });

  it('moves a label by dragging it, in one edit', () => {
    const hand = new Hand(selectTool(), two()).down([60, 60]).move([70, 55]);
    expect(hand.state.name).toBe('moving');
    expect(hand.draft).toEqual(square('above', [40, 25], 40));
    expect(hand.content.labels).toEqual(two());
    hand.move([65, 65]).up([65, 65]);
    expect(hand.content.labels[1]).toEqual(square('above', [35, 35], 40));
    expect(hand.edits).toHaveLength(1);
  });

  it('does not move a label when the hand trembles', () => {
    expect(new Hand(selectTool(), two()).drag([60, 60], [61, 60]).edits).toEqual([]);
  });

  it('drags a vertex of the selected label', () => {
    const hand = new Hand(selectTool(), two(), { selected: ['below'] }).drag([11, 10], [4, 4], [3, 5]);
    expect(hand.edits).toEqual([{ kind: 'move-vertex', id: 'below', vertex: 0, to: [3, 5] }]);
  });

  it('inserts a vertex by pulling at the middle of an edge', () => {
    const hand = new Hand(selectTool(), two(), { selected: ['below'] }).drag([30, 10], [30, 5]);
    expect(hand.edits).toEqual([{ kind: 'insert-vertex', id: 'below', vertex: 1, at: [30, 5] }]);
  });

  it('changes nothing by a mere click on the middle of an edge', () => {
    expect(new Hand(selectTool(), two(), { selected: ['below'] }).click([30, 11]).edits).toEqual([]);
  });

  it('inserts a vertex anywhere on an edge with Shift', () => {
    const hand = new Hand(selectTool(), two(), { selected: ['below'] });
    hand.down([20, 10], { shift: true }).move([20, 6]).up([20, 6]);
    expect(hand.content.labels[0]).toMatchObject({
      points: [
        [10, 10],
        [20, 6],
        [50, 10],
        [50, 50],
        [10, 50],
      ],
    });
  });

  it('sets the width of a line at one vertex by the dot beside it', () => {
    const path: Point[] = [
      [20, 50],
      [60, 50],
      [99, 50],
    ];
    // Half a px of the picture to a CSS px: the dot is 6 px beyond the edge of the stroke.
    const hand = new Hand(selectTool(), [polyline('line', path, 4)], { selected: ['line'] });
    hand.drag([60, 42], [60, 40], [60, 38]);
    expect(hand.content.labels[0]).toMatchObject({ points: path, width: (4 + 12 + 4) / 3, widths: [4, 12, 4] });
    hand.drag([40, 50], [40, 45]).click([60, 50], { alt: true });
    expect(hand.content.labels[0]).toMatchObject({ widths: [4, 8, 4] });
  });

  it('removes a vertex with Alt, as long as a shape is left', () => {
    const hand = new Hand(selectTool(), two(), { selected: ['below'] });
    hand.click([10, 10], { alt: true }).click([50, 10], { alt: true });
    expect(hand.edits).toEqual([{ kind: 'remove-vertex', id: 'below', vertex: 0 }]);
  });

  it('picks several with Shift, and drops one again', () => {
    const hand = new Hand(selectTool(), two()).click([12, 12]).click([60, 60], { shift: true });
    expect(hand.selection).toEqual(['below', 'above']);
    expect(hand.click([12, 12], { shift: true }).selection).toEqual(['above']);
  });

  it('moves all that are selected by a drag of one, in one go, and picks that one alone by a click', () => {
    const hand = () => new Hand(selectTool(), two(), { selected: ['below', 'above'] });
    const moved = hand().drag([12, 12], [20, 20], [17, 12]);
    expect(moved.content.labels).toEqual([square('below', [15, 10], 40), square('above', [35, 30], 40)]);
    expect(moved.selection).toEqual(['below', 'above']);
    expect(hand().click([12, 12]).selection).toEqual(['below']);
  });

  it('selects what paints in a box that is pulled up from where there is no label', () => {
    const thin = polyline('thin', [
      [80, 5],
      [95, 95],
    ]);
    const hand = new Hand(selectTool(), [...two(), thin]).drag([5, 5], [30, 30], [25, 28]);
    expect(hand.selection).toEqual(['below']);
    // The box around the line would be met, but the line is not.
    expect(hand.drag([90, 5], [95, 20]).selection).toEqual([]);
    hand.down([75, 75], { shift: true }).move([95, 95]).up([95, 95]);
    expect(hand.selection).toEqual(['thin']);
    hand.down([5, 5], { shift: true }).move([15, 15]).up([15, 15]);
    expect(hand.selection).toEqual(['thin', 'below']);
    expect(hand.edits).toEqual([]);
  });

  it('leaves everything as it was when a drag is cancelled', () => {
    for (const start of [
      [60, 60],
      [30, 30],
    ] as Point[]) {
      const hand = new Hand(selectTool(), two(), { selected: ['above'] }).down(start).move([5, 5]).press('onCancel');
      expect(hand.state.name).toBe('idle');
      expect(hand.content.labels).toEqual(two());
    }
  });

  it('makes only edits that fit and can be taken back, wherever it is dragged', () => {
    const at = fc.tuple(fc.integer({ min: -5, max: 70 }), fc.integer({ min: -5, max: 70 }));
    fc.assert(
      fc.property(
        content,
        fc.array(fc.tuple(at, at, fc.boolean(), fc.boolean()), { maxLength: 8 }),
        (document, drags) => {
          const hand = new Hand(selectTool(), document.labels);
          for (const [from, to, shift, alt] of drags) {
            hand
              .down(from as Point, { shift, alt })
              .move(to as Point)
              .up(to as Point);
            expect(hand.state.name).toBe('idle');
          }
          const before = { ...hand.content, labels: document.labels };
          expect(applyEdits(hand.content, invertEdits(before, hand.edits)).labels).toEqual(document.labels);
        },
      ),
    );
  });
});
