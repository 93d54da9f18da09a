import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bulkEdits, stillUndone } from '../../../src/shared/labels/bulk-edits.ts';
import {
  type ClassChange,
  changedClasses,
  classEdits,
  nameAfter,
  restoredClasses,
} from '../../../src/shared/labels/class-changes.ts';
import { applyEdits, invertEdits } from '../../../src/shared/labels/label-edits.ts';
import { withClass } from '../../../src/shared/schemas/project.ts';
import { content } from './random-edits.ts';

const CLASSES = ['crack', 'pitting', 'rust'].reduce(withClass, []);

const changes: fc.Arbitrary<ClassChange> = fc.constantFrom<ClassChange>(
  { kind: 'rename', name: 'crack', to: 'fissure' },
  { kind: 'recolour', name: 'pitting', colour: '#000000' },
  { kind: 'merge', name: 'pitting', into: 'crack' },
  { kind: 'merge', name: 'crack', into: 'rust' },
  { kind: 'delete', name: 'crack', withLabels: true },
);

describe('a change of a class', () => {
  it('leaves no label of a class that is not there, and every other as it was', () => {
    fc.assert(
      fc.property(content, changes, (document, change) => {
        const names = changedClasses(CLASSES, change).map(({ name }) => name);
        const after = applyEdits(document, classEdits(document, change)).labels;
        for (const label of after) expect(names).toContain(label.class);
        const expected = document.labels.flatMap(label => {
          const name = nameAfter(label.class, change);
          return name === null ? [] : { ...label, class: name };
        });
        expect(after).toEqual(expected);
      }),
    );
  });

  it('is taken back whole, and what was done to other classes since stays', () => {
    fc.assert(
      fc.property(changes, fc.boolean(), (change, more) => {
        const after = changedClasses(CLASSES, change);
        const now = more ? withClass(after, 'scratch') : after;
        const restored = restoredClasses(now, CLASSES, after);
        expect(restored).toEqual(more ? [...CLASSES, now.at(-1)] : CLASSES);
        expect(restoredClasses(restored, CLASSES, after)).toEqual(restored);
      }),
    );
  });

  it('to a name that another bears, or of a class that is not there, is refused', () => {
    expect(() => changedClasses(CLASSES, { kind: 'rename', name: 'crack', to: 'rust' })).toThrow(/merge crack into it/);
    expect(() => changedClasses(CLASSES, { kind: 'merge', name: 'crack', into: 'crack' })).toThrow(/itself/);
    expect(() => changedClasses(CLASSES, { kind: 'merge', name: 'crack', into: 'dent' })).toThrow(/no class "dent"/);
  });
});

describe('what was done to many images', () => {
  it('is taken back, also below labels that were drawn since', () => {
    const drawn = {
      id: 'new',
      shape: 'polygon',
      class: 'crack',
      source: 'drawn',
      points: [
        [0, 0],
        [9, 0],
        [9, 9],
      ],
    } as const;
    fc.assert(
      fc.property(content, changes, fc.boolean(), (before, change, more) => {
        const edits = classEdits(before, change);
        const after = applyEdits(before, edits);
        const added = { ...drawn, points: [...drawn.points] } as never;
        const now = more ? { ...after, labels: [...after.labels, added] } : after;
        const undo = stillUndone(now, edits, invertEdits(before, edits));
        const back = applyEdits(now, undo ?? []);
        expect(back.labels.filter(({ id }) => id !== 'new')).toEqual(before.labels);
      }),
    );
  });

  it('is not taken back where somebody has changed it again', () => {
    const document = { state: 'in progress', labels: [] } as const;
    const edits = bulkEdits(document, { kind: 'verify' }, '2026-01-02T03:04:05Z', 'Ada');
    const undo = invertEdits(document, edits);
    expect(stillUndone(applyEdits(document, edits), edits, undo)).toEqual([
      { kind: 'set-state', state: 'in progress' },
    ]);
    expect(stillUndone(document, edits, undo)).toBe(null);
  });
});
