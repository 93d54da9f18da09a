import type { ImageLabel } from '../schemas/label.ts';
import { brushOf } from './brush-mask.ts';
import { clippedTo, labelBox, type Size } from './label-box.ts';
import type { LabelEdit } from './label-edits.ts';
import { leftOf, maskIn, paintedPart } from './painted-part.ts';

/** `merge`: one label of all; `subtract`: the others are taken out of the first, and stay; `intersect`: what all have in common. */
export type Combination = 'merge' | 'subtract' | 'intersect';

/** The edits that combine labels of an image of `size` px, the first of which becomes a brush mask; none for fewer than two. */
export function combinedBy(how: Combination, labels: readonly ImageLabel[], size: Size): LabelEdit[] {
  const [first, ...others] = labels;
  if (others.length === 0) return [];
  const shape = pixelsOf(how, first, others, size);
  const { id } = first;
  const edit: LabelEdit = shape
    ? { kind: 'replace', label: { ...shape, id, class: first.class, source: 'drawn' } }
    : { kind: 'remove', id };
  return [edit, ...(how === 'subtract' ? [] : others.map(other => ({ kind: 'remove', id: other.id }) as const))];
}

function pixelsOf(how: Combination, first: ImageLabel, others: readonly ImageLabel[], size: Size) {
  if (how === 'merge') {
    const part = paintedPart([first, ...others], size);
    return part && brushOf(part.mask, part.box.x1, part.box.y1);
  }
  const box = clippedTo(labelBox(first), size);
  if (!box) return null;
  const left = how === 'subtract' ? leftOf(first, others, box) : first;
  if (!left) return null;
  const mask = maskIn(box, [left]);
  for (const other of how === 'intersect' ? others : []) {
    const theirs = maskIn(box, [other]).data;
    mask.data.forEach((value, i) => {
      mask.data[i] = value & theirs[i];
    });
  }
  return brushOf(mask, box.x1, box.y1);
}
