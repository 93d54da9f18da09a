import type { Point } from '../../../../shared/schemas/label.ts';
import type { CvatShape } from './cvat-shape.ts';

/** The numbers of a shape that change evenly from one keyframe to the next. */
const NUMBERS: Readonly<Record<string, readonly string[]>> = {
  box: ['xtl', 'ytl', 'xbr', 'ybr'],
  ellipse: ['cx', 'cy', 'rx', 'ry'],
};
/** Where rings have no more vertices times vertices, the nearest beginnings are looked for. */
const MAX_ALIGNED = 4e6;

/**
 * What a track shows between two keyframes, `share` (0 to 1) of the way: boxes, ellipses and outlines move, as CVAT has it;
 * a mask, and what changes its kind, stays as it was.
 */
export function between(from: CvatShape, to: CvatShape, share: number): CvatShape {
  if (from.element !== to.element) return from;
  const { attributes } = from;
  const moved: Record<string, string> = {};
  for (const name of NUMBERS[from.element] ?? []) {
    moved[name] = String(mixed(Number(attributes[name]), Number(to.attributes[name]), share));
  }
  if (from.element in NUMBERS) {
    const [first, second] = [from, to].map(({ attributes: { rotation = '0' } }) => Number(rotation));
    // The shorter way round.
    const turn = ((((second - first + 180) % 360) + 360) % 360) - 180;
    moved.rotation = String(first + share * turn);
  }
  if (from.element === 'polygon' || from.element === 'polyline') {
    const [start, end] = [from, to].map(({ attributes: { points = '' } }) => pointsOf(points));
    if (start.length === 0 || end.length === 0) return from;
    const ring = pathBetween(start, end, share, from.element === 'polygon');
    moved.points = ring.map(([x, y]) => `${x},${y}`).join(';');
  }
  return { ...from, attributes: { ...attributes, ...moved } };
}

function mixed(from: number, to: number, share: number): number {
  return from + share * (to - from);
}

function pointsOf(text: string): Point[] {
  return text
    .split(';')
    .map(pair => pair.split(',').map(Number))
    .filter(pair => pair.length === 2)
    .map(([x, y]): Point => [x, y]);
}

/** Vertex by vertex where there are as many; else both are divided alike by their length, closed ones from vertices that lie near. */
function pathBetween(from: readonly Point[], to: readonly Point[], share: number, isClosed: boolean): Point[] {
  if (from.length === to.length) return from.map((point, i) => mix(point, to[i], share));
  const [start, end] = [from, isClosed ? turnedTo(from, to) : to].map(points => new Path(points, isClosed));
  const places = [...new Set([...start.places, ...end.places])].sort((a, b) => a - b);
  return places.map(place => mix(start.at(place), end.at(place), share));
}

function mix(a: Point, b: Point, share: number): Point {
  return [mixed(a[0], b[0], share), mixed(a[1], b[1], share)];
}

/** A ring that begins at the vertex from which it runs nearest to another. */
function turnedTo(ring: readonly Point[], other: readonly Point[]): readonly Point[] {
  if (ring.length * other.length * other.length > MAX_ALIGNED) return other;
  const path = new Path(ring, true);
  const turns = other.map((_, i) => [...other.slice(i), ...other.slice(0, i)]);
  const distance = (turn: readonly Point[]) => {
    const { places } = new Path(turn, true);
    return places.reduce((sum, place, i) => {
      const [x, y] = path.at(place);
      return sum + (turn[i][0] - x) ** 2 + (turn[i][1] - y) ** 2;
    }, 0);
  };
  return turns.reduce((best, turn) => (distance(turn) < distance(best) ? turn : best));
}

/** A line through points, by shares of its length. */
class Path {
  /** Where each of the points lies, 0 to 1. */
  readonly places: readonly number[];
  readonly #points: readonly Point[];
  readonly #ends: readonly number[];

  constructor(points: readonly Point[], isClosed: boolean) {
    this.#points = isClosed ? [...points, points[0]] : points;
    const lengths = [0];
    for (let i = 1; i < this.#points.length; i++) {
      const [[ax, ay], [bx, by]] = [this.#points[i - 1], this.#points[i]];
      lengths.push(lengths[i - 1] + Math.hypot(bx - ax, by - ay));
    }
    const whole = lengths[lengths.length - 1] || 1;
    this.#ends = lengths.map(length => length / whole);
    this.places = this.#ends.slice(0, points.length);
  }

  at(place: number): Point {
    let [next, last] = [0, this.#ends.length - 1];
    while (next < last) {
      const middle = (next + last) >> 1;
      if (this.#ends[middle] >= place) last = middle;
      else next = middle + 1;
    }
    if (next === 0) return this.#points[0];
    const [from, to] = [this.#ends[next - 1], this.#ends[next]];
    return mix(this.#points[next - 1], this.#points[next], (place - from) / (to - from));
  }
}
