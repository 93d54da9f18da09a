import { IconHexagonMinus } from '@tabler/icons-react';
import { erasure } from './eraser.ts';
import { pathTool } from './path-tool.ts';
import type { Tool } from './tool.ts';

export const hole: Tool = {
  title: 'Hole',
  key: 'Shift+E',
  icon: IconHexagonMinus,
  hint: 'Click around what is no crack, or drag freehand: it is taken out of the selected labels, or of all when none is selected.',
  drawingHint:
    'Click the first vertex, double-click, right-click or Enter closes. Ctrl+Z takes back a point, Esc drops it.',
  width: null,
  begin: () =>
    pathTool({
      isRing: true,
      least: 3,
      label: (marks, points) => ({ ...marks, shape: 'polygon', points }),
      done: erasure,
    }),
};
