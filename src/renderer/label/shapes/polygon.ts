import { IconPolygon } from '@tabler/icons-react';
import type { LabelOf } from '../../../shared/labels/shapes/shapes.ts';
import { pathTool } from '../tools/path-tool.ts';
import { grabVertex, tracePoints, vertexHandles } from '../tools/vertices.ts';
import type { ShapeView } from './shape-view.ts';

export const polygon: ShapeView<LabelOf<'polygon'> & { id: string }> = {
  title: 'Polygon',
  key: 'P',
  icon: IconPolygon,
  hint: 'Click to set vertices, or drag to draw freehand.',
  drawingHint:
    'Click the first vertex, double-click, right-click or Enter closes. Ctrl+Z takes back a point, Esc drops it.',
  width: null,
  begin: () => pathTool({ isRing: true, least: 3, label: (marks, points) => ({ ...marks, shape: 'polygon', points }) }),
  trace: (path, { points }, viewport, open) => tracePoints(path, points, viewport, !open),
  isDashed: false,
  handles: vertexHandles,
  grab: grabVertex,
};
