import { distanceBetween, simplified } from '../geometry/paths.ts';
import type { Box, GrayImage, Size } from '../image/gray-image.ts';
import type { Point } from '../schemas/point.ts';
import { type Followed, type StepCosts, stepCosts } from './step-costs.ts';
import { type Pixel, reachBeside, traceWire } from './trace-wire.ts';

/** Further apart, px, places are joined by a straight line: the search would take seconds. */
const FARTHEST = 1500;
/** Boxes begin and end at multiples of this, px: light is evened out over the same box while the pointer moves a little. */
const GRID = 64;
/** A wire through the middles of pixels may be simplified by this much, px. */
const TOLERANCE = 0.7;

/**
 * Traces wires on one picture: the way between two places, px, with the vertices that it needs, both places included. The costs of
 * the last box are kept, for a pointer moves little.
 */
export function wireTracer(gray: GrayImage): (from: Point, to: Point, followed: Followed) => Point[] {
  let last: { readonly key: string; readonly costs: StepCosts } | undefined;
  return (from, to, followed) => {
    if (distanceBetween(from, to) > FARTHEST) return [from, to];
    const [start, goal] = [pixelAt(from, gray), pixelAt(to, gray)];
    const box = boxAbout(start, goal, gray);
    const key = `${followed} ${box.x1} ${box.y1} ${box.x2} ${box.y2}`;
    if (last?.key !== key) last = { key, costs: stepCosts(gray, box, followed) };
    const way = traceWire(last.costs, start, goal).map(({ x, y }): Point => [x + 0.5, y + 0.5]);
    return [from, ...simplified(way, TOLERANCE).slice(1, -1), to];
  };
}

function pixelAt([x, y]: Point, { width, height }: Size): Pixel {
  const within = (at: number, size: number) => Math.min(size - 1, Math.max(0, Math.floor(at)));
  return { x: within(x, width), y: within(y, height) };
}

/** All that a way between two pixels may touch. */
function boxAbout(from: Pixel, to: Pixel, { width, height }: Size): Box {
  const beside = reachBeside(from, to);
  const down = (at: number) => Math.max(0, GRID * Math.floor((at - beside) / GRID));
  const up = (at: number, size: number) => Math.min(size, GRID * Math.ceil((at + beside + 1) / GRID));
  return {
    x1: down(Math.min(from.x, to.x)),
    y1: down(Math.min(from.y, to.y)),
    x2: up(Math.max(from.x, to.x), width),
    y2: up(Math.max(from.y, to.y), height),
  };
}
