import classes from './label.module.css';
import type { ToolName } from './session-state.ts';
import { useSession } from './use-session.ts';

const IDLE: Record<ToolName, string> = {
  select:
    'Click a label to select it. Drag a vertex, Alt+click removes it; drag the middle of an edge, or Shift+press it, for a new one.',
  polygon: 'Click to set vertices, or drag to draw freehand.',
  polyline: 'Click along the crack, or drag to draw freehand. Start at an end of the selected line to go on with it.',
  brush: 'Drag to paint. Shift+wheel or [ ] changes the width.',
  remark: 'Click the place that is to be done again, and say why.',
  eraser: 'Drag to erase: from the selected label, or from all when none is selected.',
};

const DRAWING: Partial<Record<ToolName, string>> = {
  polygon:
    'Click the first vertex, double-click, right-click or Enter closes. Ctrl+Z takes back a point, Esc drops it.',
  polyline:
    'Double-click, right-click or Enter finishes. The wheel changes the width, Ctrl+wheel zooms, Space+drag pans.',
};

/** One line under the picture: what the hand can do next. */
export function Hint() {
  const toolName = useSession(state => state.toolName);
  const drawing = useSession(state => state.tool.name !== 'idle');
  return <div className={classes.hint}>{(drawing && DRAWING[toolName]) || IDLE[toolName]}</div>;
}
