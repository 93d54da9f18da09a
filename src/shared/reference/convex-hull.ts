import type { Point } from '../schemas/point.ts';

/**
 * cv2.convexHull of a contour's pixels, its corners in OpenCV's order: from the rightmost by the lowest and the leftmost back, begun where the
 * corners then follow each other as they do along the contour, if they do. What a smallest rectangle is measured from depends on that.
 */
export function convexHull(contour: readonly Point[]): Point[] {
  const order = contour.map((_, i) => i);
  order.sort((a, b) => contour[a][0] - contour[b][0] || contour[a][1] - contour[b][1] || a - b);
  const points = order.map(i => contour[i]);
  const last = points.length - 1;
  const same = (a: number, b: number) => points[a][0] === points[b][0] && points[a][1] === points[b][1];
  if (same(0, last)) return [points[0]];
  let [top, bottom] = [0, 0];
  for (const [i, [, y]] of points.entries()) {
    if (y < points[top][1]) top = i;
    if (y > points[bottom][1]) bottom = i;
  }
  const lowerLeft = chain(points, 0, bottom, -1, 1);
  const lowerRight = chain(points, last, bottom, -1, -1);
  let upperLeft = chain(points, 0, top, 1, -1);
  let upperRight = chain(points, last, top, 1, 1);
  // All on one line: the way back is the way there, without its ends.
  const end = lowerLeft.length > 2 ? lowerLeft[1] : lowerRight.length > 2 ? lowerRight.at(-2)! : -1;
  const check =
    upperLeft.length > 2
      ? upperLeft[1]
      : upperLeft.length + upperRight.length > 2
        ? upperRight[2 - upperLeft.length]
        : -1;
  if (end >= 0 && check >= 0 && same(end, check)) {
    upperLeft = upperLeft.slice(0, 2);
    upperRight = upperRight.slice(0, 2);
  }
  const hull = [
    ...lowerRight.slice(0, -1),
    ...lowerLeft.slice(1).reverse(),
    ...upperLeft.slice(0, -1),
    ...upperRight.slice(1).reverse(),
  ];
  return inOrderOf(hull.map(i => order[i])).map(i => contour[i]);
}

/** Sklansky's scan along points sorted by x, from one to another: the corners on one side of the straight line between. */
function chain(points: readonly Point[], start: number, end: number, skipped: number, turn: number): number[] {
  const step = end > start ? 1 : -1;
  if (start === end || (points[start][0] === points[end][0] && points[start][1] === points[end][1])) return [start];
  let [before, current, next] = [start, start + step, start + 2 * step];
  const stack = [before, current, next];
  while (next !== end + step) {
    const rise = points[next][1] - points[current][1];
    const run: Point = [points[current][0] - points[before][0], points[current][1] - points[before][1]];
    const convexity = run[1] * (points[next][0] - points[current][0]) - run[0] * rise;
    if (Math.sign(rise) === skipped) {
      next += step;
      stack[stack.length - 1] = next;
    } else if (Math.sign(convexity) === turn && (run[0] !== 0 || run[1] !== 0)) {
      [before, current, next] = [current, next, next + step];
      stack.push(next);
    } else if (before === start) {
      [current, next] = [next, next + step];
      [stack[1], stack[2]] = [current, next];
    } else {
      stack[stack.length - 2] = next;
      current = before;
      before = stack[stack.length - 4];
      stack.pop();
    }
  }
  return stack.slice(0, -1);
}

/** The same ring begun where its numbers rise, or fall, from first to last; as it is where they do neither. */
function inOrderOf(ring: readonly number[]): readonly number[] {
  if (ring.length < 3) return ring;
  const [least, most] = [ring.indexOf(Math.min(...ring)), ring.indexOf(Math.max(...ring))];
  const rises = (most + 1) % ring.length === least;
  const begin = rises ? least : most;
  const turned = [...ring.slice(begin), ...ring.slice(0, begin)];
  const isInOrder = turned.every((each, i) => i === 0 || (rises ? turned[i - 1] < each : turned[i - 1] > each));
  return isInOrder ? turned : ring;
}
