import { IconBrush } from '@tabler/icons-react';
import { stretchesIn } from '../../../shared/labels/painted-part.ts';
import type { LabelOf } from '../../../shared/labels/shapes/shapes.ts';
import { brushOfStretches, stretchesOf, united } from '../../../shared/labels/stretches.ts';
import type { ImageLabel } from '../../../shared/schemas/label.ts';
import { toScreen } from '../../canvas/viewport.ts';
import { paintTool } from '../tools/paint-tool.ts';
import { drawn, type Step, type Stroke, type World } from '../tools/tool.ts';
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
function painting(stroke: Stroke, world: World): Step {
  const { selected, width, height } = world;
  const target = selected?.shape === 'brush' && selected.class === stroke.class ? selected : null;
  const own = stretchesIn({ x1: 0, y1: 0, x2: width, y2: height }, stroke);
  const shape = own.length > 0 && brushOfStretches(target ? united(stretchesOf(target), own) : own);
  if (!shape) return {};
  const label: ImageLabel = { id: target?.id ?? stroke.id, class: stroke.class, source: 'drawn', ...shape };
  return drawn(label, world, target !== null);
}
