import { describe, expect, it } from 'vitest';
import type { World } from '../../../src/renderer/label/tools/tool.ts';
import { toolOf } from '../../../src/renderer/label/tools/tools.ts';
import type { ImageLabel } from '../../../src/shared/schemas/label.ts';
import { Hand, square } from './test-hand.ts';

/** Floods a square as wide as the tolerance from the place on. */
const flood: World['flood'] = ([x, y], tolerance) => ({
  shape: { shape: 'brush', x, y, width: tolerance, height: tolerance, runs: [0, tolerance ** 2] },
  isKnown: true,
});

const hand = (labels: ImageLabel[] = [], settings = {}) =>
  new Hand(toolOf('wand').begin(), labels, { flood, ...settings });

describe('the wand', () => {
  it('floods with the tolerance that the drag says, 2 px of the screen a gray level, and a click with that of before', () => {
    const drawing = hand().drag([10, 10], [22, 10]).click([50, 50]);
    expect(drawing.content.labels).toMatchObject([
      { shape: 'brush', x: 10, width: 12, class: 'crack', source: 'drawn' },
      { shape: 'brush', x: 50, width: 12 },
    ]);
    expect(drawing.edits).toHaveLength(2);
    expect(drawing.selected).toBe(drawing.content.labels[1].id);
  });

  it('shows what would be flooded while the button is down, and drops it on Escape', () => {
    const holding = hand().down([10, 10]).move([20, 10]);
    expect(holding.draft).toMatchObject({ width: 10 });
    expect(holding.press('onCancel').content.labels).toEqual([]);
  });

  it('adds to the selected label with Shift, and takes out of it with Alt, in one edit each', () => {
    const [label] = hand([square('a', [10, 10], 10)], { selected: ['a'] }).click([15, 10], { shift: true }).content
      .labels;
    expect(label).toMatchObject({ id: 'a', shape: 'brush', x: 10, width: 21 });
    const less = hand([square('a', [10, 10], 20)], { selected: ['a'] }).click([10, 10], { alt: true });
    expect(less.content.labels).toMatchObject([{ id: 'a', shape: 'brush' }]);
    expect(less.edits).toHaveLength(1);
  });

  it('waits for a flood that is not known yet when the button goes up', () => {
    let isKnown = false;
    const waiting = hand([], { flood: (...of: Parameters<World['flood']>) => ({ ...flood(...of), isKnown }) }).click([
      10, 10,
    ]);
    expect([waiting.content.labels, waiting.press('onNews').content.labels]).toEqual([[], []]);
    isKnown = true;
    expect(waiting.press('onNews').content.labels).toHaveLength(1);
  });

  it('does nothing outside the picture, or where nothing is flooded', () => {
    expect(hand().click([-5, 10]).content.labels).toEqual([]);
    const dry = hand([], { flood: () => ({ shape: null, isKnown: true }) }).click([10, 10]);
    expect([dry.content.labels, dry.state.name]).toEqual([[], 'idle']);
  });
});
