import { IconVectorSpline } from '@tabler/icons-react';
import { distanceBetween, rounded } from '../../../shared/geometry/paths.ts';
import { withWidths } from '../../../shared/labels/shapes/polyline.ts';
import type { LabelOf } from '../../../shared/labels/shapes/shapes.ts';
import type { Point } from '../../../shared/schemas/label.ts';
import { drawn, type Pointer, placed, type Step, type Tool, type ToolState, trembleOf, type World } from './tool.ts';

/** What is fixed of a wire: a way for each click, from the click before it; the first is but its place. */
interface Fixed {
  readonly id: string;
  /** The width in hand at the first click: where the wheel has not changed it since, the picture gives the widths. */
  readonly width: number;
  readonly ways: readonly (readonly Point[])[];
}

const idle: ToolState = {
  name: 'idle',
  onPointerDown: ({ at, button }, world) => (button === 'left' ? begun(at, world) : {}),
};

function begun(at: Point, world: World): Step {
  const fixed = { id: world.newId(), width: world.lineWidth, ways: [[placed(at, world)]] };
  return { to: leading(fixed, at, false), select: [] };
}

/** From the last click the wire leads to where the pointer is. */
function leading(fixed: Fixed, hover: Point, isStraight: boolean): ToolState {
  const { ways } = fixed;
  const from = ways.at(-1)!.at(-1)!;
  const finished = (world: World): Step => {
    if (ways.length < 2) return { to: idle };
    return isMeasured(fixed, world) ? measured(fixed, world) : { to: measuring(fixed) };
  };
  return {
    name: 'leading',
    draft: world => ({
      labels: [labelOf({ ...fixed, ways: [...ways, wayTo(from, hover, isStraight, world, 'soon')] }, world)],
      as: 'line',
    }),
    onPointerMove: ({ at, alt }) => ({ to: leading(fixed, at, alt) }),
    onPointerDown({ at, button, alt }: Pointer, world) {
      if (button === 'right' || distanceBetween(at, from) <= trembleOf(world)) return finished(world);
      const way = wayTo(from, at, alt, world, 'now');
      return { to: leading({ ...fixed, ways: [...ways, way] }, at, alt) };
    },
    onComplete: finished,
    onBack: () =>
      ways.length > 1 ? { to: leading({ ...fixed, ways: ways.slice(0, -1) }, hover, isStraight) } : { to: idle },
    onCancel: () => ({ to: idle }),
  };
}

/** The way to a place from the click before it, which itself is left out. */
function wayTo(from: Point, to: Point, isStraight: boolean, world: World, wanted: 'now' | 'soon'): readonly Point[] {
  const end = placed(to, world);
  return isStraight ? [end] : world.wire(from, end, wanted).slice(1);
}

function labelOf({ id, ways }: Fixed, { className, lineWidth }: World): LabelOf<'polyline'> & { id: string } {
  return { id, class: className, source: 'drawn', shape: 'polyline', points: ways.flat(), width: lineWidth };
}

/** The line is done but for its widths. */
function measuring(fixed: Fixed): ToolState {
  return {
    name: 'measuring',
    draft: world => ({ labels: [labelOf(fixed, world)], as: 'line' }),
    onNews: world => (isMeasured(fixed, world) ? measured(fixed, world) : {}),
    onPointerDown: ({ at, button }, world) => ({
      ...measured(fixed, world),
      ...(button === 'left' && begun(at, world)),
    }),
    onComplete: world => measured(fixed, world),
    onBack: () => ({ to: leading(fixed, fixed.ways.at(-1)!.at(-1)!, false) }),
    onCancel: world => measured(fixed, world),
  };
}

function isMeasured(fixed: Fixed, world: World): boolean {
  return widthsOf(fixed, world) !== 'soon';
}

function widthsOf(fixed: Fixed, world: World): ReturnType<World['widthsAlong']> {
  return world.lineWidth === fixed.width ? world.widthsAlong(labelOf(fixed, world).points, fixed.width) : null;
}

/** The line with the widths of the crack, as far as they are known. */
function measured(fixed: Fixed, world: World): Step {
  const line = labelOf(fixed, world);
  const widths = widthsOf(fixed, world);
  const label = widths && widths !== 'soon' ? withWidths(line, widths.map(rounded)) : line;
  return { to: idle, ...drawn(label, world) };
}

export const wire: Tool = {
  title: 'Crack wire',
  key: 'W',
  icon: IconVectorSpline,
  hint: 'Click where a crack begins, then where it ends: the line follows it and takes its width from the picture.',
  drawingHint:
    'Click fixes the line, double-click, right-click or Enter ends it, Backspace takes a click back. Alt goes straight, the wheel sets the width.',
  width: 'lineWidth',
  begin: () => idle,
};
