import { IconVectorSpline } from '@tabler/icons-react';
import { distanceBetween } from '../../../shared/geometry/paths.ts';
import type { ImageLabel, Point } from '../../../shared/schemas/label.ts';
import { drawn, type Pointer, placed, type Step, type Tool, type ToolState, trembleOf, type World } from './tool.ts';

/** What is fixed of a wire: a way for each click, from the click before it; the first is but its place. */
interface Fixed {
  readonly id: string;
  readonly ways: readonly (readonly Point[])[];
}

const idle: ToolState = {
  name: 'idle',
  onPointerDown({ at, button }, world) {
    const start = placed(at, world);
    return button === 'left' ? { to: leading({ id: world.newId(), ways: [[start]] }, at, false), select: [] } : {};
  },
};

/** From the last click the wire leads to where the pointer is. */
function leading(fixed: Fixed, hover: Point, isStraight: boolean): ToolState {
  const { id, ways } = fixed;
  const from = ways.at(-1)!.at(-1)!;
  const finished = (world: World): Step => {
    if (ways.length < 2) return { to: idle };
    return { to: idle, ...drawn(labelOf(id, ways, world), world) };
  };
  return {
    name: 'leading',
    draft: world => ({
      labels: [labelOf(id, [...ways, wayTo(from, hover, isStraight, world, 'soon')], world)],
      as: 'line',
    }),
    onPointerMove: ({ at, alt }) => ({ to: leading(fixed, at, alt) }),
    onPointerDown({ at, button, alt }: Pointer, world) {
      if (button === 'right' || distanceBetween(at, from) <= trembleOf(world)) return finished(world);
      const way = wayTo(from, at, alt, world, 'now');
      return { to: leading({ id, ways: [...ways, way] }, at, alt) };
    },
    onComplete: finished,
    onBack: () =>
      ways.length > 1 ? { to: leading({ id, ways: ways.slice(0, -1) }, hover, isStraight) } : { to: idle },
    onCancel: () => ({ to: idle }),
  };
}

/** The way to a place from the click before it, which itself is left out. */
function wayTo(from: Point, to: Point, isStraight: boolean, world: World, wanted: 'now' | 'soon'): readonly Point[] {
  const end = placed(to, world);
  return isStraight ? [end] : world.wire(from, end, wanted).slice(1);
}

function labelOf(id: string, ways: Fixed['ways'], { className, lineWidth }: World): ImageLabel {
  return { id, class: className, source: 'drawn', shape: 'polyline', points: ways.flat(), width: lineWidth };
}

export const wire: Tool = {
  title: 'Crack wire',
  key: 'W',
  icon: IconVectorSpline,
  hint: 'Click where a crack begins, then where it ends: the line follows it.',
  drawingHint:
    'Click fixes the line, double-click, right-click or Enter ends it, Backspace takes a click back. Alt goes straight, the wheel changes the width.',
  width: 'lineWidth',
  begin: () => idle,
};
