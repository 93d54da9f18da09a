import { overlap, unionOf } from '../../../shared/geometry/box.ts';
import type { Box, GrayImage } from '../../../shared/image/gray-image.ts';
import { brushOf } from '../../../shared/labels/brush-mask.ts';
import { clippedTo } from '../../../shared/labels/label-box.ts';
import type { LabelEdit } from '../../../shared/labels/label-edits.ts';
import { rasterizeLabels } from '../../../shared/labels/rasterize.ts';
import type { ImageLabel, Point } from '../../../shared/schemas/label.ts';
import { boxOf } from '../../canvas/label-shape.ts';
import type { Step, World } from './tool.ts';

/** The way of a brush is a polyline as wide as the brush: one rule turns both into pixels. */
export function strokeOf(points: readonly Point[], id: string, { className, brushWidth }: World): ImageLabel {
  return { id, shape: 'polyline', class: className, source: 'drawn', width: brushWidth, points: [...points] };
}

/** Adds a stroke to the selected brush label of its class, else makes a new one. */
export function painting(stroke: ImageLabel, world: World): Step {
  const { selected, width, height, content } = world;
  const target = selected?.shape === 'brush' && selected.class === stroke.class ? selected : null;
  const box = clippedTo(boxOf(stroke), { width, height });
  if (!box) return {};
  const whole = target ? unionOf(boxOf(target), box) : box;
  const shape = brushOf(maskIn(whole, target ? [target, inBox(stroke, box)] : [stroke]), whole.x1, whole.y1);
  if (!shape) return {};
  const label: ImageLabel = { id: target?.id ?? stroke.id, class: stroke.class, source: 'drawn', ...shape };
  const edit: LabelEdit = target ? { kind: 'replace', label } : { kind: 'add', index: content.labels.length, label };
  return { edits: [edit], select: label.id };
}

/** A stroke as the brush label of its pixels in the box: what the picture does not have must not grow on the label. */
function inBox(stroke: ImageLabel, box: Box): ImageLabel {
  const shape = brushOf(maskIn(box, [stroke]), box.x1, box.y1);
  return shape ? { id: stroke.id, class: stroke.class, source: 'drawn', ...shape } : stroke;
}

/**
 * Takes a stroke's pixels out of the selected label, or of all that can be changed when none is selected. A label that
 * loses pixels becomes a brush mask: no other shape could say what is left.
 */
export function erasure(stroke: ImageLabel, { selected, free }: World): Step {
  const touched = (selected ? [selected] : free).filter(label => overlap(boxOf(label), boxOf(stroke)));
  const edits = touched.flatMap(label => erasedFrom(label, stroke) ?? []);
  return edits.some(edit => edit.kind === 'remove' && edit.id === selected?.id) ? { edits, select: null } : { edits };
}

function erasedFrom(label: ImageLabel, stroke: ImageLabel): LabelEdit | null {
  const box = boxOf(label);
  const mask = maskIn(box, [label]);
  const gone = maskIn(box, [stroke]);
  let changed = false;
  mask.data.forEach((value, i) => {
    if (value === 0 || gone.data[i] === 0) return;
    mask.data[i] = 0;
    changed = true;
  });
  if (!changed) return null;
  const shape = brushOf(mask, box.x1, box.y1);
  if (!shape) return { kind: 'remove', id: label.id };
  return { kind: 'replace', label: { id: label.id, class: label.class, source: 'drawn', ...shape } };
}

/** Non-zero where any of the labels is. */
function maskIn(box: Box, labels: readonly ImageLabel[]): GrayImage {
  return rasterizeLabels(labels, box, [...new Set(labels.map(label => label.class))]);
}
