import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  editRoi,
  presets,
  type RoiAction,
  type RoiState,
  rectangleBetween,
  roiOf,
} from '../../../src/renderer/collect/roi-editor.ts';

const frame = { width: 640, height: 480 };
const empty: RoiState = { kind: 'idle', roi: null };
const add = (x: number, y: number): RoiAction => ({ kind: 'add', at: [x, y] });
const triangle = [add(10, 10), add(100, 20), add(50, 90)];
const close: RoiAction = { kind: 'close' };

/** The state after all actions, and how often the ROI that is kept has changed. */
function perform(actions: readonly RoiAction[], start: RoiState = empty) {
  let state = start;
  let changes = 0;
  for (const action of actions) {
    const done = editRoi(state, action, frame);
    state = done.state;
    if (done.changed) changes++;
  }
  return { state, roi: roiOf(state), changes };
}
const drawn = perform([...triangle, close]).state;

describe('drawing the ROI', () => {
  it('three clicks and a close make it, in whole pixels', () => {
    const { roi, changes } = perform([add(10.7, 10.2), add(100.99, 20), add(50, 90.5), close]);
    expect(roi).toEqual([
      [10, 10],
      [100, 20],
      [50, 90],
    ]);
    expect(changes).toBe(1);
  });

  it('does not close with two vertices, and goes on', () => {
    expect(perform([add(1, 1), add(9, 9), close]).state).toMatchObject({ kind: 'drawing', points: { length: 2 } });
  });

  it('takes a double click for one vertex', () => {
    expect(perform([...triangle, add(50, 90), close]).roi).toHaveLength(3);
  });

  it('removes the last vertex, and with the only one the drawing', () => {
    expect(perform([...triangle, { kind: 'remove-last' }]).state).toMatchObject({ points: { length: 2 } });
    expect(perform([add(1, 1), { kind: 'remove-last' }]).state).toEqual(empty);
  });

  it('of a finished ROI removes the last vertex too, and keeps the ROI until it is closed again', () => {
    const { state, roi, changes } = perform([{ kind: 'remove-last' }], drawn);
    expect(state).toMatchObject({ kind: 'drawing', points: { length: 2 } });
    expect(roi).toHaveLength(3);
    expect(changes).toBe(0);
  });

  it('a click beside a finished ROI harms nothing; drawing anew is asked for and can be cancelled', () => {
    expect(perform([add(5, 5)], drawn).state).toBe(drawn);
    const anew = perform([{ kind: 'draw' }, add(5, 5), add(6, 9)], drawn);
    expect(anew.roi).toEqual(roiOf(drawn));
    expect(perform([{ kind: 'cancel' }], anew.state).state).toEqual(drawn);
  });

  it('clears, once', () => {
    expect(perform([{ kind: 'clear' }, { kind: 'clear' }], drawn)).toMatchObject({ roi: null, changes: 1 });
  });

  it('drags a vertex, keeps it in the frame, and cancels back', () => {
    const moving = perform(
      [
        { kind: 'grab', vertex: 1 },
        { kind: 'drag', to: [9999, -5] },
      ],
      drawn,
    );
    expect(moving.changes).toBe(0);
    expect(perform([{ kind: 'drop' }], moving.state)).toMatchObject({
      changes: 1,
      roi: [
        [10, 10],
        [639, 0],
        [50, 90],
      ],
    });
    expect(perform([{ kind: 'cancel' }], moving.state).state).toEqual(drawn);
  });

  it('adds a vertex on an edge and takes one away, but never the third', () => {
    const four = perform([{ kind: 'insert', behind: 2, at: [30.4, 50.9] }], drawn);
    expect(four).toMatchObject({
      changes: 1,
      roi: [
        [10, 10],
        [100, 20],
        [50, 90],
        [30, 50],
      ],
    });
    const three = perform([{ kind: 'remove', vertex: 0 }], four.state);
    expect(three).toMatchObject({
      changes: 1,
      roi: [
        [100, 20],
        [50, 90],
        [30, 50],
      ],
    });
    expect(perform([{ kind: 'remove', vertex: 0 }], three.state)).toMatchObject({ changes: 0, roi: { length: 3 } });
  });

  it('moves all of it, as far as the frame goes, and cancels back', () => {
    const drag: RoiAction[] = [
      { kind: 'grab', vertex: null },
      { kind: 'drag', to: [5.2, -400] },
    ];
    const moving = perform(drag, drawn);
    expect(perform([{ kind: 'drop' }], moving.state)).toMatchObject({
      changes: 1,
      roi: [
        [15, 0],
        [105, 10],
        [55, 80],
      ],
    });
    expect(perform([{ kind: 'cancel' }], moving.state).state).toEqual(drawn);
  });

  it('takes a rectangle or a preset in the place of what was there', () => {
    const rectangle = rectangleBetween([90.5, 20.9], [10.2, 60]);
    expect(perform([{ kind: 'set', roi: rectangle }], drawn).roi).toEqual([
      [10, 20],
      [90, 20],
      [90, 60],
      [10, 60],
    ]);
    expect(rectangleBetween([5, 5], [5.5, 90])).toBeNull();
    for (const { roi } of presets(frame)) expect(perform([{ kind: 'set', roi }]).roi).toHaveLength(4);
  });

  it('whatever is done, the ROI that counts is none or three and more whole pixels of the frame', () => {
    const at = fc.tuple(fc.double({ min: -50, max: 700, noNaN: true }), fc.double({ min: -50, max: 700, noNaN: true }));
    const action: fc.Arbitrary<RoiAction> = fc.oneof(
      { weight: 4, arbitrary: at.map(point => ({ kind: 'add' as const, at: point })) },
      at.map(to => ({ kind: 'drag' as const, to })),
      fc.option(fc.nat(5)).map(vertex => ({ kind: 'grab' as const, vertex })),
      fc.tuple(fc.nat(5), at).map(([behind, point]) => ({ kind: 'insert' as const, behind, at: point })),
      fc.nat(5).map(vertex => ({ kind: 'remove' as const, vertex })),
      fc.constantFrom<RoiAction>(
        { kind: 'draw' },
        close,
        { kind: 'remove-last' },
        { kind: 'clear' },
        { kind: 'cancel' },
        { kind: 'drop' },
      ),
    );
    fc.assert(
      fc.property(fc.array(action, { maxLength: 40 }), actions => {
        const { roi } = perform(actions);
        if (!roi) return;
        expect(roi.length).toBeGreaterThanOrEqual(3);
        for (const [x, y] of roi) {
          expect(Number.isInteger(x) && x >= 0 && x < frame.width).toBe(true);
          expect(Number.isInteger(y) && y >= 0 && y < frame.height).toBe(true);
        }
      }),
    );
  });
});
