import type { Point } from '../schemas/point.ts';

/** A box that may be turned about its centre, px; `rotation` in degrees clockwise, as y points down. */
export interface Frame {
  readonly cx: number;
  readonly cy: number;
  readonly width: number;
  readonly height: number;
  readonly rotation: number;
}

/** A point given from the centre of a frame, along its sides. */
export function fromFrame({ cx, cy, rotation }: Frame, [x, y]: Point): Point {
  const { cos, sin } = directionOf(rotation);
  return [cx + x * cos - y * sin, cy + x * sin + y * cos];
}

/** The other way round. */
export function inFrame({ cx, cy, rotation }: Frame, [x, y]: Point): Point {
  const { cos, sin } = directionOf(rotation);
  return [(x - cx) * cos + (y - cy) * sin, (y - cy) * cos - (x - cx) * sin];
}

/** Upper left, upper right, lower right and lower left, before it is turned. */
export function cornersOf(frame: Frame): Point[] {
  const [x, y] = [frame.width / 2, frame.height / 2];
  return [fromFrame(frame, [-x, -y]), fromFrame(frame, [x, -y]), fromFrame(frame, [x, y]), fromFrame(frame, [-x, y])];
}

/** Exact for quarters of a turn. */
export function directionOf(degrees: number): { cos: number; sin: number } {
  if (degrees % 90 === 0) {
    const quarters = (((degrees / 90) % 4) + 4) % 4;
    return { cos: [1, 0, -1, 0][quarters], sin: [0, 1, 0, -1][quarters] };
  }
  return { cos: Math.cos((degrees * Math.PI) / 180), sin: Math.sin((degrees * Math.PI) / 180) };
}

export function degreesOf([x, y]: Point): number {
  return (Math.atan2(y, x) * 180) / Math.PI;
}
