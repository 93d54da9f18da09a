import { IconRectangle } from '@tabler/icons-react';
import { cornersOf, type Frame } from '../../../shared/geometry/frame.ts';
import { rounded } from '../../../shared/geometry/paths.ts';
import { frameOf } from '../../../shared/labels/shapes/rectangle.ts';
import type { LabelOf } from '../../../shared/labels/shapes/shapes.ts';
import { boxTool } from '../tools/box-tool.ts';
import { frameHandles, grabFrame } from '../tools/frame-grips.ts';
import { tracePoints } from '../tools/vertices.ts';
import type { ShapeView } from './shape-view.ts';

export const rectangle: ShapeView<LabelOf<'rectangle'> & { id: string }> = {
  title: 'Rectangle',
  key: 'Q',
  icon: IconRectangle,
  hint: 'Drag from corner to corner, or click both. Shift makes a square, Alt draws from the middle.',
  width: null,
  begin: () => boxTool((marks, frame) => ({ ...marks, shape: 'rectangle', ...placeOf(frame) })),
  trace: (path, label, viewport) => tracePoints(path, cornersOf(frameOf(label)), viewport, true),
  isDashed: false,
  handles: (label, pixel) => frameHandles(frameOf(label), pixel),
  grab: (label, pointer, world) =>
    grabFrame(frameOf(label), frame => ({ ...label, ...placeOf(frame) }), pointer, world),
};

function placeOf({ cx, cy, width, height, rotation }: Frame) {
  const place = { x: cx - width / 2, y: cy - height / 2, width, height };
  return { x: rounded(place.x), y: rounded(place.y), width: rounded(width), height: rounded(height), rotation };
}
