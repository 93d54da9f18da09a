import { cornersOf, degreesOf, type Frame, fromFrame, inFrame } from '../../../shared/geometry/frame.ts';
import { distanceBetween, nearestVertex } from '../../../shared/geometry/paths.ts';
import type { ImageLabel, Point } from '../../../shared/schemas/label.ts';
import type { Handles } from '../shapes/shape-view.ts';
import { type Grab, type Grip, type Pointer, reachOf, type World } from './tool.ts';

/** CSS px from the upper edge of a frame to the handle that turns it. */
const STALK = 24;
/** A frame keeps sides of so many px. */
const LEAST_SIDE = 0.5;
/** The handles on the sides and corners: which of them they pull, left or right and up or down. */
const PULLS: readonly Point[] = [
  [-1, -1],
  [1, -1],
  [1, 1],
  [-1, 1],
  [0, -1],
  [1, 0],
  [0, 1],
  [-1, 0],
];

/** The corners; smaller, the middles of the sides and the handle that turns. */
export function frameHandles(frame: Frame, pixel: number): Handles {
  return { vertices: cornersOf(frame), middles: [...pullsOf(frame).slice(4), turnHandle(frame, pixel)] };
}

/** Drag a corner or a side, or the handle above it to turn it, by whole degrees. `make`: the label that fills a frame. */
export function grabFrame(
  frame: Frame,
  make: (frame: Frame) => ImageLabel,
  pointer: Pointer,
  world: World,
): Grab | null {
  const grip = (start: Point, to: (at: Point) => Frame): Grip => ({
    start,
    label: at => make(to(at)),
    edits: at => [{ kind: 'replace', label: make(to(at)) }],
  });
  const handle = turnHandle(frame, world.pixel);
  if (distanceBetween(pointer.at, handle) <= reachOf(world)) return grip(handle, at => turnedTo(frame, at));
  const pulls = pullsOf(frame);
  const pull = nearestVertex(pointer.at, pulls, reachOf(world));
  if (pull === null) return null;
  return { ...grip(pulls[pull], at => pulledTo(frame, PULLS[pull], at)), snaps: make(frame).id };
}

function pullsOf(frame: Frame): Point[] {
  return PULLS.map(([x, y]) => fromFrame(frame, [(x * frame.width) / 2, (y * frame.height) / 2]));
}

function turnHandle(frame: Frame, pixel: number): Point {
  return fromFrame(frame, [0, -frame.height / 2 - STALK * pixel]);
}

function turnedTo(frame: Frame, [x, y]: Point): Frame {
  return { ...frame, rotation: Math.round(degreesOf([x - frame.cx, y - frame.cy]) + 90) };
}

/** What is across from the handle stays where it is. */
function pulledTo(frame: Frame, [right, down]: Point, at: Point): Frame {
  const [x, y] = inFrame(frame, at);
  const [fromX, toX] = pulledSide(frame.width, right, x);
  const [fromY, toY] = pulledSide(frame.height, down, y);
  const [cx, cy] = fromFrame(frame, [(fromX + toX) / 2, (fromY + toY) / 2]);
  return { ...frame, cx, cy, width: toX - fromX, height: toY - fromY };
}

/** Where a side of this length begins and ends, seen from its middle, when one end is pulled to a place. */
function pulledSide(length: number, end: number, to: number): [number, number] {
  const half = length / 2;
  if (end === 0) return [-half, half];
  const other = -end * half;
  const there = Math.abs(to - other) < LEAST_SIDE ? other + end * LEAST_SIDE : to;
  return [Math.min(other, there), Math.max(other, there)];
}
