import { describe, expect, it } from 'vitest';
import { combinedBy } from '../../../src/shared/labels/combine-labels.ts';
import { applyEdits } from '../../../src/shared/labels/label-edits.ts';
import { maskIn } from '../../../src/shared/labels/painted-part.ts';
import type { ImageLabel } from '../../../src/shared/schemas/label.ts';

const SIZE = { width: 8, height: 1 };
const box = (id: string, x: number, width: number, className = 'crack'): ImageLabel => ({
  id,
  shape: 'rectangle',
  class: className,
  source: 'imported',
  ...{ x, y: 0, width, height: 1, rotation: 0 },
});
const rowOf = (label: ImageLabel) => maskIn({ x1: 0, y1: 0, x2: 8, y2: 1 }, [label]).data.join('');

describe('labels combined', () => {
  const labels = [box('a', 0, 4), box('b', 2, 4, 'pitting'), box('c', 3, 5)];
  const made = (how: 'merge' | 'subtract' | 'intersect', some = labels) =>
    applyEdits({ state: 'in progress', labels: some }, combinedBy(how, some, SIZE)).labels.map(label => [
      ...[label.id, label.class, rowOf(label)],
    ]);

  it('become one of the class of the first', () => {
    expect(made('merge')).toEqual([['a', 'crack', '11111111']]);
  });

  it('are taken out of the first, and stay', () => {
    expect(made('subtract')).toEqual([
      ['a', 'crack', '11000000'],
      ['b', 'pitting', '00111100'],
      ['c', 'crack', '00011111'],
    ]);
  });

  it('leave what they have in common', () => {
    expect(made('intersect')).toEqual([['a', 'crack', '00010000']]);
  });

  it('leave nothing of a first that they cover', () => {
    expect(made('subtract', [box('a', 3, 1), box('b', 2, 4)])).toEqual([['b', 'crack', '00111100']]);
    expect(combinedBy('merge', [box('a', 0, 1)], SIZE)).toEqual([]);
  });
});
