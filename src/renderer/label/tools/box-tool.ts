import type { Frame } from '../../../shared/geometry/frame.ts';
import { distanceBetween } from '../../../shared/geometry/paths.ts';
import type { ImageLabel, Point } from '../../../shared/schemas/label.ts';
import { snapped } from './snap.ts';
import { drawn, type Pointer, type Step, type ToolState, trembleOf, type World } from './tool.ts';

/** Makes the label that fills a frame. */
type Make = (marks: Pick<ImageLabel, 'id' | 'class' | 'source'>, frame: Frame) => ImageLabel;

/**
 * What is drawn from corner to corner: a drag, or a click on each; Enter or right click finishes as well. Shift keeps the sides
 * equal, Alt draws from the middle.
 */
export function boxTool(make: Make): ToolState {
  const idle: ToolState = {
    name: 'idle',
    onPointerDown(pointer, world) {
      const corner = snapped(pointer, world, null);
      return pointer.button === 'left'
        ? { to: stretching(world.newId(), corner, frameTo(corner, corner)), select: [] }
        : {};
    },
  };

  function stretching(id: string, start: Point, frame: Frame): ToolState {
    const label = ({ className }: World) => make({ id, class: className, source: 'drawn' }, frame);
    const isSmall = ({ pixel }: World) => Math.min(frame.width, frame.height) < Math.max(MOST_SMALL, pixel);
    const finished = (world: World): Step => ({ to: idle, ...(!isSmall(world) && drawn(label(world), world)) });
    return {
      name: 'stretching',
      draft: world => (isSmall(world) ? null : { labels: [label(world)], as: 'label' }),
      onPointerMove: (pointer, world) => ({ to: stretching(id, start, stretched(start, pointer, world)) }),
      onPointerDown: (_, world) => finished(world),
      onPointerUp(pointer, world) {
        const isFar = distanceBetween(snapped(pointer, world, id), start) > trembleOf(world);
        return isFar ? finished(world) : {};
      },
      onComplete: finished,
      onCancel: () => ({ to: idle }),
    };
  }
  return idle;
}

/** What is narrower than this, px, or than a pixel of the screen, is a slip of the hand. */
const MOST_SMALL = 0.5;

function stretched(start: Point, pointer: Pointer, world: World): Frame {
  const { shift, alt } = pointer;
  const [x, y] = snapped(pointer, world, null);
  const [dx, dy] = [x - start[0], y - start[1]];
  const side = Math.max(Math.abs(dx), Math.abs(dy));
  const [across, down] = shift ? [side * (Math.sign(dx) || 1), side * (Math.sign(dy) || 1)] : [dx, dy];
  const from: Point = alt ? [start[0] - across, start[1] - down] : start;
  return frameTo(from, [start[0] + across, start[1] + down]);
}

function frameTo([ax, ay]: Point, [bx, by]: Point): Frame {
  return { cx: (ax + bx) / 2, cy: (ay + by) / 2, width: Math.abs(bx - ax), height: Math.abs(by - ay), rotation: 0 };
}
