import type { StepCosts } from './step-costs.ts';

/** A pixel of the picture. */
export interface Pixel {
  readonly x: number;
  readonly y: number;
}

/** Lengths of a straight and a slanting step, in fifths of a px: 7 / 5 is 1.4. */
const [STRAIGHT, SLANTING] = [5, 7];
/** The next distances lie within the dearest step: so many buckets hold all that are open. */
const BUCKETS = 2048;
/**
 * A way stays where the distances to both ends add up to so much at most: a crack wanders less than a joint beside it would lead astray. Chosen on
 * photographs of roads and tiles with `npm run bench -- wire`.
 */
const DETOUR = { share: 1.15, px: 10 } as const;

/** How far a way may lead aside of the line between its ends, px: half the short axis of the ellipse that bounds it. */
export function reachBeside(from: Pixel, to: Pixel): number {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  return Math.sqrt(farthestSum(length) ** 2 - length ** 2) / 2;
}

/** The most that the distances of a pixel of the way to both of its ends, so far apart, add up to; px. */
function farthestSum(length: number): number {
  return DETOUR.share * length + DETOUR.px;
}

/**
 * The cheapest way from one pixel of a box to another, both among its pixels (Dijkstra with buckets, Dial 1969), without far detours. Throws a
 * RangeError for a pixel outside the box.
 */
export function traceWire(costs: StepCosts, from: Pixel, to: Pixel): Pixel[] {
  const { box, data } = costs;
  const [width, height] = [box.x2 - box.x1, box.y2 - box.y1];
  const indexOf = ({ x, y }: Pixel) => {
    if (!(x >= box.x1 && y >= box.y1 && x < box.x2 && y < box.y2))
      throw new RangeError(`(${x}, ${y}) is outside the box.`);
    return (y - box.y1) * width + x - box.x1;
  };
  const [start, goal] = [indexOf(from), indexOf(to)];
  const farthest = farthestSum(Math.hypot(to.x - from.x, to.y - from.y));
  const [x1, y1, x2, y2] = [from.x - box.x1, from.y - box.y1, to.x - box.x1, to.y - box.y1];
  const before = new Int32Array(data.length);
  const distance = new Int32Array(data.length).fill(-1);
  const settled = new Uint8Array(data.length);
  const buckets: number[][] = Array.from({ length: BUCKETS }, () => []);
  distance[start] = 0;
  buckets[0].push(start);
  for (let current = 0; !settled[goal]; ) {
    const at = buckets[current % BUCKETS].pop();
    if (at === undefined) {
      current++;
      continue;
    }
    if (settled[at]) continue;
    settled[at] = 1;
    const x = at % width;
    const y = (at - x) / width;
    for (let v = Math.max(0, y - 1); v <= Math.min(height - 1, y + 1); v++) {
      for (let u = Math.max(0, x - 1); u <= Math.min(width - 1, x + 1); u++) {
        const next = v * width + u;
        const reached = current + (u === x || v === y ? STRAIGHT : SLANTING) * data[next];
        if (settled[next] || (distance[next] >= 0 && distance[next] <= reached)) continue;
        if (Math.hypot(u - x1, v - y1) + Math.hypot(u - x2, v - y2) > farthest) continue;
        distance[next] = reached;
        before[next] = at;
        buckets[reached % BUCKETS].push(next);
      }
    }
  }
  const way: Pixel[] = [];
  for (let at = goal; ; at = before[at]) {
    way.push({ x: box.x1 + (at % width), y: box.y1 + Math.floor(at / width) });
    if (at === start) return way.reverse();
  }
}
