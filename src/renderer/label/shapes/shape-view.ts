import type { Point } from '../../../shared/schemas/label.ts';
import type { Path } from '../../canvas/path.ts';
import type { Viewport } from '../../canvas/viewport.ts';
import type { Grab, Pointer, Tool, World } from '../tools/tool.ts';

/** How a kind of shape looks and is held, and the tool that draws it. `L`: its labels. */
export interface ShapeView<L> extends Tool {
  /** Adds its line to a path, CSS px; `open`: it is still being drawn, and a ring is not closed. */
  trace(path: Path, label: L, viewport: Viewport, open?: boolean): void;
  /** Whether that is but the line around a mask, which is shown when it is selected. */
  readonly isDashed: boolean;
  /** Where a hand can hold it; `pixel`: picture px to a CSS px. */
  handles(label: L, pixel: number): Handles;
  /** What a press on the label does, if that is more than to pick it. */
  grab(label: L, pointer: Pointer, world: World): Grab | null;
}

export interface Handles {
  readonly vertices: readonly Point[];
  /** Where a new vertex can be pulled out. */
  readonly middles: readonly Point[];
}
