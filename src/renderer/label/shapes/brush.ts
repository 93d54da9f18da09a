import { IconBrush } from '@tabler/icons-react';
import { unionOf } from '../../../shared/geometry/box.ts';
import type { Box } from '../../../shared/image/gray-image.ts';
import { brushOf } from '../../../shared/labels/brush-mask.ts';
import { clippedTo } from '../../../shared/labels/label-box.ts';
import type { LabelEdit } from '../../../shared/labels/label-edits.ts';
import { maskIn } from '../../../shared/labels/painted-part.ts';
import type { LabelOf } from '../../../shared/labels/shapes/shapes.ts';
import type { ImageLabel } from '../../../shared/schemas/label.ts';
import { boxOf } from '../../canvas/label-shape.ts';
import { toScreen } from '../../canvas/viewport.ts';
import { paintTool } from '../tools/paint-tool.ts';
import type { Step, Stroke, World } from '../tools/tool.ts';
import type { ShapeView } from './shape-view.ts';

export const brush: ShapeView<LabelOf<'brush'> & { id: string }> = {
  title: 'Brush',
  key: 'B',
  icon: IconBrush,
  hint: 'Drag to paint. Shift+wheel or [ ] changes the width.',
  width: 'brushWidth',
  begin: () => paintTool('stroke', painting),
  trace(path, label, viewport) {
    const [x, y] = toScreen(viewport, [label.x, label.y]);
    path.rect(x, y, label.width * viewport.scale, label.height * viewport.scale);
  },
  isDashed: true,
  handles: () => ({ vertices: [], middles: [] }),
  grab: () => null,
};

/** Adds a stroke to the selected brush label of its class, else makes a new one. */
function painting(stroke: Stroke, { selected, width, height, content }: World): Step {
  const target = selected?.shape === 'brush' && selected.class === stroke.class ? selected : null;
  const box = clippedTo(boxOf(stroke), { width, height });
  if (!box) return {};
  const whole = target ? unionOf(boxOf(target), box) : box;
  const shape = brushOf(maskIn(whole, target ? [target, inBox(stroke, box)] : [stroke]), whole.x1, whole.y1);
  if (!shape) return {};
  const label: ImageLabel = { id: target?.id ?? stroke.id, class: stroke.class, source: 'drawn', ...shape };
  const edit: LabelEdit = target ? { kind: 'replace', label } : { kind: 'add', index: content.labels.length, label };
  return { edits: [edit], select: [label.id] };
}

/** A stroke as the brush label of its pixels in the box: what the picture does not have must not grow on the label. */
function inBox(stroke: Stroke, box: Box): ImageLabel {
  const shape = brushOf(maskIn(box, [stroke]), box.x1, box.y1);
  return shape ? { id: stroke.id, class: stroke.class, source: 'drawn', ...shape } : stroke;
}
