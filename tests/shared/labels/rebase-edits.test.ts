import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyEdits, type LabelContent, type LabelEdit } from '../../../src/shared/labels/label-edits.ts';
import { rebased } from '../../../src/shared/labels/rebase-edits.ts';
import type { ImageLabel } from '../../../src/shared/schemas/label.ts';
import { content, editsFor } from './random-edits.ts';

const label = (id: string): ImageLabel => ({
  id,
  shape: 'polyline',
  class: 'crack',
  source: 'drawn',
  points: [[1, 1]],
  width: 2,
});
const add = (id: string, index: number): LabelEdit => ({ kind: 'add', index, label: label(id) });
const inProgress: LabelEdit = { kind: 'set-state', state: 'in progress' };
const made = (newest: LabelContent, steps: readonly (readonly LabelEdit[])[]) =>
  applyEdits(newest, rebased(newest, steps).steps.flat());

describe('edits that crossed those of another hand', () => {
  const theirs: LabelContent = { state: 'verified', labels: [label('theirs')] };

  it('are made on top where they add', () => {
    const steps = [[inProgress, add('mine', 0)], [add('more', 1)]];
    expect(made(theirs, steps)).toEqual({
      state: 'verified',
      labels: [label('theirs'), label('mine'), label('more')],
    });
  });

  it('follow what they have added themselves', () => {
    const steps: LabelEdit[][] = [
      [add('mine', 0)],
      [{ kind: 'set-class', id: 'mine', class: 'pitting' }],
      [{ kind: 'remove', id: 'mine' }],
    ];
    expect(rebased(theirs, steps).steps).toHaveLength(3);
    expect(made(theirs, steps).labels).toEqual([label('theirs')]);
  });

  it.each<[string, LabelEdit]>([
    ['change a label', { kind: 'set-class', id: 'theirs', class: 'pitting' }],
    ['remove one', { kind: 'remove', id: 'theirs' }],
    ['say that all is seen', { kind: 'set-state', state: 'verified' }],
    ['change the order', { kind: 'reorder', id: 'theirs', index: 0 }],
  ])('are lost where they %s, and what else they did is not', (_, edit) => {
    expect(rebased(theirs, [[edit], [add('mine', 1)]])).toEqual({ steps: [[add('mine', 1)]], lost: 1 });
  });

  it('always fit, and lose no label that was added alone', () => {
    fc.assert(
      fc.property(content, fc.integer(), fc.integer(), (document, ours, others) => {
        const newest = applyEdits(document, editsFor(document, 6, others));
        const steps = editsFor(document, 8, ours).map(edit => [edit]);
        const { steps: again, lost } = rebased(newest, steps);
        const edited = applyEdits(newest, again.flat());
        expect(again.length + lost).toBeLessThanOrEqual(steps.length);
        const added = steps.flat().flatMap(edit => (edit.kind === 'add' ? [edit.label.id] : []));
        const removed = steps.flat().flatMap(edit => (edit.kind === 'remove' ? [edit.id] : []));
        for (const id of added.filter(id => !removed.includes(id))) {
          expect(edited.labels.some(each => each.id === id)).toBe(true);
        }
      }),
    );
  });
});
