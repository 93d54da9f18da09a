import { IconEraser } from '@tabler/icons-react';
import { overlap } from '../../../shared/geometry/box.ts';
import { brushOf } from '../../../shared/labels/brush-mask.ts';
import type { LabelEdit } from '../../../shared/labels/label-edits.ts';
import type { ImageLabel } from '../../../shared/schemas/label.ts';
import { boxOf } from '../../canvas/label-shape.ts';
import { maskIn, paintTool } from './paint-tool.ts';
import type { Step, Stroke, Tool, World } from './tool.ts';

export const eraser: Tool = {
  title: 'Eraser',
  key: 'E',
  icon: IconEraser,
  hint: 'Drag to erase: from the selected label, or from all when none is selected.',
  width: 'brushWidth',
  begin: () => paintTool('erasure', erasure),
};

/**
 * Takes a stroke's pixels out of the selected label, or of all that can be changed when none is selected. A label that
 * loses pixels becomes a brush mask: no other shape could say what is left.
 */
function erasure(stroke: Stroke, { selected, free }: World): Step {
  const touched = (selected ? [selected] : free).filter(label => overlap(boxOf(label), boxOf(stroke)));
  const edits = touched.flatMap(label => erasedFrom(label, stroke) ?? []);
  return edits.some(edit => edit.kind === 'remove' && edit.id === selected?.id) ? { edits, select: null } : { edits };
}

function erasedFrom(label: ImageLabel, stroke: Stroke): LabelEdit | null {
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
