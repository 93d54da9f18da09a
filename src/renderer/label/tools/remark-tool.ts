import { placed, type ToolState } from './tool.ts';

/** A click says what place of the image a remark is about; its words come afterwards. */
export function remarkTool(): ToolState {
  return {
    name: 'idle',
    onPointerDown: ({ at, button }, world) => (button === 'left' ? { remarkAt: placed(at, world) } : {}),
  };
}
