import { overlap } from '../../../shared/geometry/box.ts';
import { clippedTo, labelBox, type Size } from '../../../shared/labels/label-box.ts';
import { asBrush, countSet } from '../../../shared/labels/painted-part.ts';
import { paintLabel } from '../../../shared/labels/rasterize.ts';
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
    const [width, height] = [box.x2 - box.x1, box.y2 - box.y1];
    const mask = { width, height, data: new Uint8Array(width * height) };
    paintLabel(mask, label, 1, box);
    const before = countSet(mask.data);
    for (const eraser of above) paintLabel(mask, eraser.label, 0, box);
    if (countSet(mask.data) === before) return [label];
    changed++;
    const brush = asBrush(label, mask, box.x1, box.y1);
    return brush ? [brush] : [];
  });
  return { labels: kept, changed };
}
