import { IconWand } from '@tabler/icons-react';
import { distanceBetween } from '../../../shared/geometry/paths.ts';
import { combinedBy } from '../../../shared/labels/combine-labels.ts';
import type { ImageLabel, Point } from '../../../shared/schemas/label.ts';
import { erasure } from './eraser.ts';
import { drawn, type Step, type Tool, type ToolState, trembleOf, type World } from './tool.ts';

/** What a click floods with, gray levels, until a drag says otherwise; and what a drag floods with at most. */
const USUAL = 16;
const MOST = 160;
/** So many CSS px of a drag are one gray level. */
const PX_PER_LEVEL = 2;

interface Flood {
  readonly id: string;
  readonly from: Point;
  /** Whether a new label comes of it, or the selected one gets more or less. */
  readonly how: 'new' | 'add' | 'subtract';
  readonly tolerance: number;
}

/** `tolerance`: of the last flood, which a click alone repeats. */
function wandTool(tolerance: number): ToolState {
  return {
    name: 'idle',
    onPointerDown({ at, button, shift, alt }, world) {
      const isInside = at[0] >= 0 && at[1] >= 0 && at[0] < world.width && at[1] < world.height;
      if (button !== 'left' || !isInside) return {};
      const how = alt ? 'subtract' : shift ? 'add' : 'new';
      return { to: flooding({ id: world.newId(), from: at, how, tolerance }, true) };
    },
  };
}

/** `isHeld`: the button is down, and how far the pointer is from where it went down says how much is flooded. */
function flooding(flood: Flood, isHeld: boolean): ToolState {
  const finished = (world: World): Step => ({ ...done(flood, world), to: wandTool(flood.tolerance) });
  const isKnown = (world: World) => world.flood(flood.from, flood.tolerance).isKnown;
  return {
    name: 'flooding',
    draft(world) {
      const label = flooded(flood, world);
      if (!label) return null;
      return flood.how === 'subtract' ? { outline: label, as: 'outline' } : { labels: [label], as: 'label' };
    },
    onPointerMove({ at }, world) {
      const distance = distanceBetween(at, flood.from);
      if (!isHeld || distance <= trembleOf(world)) return {};
      const tolerance = Math.min(MOST, Math.round(distance / world.pixel / PX_PER_LEVEL));
      return tolerance === flood.tolerance ? {} : { to: flooding({ ...flood, tolerance }, true) };
    },
    onPointerUp: (_, world) => (isKnown(world) ? finished(world) : { to: flooding(flood, false) }),
    onNews: world => (!isHeld && isKnown(world) ? finished(world) : {}),
    onComplete: finished,
    onCancel: () => ({ to: wandTool(flood.tolerance) }),
  };
}

function flooded({ id, from, tolerance }: Flood, world: World): ImageLabel | null {
  const { shape } = world.flood(from, tolerance);
  return shape && { ...shape, id, class: world.className, source: 'drawn' };
}

function done(flood: Flood, world: World): Step {
  const label = flooded(flood, world);
  if (!label) return {};
  if (flood.how === 'subtract') return erasure(label, world);
  const { selected } = world;
  if (flood.how === 'new' || !selected) return drawn(label, world);
  // The flooded label was never in the document: what takes it away again is left out.
  return { edits: combinedBy('merge', [selected, label], world).slice(0, 1) };
}

export const wand: Tool = {
  title: 'Wand',
  key: 'Z',
  icon: IconWand,
  hint: 'Click to flood what looks alike, or drag to set how much. Shift adds to the selected label, Alt takes out of it.',
  width: null,
  begin: () => wandTool(USUAL),
};
