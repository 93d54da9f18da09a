import { distanceBetween } from '../../../shared/geometry/paths.ts';
import type { Point } from '../../../shared/schemas/label.ts';
import type { Step, Stroke, ToolState, World } from './tool.ts';

type Paint = (stroke: Stroke, world: World) => Step;

/** Brush and eraser: what is under the pointer while it is down. `paint`: what a stroke does when it is done. */
export function paintTool(as: 'stroke' | 'erasure', paint: Paint): ToolState {
  const idle: ToolState = {
    name: 'idle',
    onPointerDown: ({ at, button }, world) => (button === 'left' ? { to: stroking(world.newId(), [at]) } : {}),
  };
  function stroking(id: string, points: readonly Point[]): ToolState {
    const stroke = (world: World) => strokeOf(points, id, world);
    return {
      name: 'stroking',
      draft: world => ({ stroke: stroke(world), as }),
      onPointerMove({ at }, { pixel }) {
        // Half a pixel of the screen and of the picture: nothing finer can be seen or kept.
        const close = distanceBetween(at, points.at(-1)!) < Math.max(0.25, pixel / 2);
        return close ? {} : { to: stroking(id, [...points, at]) };
      },
      onPointerUp: (_, world) => ({ ...paint(stroke(world), world), to: idle }),
      onCancel: () => ({ to: idle }),
    };
  }
  return idle;
}

/** The way of a brush is a polyline as wide as the brush: one rule turns both into pixels. */
function strokeOf(points: readonly Point[], id: string, { className, brushWidth }: World): Stroke {
  return { id, shape: 'polyline', class: className, source: 'drawn', width: brushWidth, points: [...points] };
}
