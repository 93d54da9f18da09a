import { distanceBetween } from '../../../shared/geometry/paths.ts';
import type { Point } from '../../../shared/schemas/label.ts';
import { erasure, painting, strokeOf } from './strokes.ts';
import type { ToolState, World } from './tool.ts';

type Paint = 'brush' | 'eraser';

/** Brush and eraser: what is under the pointer while it is down. */
export function paintTool(paint: Paint): ToolState {
  return {
    name: 'idle',
    onPointerDown: ({ at, button }, world) => (button === 'left' ? { to: stroking(paint, world.newId(), [at]) } : {}),
  };
}

function stroking(paint: Paint, id: string, points: readonly Point[]): ToolState {
  const stroke = (world: World) => strokeOf(points, id, world);
  return {
    name: 'stroking',
    draft: world => ({ label: stroke(world), as: paint === 'brush' ? 'stroke' : 'erasure' }),
    onPointerMove({ at }, { pixel }) {
      // Half a pixel of the screen and of the picture: nothing finer can be seen or kept.
      const close = distanceBetween(at, points.at(-1)!) < Math.max(0.25, pixel / 2);
      return close ? {} : { to: stroking(paint, id, [...points, at]) };
    },
    onPointerUp(_, world) {
      const step = paint === 'brush' ? painting(stroke(world), world) : erasure(stroke(world), world);
      return { ...step, to: paintTool(paint) };
    },
    onCancel: () => ({ to: paintTool(paint) }),
  };
}
