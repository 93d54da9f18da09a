import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  applyEdit,
  applyEdits,
  invertEdit,
  invertEdits,
  type LabelContent,
  type LabelEdit,
  labelEditSchema,
  withProgress,
} from '../../../src/shared/labels/label-edits.ts';
import { Random } from '../../../src/shared/random.ts';
import { content, editsFor, randomEdit } from './random-edits.ts';

const triangle = (id: string) =>
  ({
    id,
    shape: 'polygon',
    class: 'crack',
    source: 'drawn',
    points: [
      [0, 0],
      [4, 0],
      [0, 4],
    ],
  }) as const;
const some = { state: 'in progress', labels: [triangle('a'), triangle('b')] } as unknown as LabelContent;

describe('an edit of labels', () => {
  it('taken back gives the document before it', () => {
    fc.assert(
      fc.property(content, fc.integer(), (document, seed) => {
        const edit = randomEdit(document, new Random(seed));
        expect(applyEdit(applyEdit(document, edit), invertEdit(document, edit))).toEqual(document);
      }),
      { numRuns: 1000 },
    );
  });

  it('is redone by taking back what took it back', () => {
    fc.assert(
      fc.property(content, fc.integer(), (document, seed) => {
        const edit = randomEdit(document, new Random(seed));
        const after = applyEdit(document, edit);
        const undo = invertEdit(document, edit);
        expect(applyEdit(applyEdit(after, undo), invertEdit(after, undo))).toEqual(after);
      }),
      { numRuns: 500 },
    );
  });

  it('is taken back in a long row as well', () => {
    fc.assert(
      fc.property(content, fc.integer(), (document, seed) => {
        const edits = editsFor(document, 30, seed);
        expect(applyEdits(applyEdits(document, edits), invertEdits(document, edits))).toEqual(document);
      }),
    );
  });

  it('means the same after it went through JSON', () => {
    fc.assert(
      fc.property(content, fc.integer(), (document, seed) => {
        const edit = randomEdit(document, new Random(seed));
        const read = labelEditSchema.parse(JSON.parse(JSON.stringify(edit)));
        expect(applyEdit(document, read)).toEqual(applyEdit(document, edit));
      }),
      { numRuns: 500 },
    );
  });

  it('leaves the document it was applied to as it was', () => {
    fc.assert(
      fc.property(content, fc.integer(), (document, seed) => {
        const before = structuredClone(document);
        applyEdit(document, randomEdit(document, new Random(seed)));
        expect(document).toEqual(before);
      }),
    );
  });

  it.each<[string, LabelEdit, RegExp]>([
    ['a label that is not there', { kind: 'remove', id: 'x' }, /no label "x"/],
    [
      'an id that is taken',
      {
        kind: 'add',
        index: 0,
        label: {
          ...triangle('a'),
          points: [
            [0, 0],
            [1, 0],
            [1, 1],
          ],
        },
      },
      /exists already/,
    ],
    ['a place beyond the end', { kind: 'reorder', id: 'a', index: 5 }, /place 5/],
    ['a vertex that is not there', { kind: 'move-vertex', id: 'a', vertex: 3, to: [0, 0] }, /no vertex 3/],
    ['the third last vertex of a polygon', { kind: 'remove-vertex', id: 'a', vertex: 0 }, /at least 3/],
  ])('is refused in one sentence for %s', (_, edit, message) => {
    expect(() => applyEdit(some, edit)).toThrow(message);
  });

  const edit: LabelEdit = { kind: 'remove', id: 'a' };
  const verified: LabelEdit = { kind: 'set-state', state: 'verified' };

  it('puts an unlabelled image in progress, unless it says what the state is', () => {
    const blank = { ...some, state: 'unlabelled' } as LabelContent;
    expect(applyEdits(blank, withProgress(blank, [edit])).state).toBe('in progress');
    expect(applyEdits(blank, withProgress(blank, [verified])).state).toBe('verified');
    expect(withProgress(some, [edit])).toEqual([edit]);
  });

  it('takes an approval back when labels change after it, and only then', () => {
    const review = { verdict: 'approved', remarks: [], at: '2026-01-02T03:04:05.000Z', by: 'Ada' } as const;
    const approved = { ...some, review: { ...review, remarks: [] } };
    expect(applyEdits(approved, withProgress(approved, [edit])).review).toBeUndefined();
    expect(applyEdits(approved, withProgress(approved, [verified])).review).toEqual(review);
  });
});
