import { overlap } from '../../../shared/geometry/box.ts';
import { clippedTo, labelBox, type Size } from '../../../shared/labels/label-box.ts';
import { leftOf } from '../../../shared/labels/painted-part.ts';
import type { Label } from '../../../shared/schemas/label.ts';
import { BACKGROUND } from '../formats/foreign.ts';

/**
 * Takes shapes of class `BACKGROUND` at their word: each is cut out of the labels below it, which become brush labels,
 * and is gone. `changed`: how many labels lost pixels; those that lost all are not among `labels`.
 */
export function eraseBackground(labels: readonly Label[], size: Size): { labels: Label[]; changed: number } {
  const erasers = labels.flatMap((label, at) =>
    label.class === BACKGROUND ? [{ label, at, box: labelBox(label) }] : [],
  );
  if (erasers.length === 0) return { labels: [...labels], changed: 0 };
  let changed = 0;
  const kept = labels.flatMap((label, at): Label[] => {
    if (label.class === BACKGROUND) return [];
    const box = clippedTo(labelBox(label), size);
    const above = box ? erasers.filter(eraser => eraser.at > at && overlap(eraser.box, box)) : [];
    if (!box || above.length === 0) return [label];
    const left = leftOf(
      label,
      above.map(eraser => eraser.label),
      box,
    );
    if (left !== label) changed++;
    return left ? [left] : [];
  });
  return { labels: kept, changed };
}
