import { IconLine } from '@tabler/icons-react';
import { distanceBetween } from '../../../shared/geometry/paths.ts';
import type { LabelOf } from '../../../shared/labels/shapes/shapes.ts';
import type { Point } from '../../../shared/schemas/label.ts';
import { type GoingOn, pathTool } from '../tools/path-tool.ts';
import { reachOf, type World } from '../tools/tool.ts';
import { grabVertex, tracePoints, vertexHandles } from '../tools/vertices.ts';
import type { ShapeView } from './shape-view.ts';

export const polyline: ShapeView<LabelOf<'polyline'> & { id: string }> = {
  title: 'Polyline with a width',
  key: 'L',
  icon: IconLine,
  hint: 'Click along the crack, or drag to draw freehand. Start at an end of the selected line to go on with it.',
  drawingHint:
    'Double-click, right-click or Enter finishes. The wheel changes the width, Ctrl+wheel zooms, Space+drag pans.',
  width: 'lineWidth',
  begin: () =>
    pathTool({
      isRing: false,
      least: 2,
      label: (marks, points, { lineWidth: width }) => ({ ...marks, shape: 'polyline', points, width }),
      goingOn,
    }),
  trace: (path, { points }, viewport) => tracePoints(path, points, viewport, false),
  isDashed: false,
  handles: vertexHandles,
  grab: grabVertex,
};

/** The selected polyline, turned so that the end under the pointer is its last vertex. */
function goingOn(at: Point, world: World): GoingOn | null {
  const label = world.selected;
  if (label?.shape !== 'polyline') return null;
  const reach = reachOf(world);
  const found = [label.points, label.points.toReversed()].find(points => distanceBetween(at, points.at(-1)!) <= reach);
  return found ? { label, points: found, lineWidth: label.width } : null;
}
