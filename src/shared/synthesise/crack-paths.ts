import type { Size } from '../image/gray-image.ts';
import type { Random } from '../random.ts';
import type { Point } from '../schemas/point.ts';
import { logUniform, wave } from './noise.ts';
import type { Stroke } from './strokes.ts';

/** How the cracks of one picture run. */
export interface CrackHabit {
  /** Of the widest, px. */
  readonly width: number;
  /** How much the heading changes: 0 straight, 1 very rough. */
  readonly roughness: number;
  /** Whether it turns at corners, as in glaze and brick, or in bends. */
  readonly angular: boolean;
  /** Branches for each 100 px. */
  readonly branching: number;
  /** How much the width changes along it, 0..1. */
  readonly unsteadiness: number;
}

const STEP = 2;

export function drawHabit(random: Random): CrackHabit {
  const kind = random.uniform();
  const width =
    kind < 0.8 ? logUniform(random, 0.7, 6) : kind < 0.95 ? logUniform(random, 6, 14) : logUniform(random, 14, 30);
  return {
    width,
    roughness: random.uniform(0.1, 1),
    angular: random.chance(0.35),
    branching: random.chance(0.5) ? random.uniform(0, 1.2) : 0,
    unsteadiness: random.uniform(0.1, 0.8),
  };
}

/** A rough walk whose heading drifts at many scales; it ends when `stop` says so. */
function walk(
  random: Random,
  habit: CrackHabit,
  { start, heading, length }: { start: Point; heading: number; length: number },
  stop: (x: number, y: number, walked: number) => boolean = () => false,
): Point[] {
  const scales = [5, 16, 50, 150].map((cell, k) => ({
    cell: cell * random.uniform(0.7, 1.4),
    turn: habit.roughness * [0.9, 0.7, 0.5, 0.5][k] * random.uniform(0.4, 1.2),
    wave: wave(random),
  }));
  const points: Point[] = [start];
  let [x, y] = start;
  for (let walked = 0; walked < length; walked += STEP) {
    let angle = heading;
    for (const { cell, turn, wave } of scales) {
      angle += turn * wave(habit.angular ? Math.floor(walked / cell) : walked / cell);
    }
    x += STEP * Math.cos(angle);
    y += STEP * Math.sin(angle);
    points.push([x, y]);
    if (stop(x, y, walked)) break;
  }
  return points;
}

/** Gives a path its widths: unsteady, thinner towards ends that taper. */
function withWidths(
  random: Random,
  habit: CrackHabit,
  points: Point[],
  width: number,
  tapers: readonly [boolean, boolean],
): Stroke {
  const [slow, fast] = [wave(random), wave(random)];
  const taper = Math.max(8, points.length * random.uniform(0.15, 0.5));
  const widths = points.map((_, i) => {
    const ends = [tapers[0] ? i / taper : 1, tapers[1] ? (points.length - 1 - i) / taper : 1];
    const shape = 0.25 + 0.75 * Math.sqrt(Math.min(1, ...ends));
    const unsteady = Math.exp(habit.unsteadiness * (0.8 * slow((i * STEP) / 30) + 0.5 * fast((i * STEP) / 7)));
    const ragged = 1 + habit.unsteadiness * random.uniform(-0.35, 0.35);
    return Math.min(30, Math.max(0.5, width * shape * unsteady * ragged));
  });
  const shifted = points.map(([x, y], i): Point => {
    const shift = 0.2 * habit.unsteadiness * widths[i];
    return [x + shift * random.uniform(-1, 1), y + shift * random.uniform(-1, 1)];
  });
  return { points: shifted, widths };
}

/** One crack across a part of the picture, with its branches; in stretches where it has gaps. */
export function growCrack(size: Size, random: Random, habit: CrackHabit): Stroke[] {
  const across = Math.max(size.width, size.height);
  const start: Point = [random.uniform(0, size.width), random.uniform(0, size.height)];
  const heading = random.uniform(0, 2 * Math.PI);
  const length = random.chance(0.6) ? across * 1.5 : logUniform(random, 30, across);
  const isThrough = length > across;
  const begin: Point = isThrough
    ? [start[0] - Math.cos(heading) * across * 0.75, start[1] - Math.sin(heading) * across * 0.75]
    : start;
  const trunk = walk(random, habit, { start: begin, heading, length });
  const strokes = [withWidths(random, habit, trunk, habit.width, [!isThrough, !isThrough])];
  const branches = Math.round((habit.branching * length) / 100);
  for (let i = 0; i < branches; i++) {
    const from = random.below(Math.max(1, trunk.length - 2));
    const [[ax, ay], [bx, by]] = [trunk[from], trunk[Math.min(from + 2, trunk.length - 1)]];
    const turn = random.uniform(0.35, 1.3) * (random.chance(0.5) ? 1 : -1);
    const branch = walk(random, habit, {
      start: trunk[from],
      heading: Math.atan2(by - ay, bx - ax) + turn,
      length: logUniform(random, 15, across * 0.5),
    });
    strokes.push(withWidths(random, habit, branch, habit.width * random.uniform(0.35, 0.9), [false, true]));
  }
  return random.chance(0.25) ? strokes.flatMap(stroke => gapped(random, stroke)) : strokes;
}

/** The stretches that are left of a stroke with gaps. */
function gapped(random: Random, { points, widths }: Stroke): Stroke[] {
  const parts: Stroke[] = [];
  for (let i = 0; i < points.length; ) {
    const end = i + Math.round(logUniform(random, 12, 90));
    if (points.length - i > 5) parts.push({ points: points.slice(i, end), widths: widths.slice(i, end) });
    i = end + Math.round(logUniform(random, 2, 14));
  }
  return parts;
}

/** Cells of the grid in which a net remembers where it has cracked, px. */
const CELL = 3;

/** A net: each crack starts square to an older one and ends where it meets another, as in drying mud or tired asphalt. */
export function growNet(size: Size, random: Random, habit: CrackHabit): Stroke[] {
  const columns = Math.ceil(size.width / CELL);
  const owner = new Int16Array(columns * Math.ceil(size.height / CELL));
  const cellAt = (x: number, y: number) =>
    x < 0 || y < 0 || x >= size.width || y >= size.height ? -1 : Math.floor(y / CELL) * columns + Math.floor(x / CELL);
  const strokes: Stroke[] = [];
  const count = Math.round(logUniform(random, 6, 40));
  const net = { ...habit, width: Math.min(habit.width, 7), roughness: habit.roughness * 0.7 };
  for (let id = 1; id <= count; id++) {
    const older = strokes.length > 2 ? strokes[random.below(strokes.length)] : undefined;
    const from = older ? random.below(older.points.length - 1) : 0;
    const start: Point = older?.points[from] ?? [random.uniform(0, size.width), random.uniform(0, size.height)];
    const [nx, ny] = older?.points[from + 1] ?? [start[0] + random.uniform(-1, 1), start[1] + random.uniform(-1, 1)];
    const side = random.chance(0.5) ? 1 : -1;
    const heading = Math.atan2(ny - start[1], nx - start[0]) + side * random.uniform(1.1, 2);
    const path = walk(random, net, { start, heading, length: Math.max(size.width, size.height) }, (x, y, walked) => {
      const cell = cellAt(x, y);
      if (cell < 0) return walked > 20;
      return walked > 3 * CELL && owner[cell] !== 0 && owner[cell] !== id;
    });
    for (const [x, y] of path) {
      const cell = cellAt(x, y);
      if (cell >= 0) owner[cell] = id;
    }
    if (path.length > 2) {
      strokes.push(withWidths(random, net, path, net.width * random.uniform(0.5, 1.1), [false, random.chance(0.3)]));
    }
  }
  return strokes;
}
