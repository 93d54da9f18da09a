import { IconRuler2 } from '@tabler/icons-react';
import type { Point } from '../../../shared/schemas/label.ts';
import { placed, type Tool, type ToolState } from './tool.ts';

/** The corners of a rectangle. */
const MOST = 4;

/** Two clicks measure a line, four the corners of a rectangle; the next one, or a right click, begins anew. Nothing is labelled. */
export const ruler: Tool = {
  title: 'Ruler and scale',
  key: 'U',
  icon: IconRuler2,
  hint: 'Click both ends of a line, or go on to the four corners of a rectangle, in order from its upper left one.',
  width: null,
  begin: () => measuring([]),
};

function measuring(ruler: readonly Point[]): ToolState {
  return {
    name: 'idle',
    ruler,
    onPointerDown({ at, button }, world) {
      if (button === 'right') return { to: measuring([]) };
      return { to: measuring([...(ruler.length === MOST ? [] : ruler), placed(at, world)]) };
    },
    ...(ruler.length > 0 && {
      onBack: () => ({ to: measuring(ruler.slice(0, -1)) }),
      onCancel: () => ({ to: measuring([]) }),
    }),
  };
}
