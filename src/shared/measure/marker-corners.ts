import type { GrayImage } from '../image/gray-image.ts';
import type { Station } from './centre-line.ts';
import { grayAlong, PROFILE_STEP } from './gray-profile.ts';
import type { Place } from './grid.ts';
import { meanOf } from './statistics.ts';

/** As a share of the side: farther in, the code begins. */
const FARTHEST = 0.08;
/** Near its ends a side's profile sees the next one. */
const ENDS = 0.12;
/** Places along a side. */
const STATIONS = 40;

/**
 * The corners of a dark quadrangle on a light ground, to a tenth of a px: each side is the straight line through the places where the
 * picture is half way between both (of all thresholds the one that blur does not move, Cho 2018), and a corner is where two of them meet. `slack`: how far
 * the corners may be off, px. A side that cannot be seen keeps its corners as they were.
 */
export function refinedCorners(gray: GrayImage, corners: readonly Place[], slack: number): Place[] {
  const sides = corners.map((from, i) => sideThrough(gray, from, corners[(i + 1) % corners.length], slack));
  return corners.map((corner, i) => crossing(sides.at(i - 1)!, sides[i]) ?? corner);
}

/** A line: places whose `nx x + ny y` is `c`. */
interface Side {
  readonly nx: number;
  readonly ny: number;
  readonly c: number;
}

function sideThrough(gray: GrayImage, from: Place, to: Place, slack: number): Side | null {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  // The corners go clockwise: this points out of the quadrangle.
  const [nx, ny] = [(to.y - from.y) / length, (from.x - to.x) / length];
  const reach = Math.min(slack, FARTHEST * length);
  const edge: Place[] = [];
  for (let i = 0; i < STATIONS; i++) {
    const share = ENDS + ((1 - 2 * ENDS) * (i + 0.5)) / STATIONS;
    const at = { x: from.x + share * (to.x - from.x), y: from.y + share * (to.y - from.y), nx, ny };
    const out = edgeAt(gray, at, reach);
    if (out !== null) edge.push({ x: at.x + out * nx, y: at.y + out * ny });
  }
  return edge.length < STATIONS / 2 ? null : lineThrough(edge, { nx, ny });
}

/** How far out the picture is half way from dark to light, px; null where it does not grow lighter. */
function edgeAt(gray: GrayImage, at: Station, reach: number): number | null {
  const levels = grayAlong(gray, at, -reach, reach);
  if (!levels) return null;
  const rim = Math.max(2, Math.round(1 / PROFILE_STEP));
  const [dark, light] = [Math.min(...levels.slice(0, rim)), Math.max(...levels.slice(-rim))];
  const half = (dark + light) / 2;
  if (light - dark < 20) return null;
  const i = levels.findLastIndex(level => level < half);
  if (i < 0 || i === levels.length - 1) return null;
  const step = (2 * reach) / (levels.length - 1);
  return -reach + step * (i + (half - levels[i]) / (levels[i + 1] - levels[i]));
}

/** The line with the least squares of distances, twice: the second time without the places that lie off the first. */
function lineThrough(places: readonly Place[], direction: { nx: number; ny: number }): Side {
  const side = leastSquares(places, direction);
  const off = ({ x, y }: Place) => Math.abs(side.nx * x + side.ny * y - side.c);
  const usual = places.map(off).sort((a, b) => a - b)[Math.floor(places.length / 2)];
  return leastSquares(
    places.filter(place => off(place) <= Math.max(0.1, 3 * usual)),
    direction,
  );
}

function leastSquares(places: readonly Place[], { nx, ny }: { nx: number; ny: number }): Side {
  const mean = (value: (place: Place) => number) => meanOf(places.map(value));
  const [x, y] = [mean(place => place.x), mean(place => place.y)];
  const [xx, xy, yy] = [
    mean(place => (place.x - x) ** 2),
    mean(place => (place.x - x) * (place.y - y)),
    mean(place => (place.y - y) ** 2),
  ];
  const angle = Math.atan2(2 * xy, xx - yy) / 2;
  const [ux, uy] = [-Math.sin(angle), Math.cos(angle)];
  const sign = ux * nx + uy * ny < 0 ? -1 : 1;
  return { nx: sign * ux, ny: sign * uy, c: sign * (ux * x + uy * y) };
}

function crossing(a: Side | null, b: Side | null): Place | null {
  if (!a || !b) return null;
  const turn = a.nx * b.ny - a.ny * b.nx;
  if (Math.abs(turn) < 1e-6) return null;
  return { x: (a.c * b.ny - a.ny * b.c) / turn, y: (a.nx * b.c - a.c * b.nx) / turn };
}
