import { describe, expect, it } from 'vitest';
import { toolOf } from '../../../src/renderer/label/tools/tools.ts';
import type { Point } from '../../../src/shared/schemas/label.ts';
import { Hand } from './test-hand.ts';

/** A wire that leads from place to place by a bend in the middle of the way, which is known at once or not yet. */
function bent(from: Point, to: Point, wanted: 'now' | 'soon'): Point[] {
  return wanted === 'soon' ? [from, to] : [from, [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2 + 5], to];
}

function hand() {
  return new Hand(toolOf('wire').begin(), [], { wire: bent });
}

describe('the crack wire', () => {
  it('makes a polyline of the line width from two clicks and Enter', () => {
    const { content, selected } = hand().click([10, 10]).click([50, 10]).press('onComplete');
    expect(content.labels).toMatchObject([
      {
        shape: 'polyline',
        width: 3,
        points: [
          [10, 10],
          [30, 15],
          [50, 10],
        ],
      },
    ]);
    expect(selected).toBe(content.labels[0].id);
  });

  it('shows where it would lead while the pointer moves', () => {
    const { draft } = hand().click([10, 10]).move([40, 20]);
    expect(draft).toMatchObject({
      points: [
        [10, 10],
        [40, 20],
      ],
    });
  });

  it('ends on a double click and on a right click', () => {
    expect(hand().click([10, 10]).click([50, 10]).click([50, 10]).content.labels).toHaveLength(1);
    expect(hand().click([10, 10]).click([50, 10]).click([90, 90], { button: 'right' }).content.labels).toHaveLength(1);
  });

  it('goes straight with Alt, for that piece', () => {
    const { content } = hand().click([10, 10]).click([50, 10], { alt: true }).click([70, 10]).press('onComplete');
    expect(content.labels).toMatchObject([
      {
        points: [
          [10, 10],
          [50, 10],
          [60, 15],
          [70, 10],
        ],
      },
    ]);
  });

  it('takes clicks back one by one, then itself', () => {
    const drawing = hand().click([10, 10]).click([50, 10]).click([70, 10]).press('onBack');
    expect(drawing.press('onComplete').content.labels).toMatchObject([
      {
        points: [
          [10, 10],
          [30, 15],
          [50, 10],
        ],
      },
    ]);
    const { state, content } = hand().click([10, 10]).press('onBack');
    expect([state.name, content.labels]).toEqual(['idle', []]);
  });

  it('leaves nothing behind after one click, or Escape', () => {
    expect(hand().click([10, 10]).press('onComplete').content.labels).toEqual([]);
    expect(hand().click([10, 10]).click([50, 10]).press('onCancel').content.labels).toEqual([]);
  });

  it('takes its widths from the picture once they are measured, unless the wheel gave it one', () => {
    let widths: number[] | null | 'soon' = 'soon';
    const measuring = () => new Hand(toolOf('wire').begin(), [], { wire: bent, widthsAlong: () => widths });
    const drawing = measuring().click([10, 10]).click([50, 10]).press('onComplete').press('onNews');
    expect([drawing.state.name, drawing.content.labels, drawing.draft]).toMatchObject(['measuring', [], { width: 3 }]);
    widths = [1.5, 2.004, 4];
    expect(drawing.press('onNews').content.labels).toMatchObject([{ widths: [1.5, 2, 4], width: 2.5 }]);
    const wheel = measuring().click([10, 10]);
    wheel.lineWidth = 7;
    const [byHand] = wheel.click([50, 10]).press('onComplete').content.labels;
    expect(byHand).toMatchObject({ width: 7 });
    expect(byHand).not.toHaveProperty('widths');
  });

  it('loses no line to a hand that does not wait for the widths', () => {
    const waiting = () =>
      new Hand(toolOf('wire').begin(), [], { widthsAlong: () => 'soon' })
        .click([10, 10])
        .click([50, 10])
        .press('onComplete');
    for (const what of ['onComplete', 'onCancel'] as const)
      expect(waiting().press(what).content.labels).toMatchObject([{ width: 3 }]);
    const next = waiting().click([20, 60]);
    expect([next.content.labels.length, next.state.name]).toEqual([1, 'leading']);
    expect(waiting().press('onBack').state.name).toBe('leading');
  });

  it('stays within the picture', () => {
    const { content } = hand().click([-5, 50]).click([150, 50]).press('onComplete');
    expect(content.labels).toMatchObject([
      {
        points: [
          [0, 50],
          [50, 55],
          [100, 50],
        ],
      },
    ]);
  });
});
