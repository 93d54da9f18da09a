import { IconEraser } from '@tabler/icons-react';
import { overlap } from '../../../shared/geometry/box.ts';
import type { LabelEdit } from '../../../shared/labels/label-edits.ts';
import { leftOf } from '../../../shared/labels/painted-part.ts';
import type { ImageLabel } from '../../../shared/schemas/label.ts';
import { boxOf } from '../../canvas/label-shape.ts';
import { paintTool } from './paint-tool.ts';
import type { Step, Tool, World } from './tool.ts';

export const eraser: Tool = {
  title: 'Eraser',
  key: 'E',
  icon: IconEraser,
  hint: 'Drag to erase: from the selected labels, or from all when none is selected.',
  width: 'brushWidth',
  begin: () => paintTool('erasure', erasure),
};

/** Takes the pixels of a stroke or of another shape out of the selected labels, or of all that can be changed when none is selected. */
export function erasure(stroke: ImageLabel, { selection, free }: World): Step {
  const touched = (selection.length > 0 ? selection : free).filter(label => overlap(boxOf(label), boxOf(stroke)));
  const edits = touched.flatMap(label => erasedFrom(label, stroke) ?? []);
  const gone = new Set(edits.flatMap(edit => (edit.kind === 'remove' ? [edit.id] : [])));
  return { edits, select: selection.map(({ id }) => id).filter(id => !gone.has(id)) };
}

function erasedFrom(label: ImageLabel, stroke: ImageLabel): LabelEdit | null {
  const { id } = label;
  const left = leftOf(label, [stroke], boxOf(label));
  if (left === label) return null;
  return left ? { kind: 'replace', label: { ...left, id, source: 'drawn' } } : { kind: 'remove', id };
}
