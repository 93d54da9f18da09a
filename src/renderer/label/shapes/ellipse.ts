import { IconOvalVertical } from '@tabler/icons-react';
import type { Frame } from '../../../shared/geometry/frame.ts';
import { rounded } from '../../../shared/geometry/paths.ts';
import { frameOf } from '../../../shared/labels/shapes/ellipse.ts';
import type { LabelOf } from '../../../shared/labels/shapes/shapes.ts';
import { toScreen } from '../../canvas/viewport.ts';
import { boxTool } from '../tools/box-tool.ts';
import { frameHandles, grabFrame } from '../tools/frame-grips.ts';
import type { ShapeView } from './shape-view.ts';

export const ellipse: ShapeView<LabelOf<'ellipse'> & { id: string }> = {
  title: 'Ellipse',
  key: 'O',
  icon: IconOvalVertical,
  hint: 'Drag from corner to corner of the box around it, or click both. Shift makes a circle, Alt draws from the middle.',
  width: null,
  begin: () => boxTool((marks, frame) => ({ ...marks, shape: 'ellipse', ...placeOf(frame) })),
  trace(path, { cx, cy, rx, ry, rotation }, viewport) {
    const [x, y] = toScreen(viewport, [cx, cy]);
    path.ellipse(x, y, rx * viewport.scale, ry * viewport.scale, (rotation * Math.PI) / 180, 0, 2 * Math.PI);
  },
  isDashed: false,
  handles: (label, pixel) => frameHandles(frameOf(label), pixel),
  grab: (label, pointer, world) =>
    grabFrame(frameOf(label), frame => ({ ...label, ...placeOf(frame) }), pointer, world),
};

function placeOf({ cx, cy, width, height, rotation }: Frame) {
  return { cx: rounded(cx), cy: rounded(cy), rx: rounded(width / 2), ry: rounded(height / 2), rotation };
}
