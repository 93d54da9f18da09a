import { IconPointer } from '@tabler/icons-react';
import { keysOf } from '../../../shared/table.ts';
import { SHAPE_VIEWS } from '../shapes/shapes.ts';
import { cutter } from './cut-tool.ts';
import { eraser } from './eraser.ts';
import { hole } from './hole-tool.ts';
import { remarkTool } from './remark-tool.ts';
import { ruler } from './ruler-tool.ts';
import { selectTool } from './select-tool.ts';
import type { Tool } from './tool.ts';
import { wand } from './wand-tool.ts';
import { wire } from './wire-tool.ts';

/** Every tool, in the order of the toolbar. */
export const TOOLS = {
  select: {
    title: 'Select and change',
    key: 'V',
    icon: IconPointer,
    hint: 'Click a label, Shift+click several, or pull up a box. Drag a vertex, Alt+click removes it; drag the middle of an edge, or Shift+press it, for a new one.',
    width: null,
    begin: selectTool,
  },
  wire,
  wand,
  ...SHAPE_VIEWS,
  eraser,
  hole,
  cut: cutter,
  ruler,
  remark: {
    title: 'Send back with a remark',
    key: 'R',
    icon: null,
    hint: 'Click the place that is to be done again, and say why.',
    width: null,
    begin: remarkTool,
  },
} satisfies Record<string, Tool>;

export type ToolName = keyof typeof TOOLS;
export const TOOL_NAMES = keysOf(TOOLS);

export function toolOf(name: ToolName): Tool {
  return TOOLS[name];
}
