import type { Point } from '../../../../shared/schemas/label.ts';

/** One component of a mask. */
export interface TracedRing {
  /** Corners of pixels, moved into the component by the inset; not closed. */
  readonly points: Point[];
  /** How many holes bridges lead to. */
  readonly holes: number;
}

/** A corner of a pixel, and where the way round the component goes on. */
export interface Corner {
  readonly x: number;
  readonly y: number;
  next: Corner;
  /** Whether a bridge comes back from a hole here. */
  readonly leavesHole?: boolean;
}

/** East, south, west, north, so that a right turn adds 1. */
export const STEPS = [
  [1, 0],
  [0, 1],
  [-1, 0],
  [0, -1],
] as const;

/** A way along one side of pixels, and the corner it ends at. */
interface Side {
  readonly direction: number;
  readonly x: number;
  readonly y: number;
}

/** The vertices at which the way turns. */
export function ringFrom(start: Corner, isSet: (x: number, y: number) => boolean, inset: number): TracedRing {
  const { sides, holes } = sidesFrom(start);
  const points = sides.flatMap(({ direction: onward }, i) => {
    const { direction, x, y } = sides.at(i - 1)!;
    const isLeft = onward === (direction + 3) % 4;
    // Pixels that touch at the corner only: the way goes over from one to the other.
    if (isLeft && inset > 0 && !isSet(...aheadOnTheRight(direction, x, y)))
      return [shifted(x, y, [direction, (direction + 1) % 4], inset), shifted(x, y, [onward, (onward + 3) % 4], inset)];
    return [shifted(x, y, [direction, onward], inset)];
  });
  return { points, holes };
}

/** Its stretches without a turn. */
function sidesFrom(start: Corner): { sides: Side[]; holes: number } {
  const sides: Side[] = [];
  let [corner, holes] = [start, 0];
  do {
    const { x, y } = corner.next;
    const [dx, dy] = [Math.sign(x - corner.x), Math.sign(y - corner.y)];
    const direction = STEPS.findIndex(([stepX, stepY]) => stepX === dx && stepY === dy);
    if (direction >= 0 && sides.at(-1)?.direction === direction) sides.pop();
    if (direction >= 0) sides.push({ direction, x, y });
    if (corner.leavesHole) holes++;
    corner = corner.next;
  } while (corner !== start);
  if (sides.length > 1 && sides.at(-1)?.direction === sides[0].direction) sides.pop();
  return { sides, holes };
}

/** The corner, moved to the right hand of ways that go in these directions. */
function shifted(x: number, y: number, directions: readonly number[], inset: number): Point {
  return directions.reduce<Point>(
    ([px, py], direction) => {
      const [dx, dy] = STEPS[(direction + 1) % 4];
      return [px + dx * inset, py + dy * inset];
    },
    [x, y],
  );
}

function aheadOnTheRight(direction: number, x: number, y: number): [number, number] {
  const [dx, dy] = shifted(0, 0, [(direction + 3) % 4, direction], 1);
  return [x + Math.min(0, dx), y + Math.min(0, dy)];
}
