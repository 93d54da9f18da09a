import type { z } from 'zod';
import type { comparisonSchema } from '../contract-inspections.ts';
import { type Affine, after, inverted, mapPoint } from '../geometry/affine.ts';
import { Groups } from '../groups.ts';
import { stretchesOf } from '../labels/stretches.ts';
import type { CrackEvent, LookRecord } from '../schemas/inspection.ts';
import { PointSet } from './likeness.ts';

/** What is compared of an inspection: its events, and the looks, which say how the picture moved between the peaks. */
export interface ComparedInspection {
  readonly events: readonly Pick<CrackEvent, 'id' | 'begin' | 'peak' | 'end' | 'mask'>[];
  readonly looks: readonly Pick<LookRecord, 'frame' | 'motion'>[];
}

export type EventComparison = z.infer<typeof comparisonSchema>;

/** Events that miss each other by less were in view together: another threshold sees a crack come later and go earlier, ms. */
const TOUCH_MS = 500;
/** Masks at peaks that are seconds apart lie on each other but for the drift of many small motions, px. */
const NEAR = 16;
/** The share of one mask that lies at the other, from which both are the same crack; one may show but a part of it. */
const SAME = 0.3;
/** One point of a mask in so many px each way. */
const SPACING = 4;

/**
 * Which cracks two inspections of one video found both, and which one of them alone: by overlap in time, and in place once the camera's
 * motion between both peaks is taken off. Every event is in one group, or alone.
 */
export function compareEvents(first: ComparedInspection, second: ComparedInspection): EventComparison {
  const longer = first.looks.length >= second.looks.length ? first : second;
  const paths = pathThrough(longer.looks);
  const points = [first, second].map(({ events }) => events.map(({ mask }) => pointsOf(mask)));
  const all = [...first.events, ...second.events];
  const groups = new Groups(all.length);
  for (const [i, one] of first.events.entries()) {
    for (const [j, other] of second.events.entries()) {
      if (!touch(one, other)) continue;
      const motion = motionFrom(paths, one.peak.frame, other.peak.frame);
      if (isSamePlace(points[0][i], points[1][j], motion)) groups.unite(i, first.events.length + j);
    }
  }
  const isFirst = (at: number) => at < first.events.length;
  const idOf = (at: number) => all[at].id;
  const sides = groups.members().map((members): EventComparison['alone'] => {
    return [members.filter(isFirst).map(idOf), members.filter(at => !isFirst(at)).map(idOf)];
  });
  const alone = (side: 0 | 1) => sides.filter(group => group[1 - side].length === 0).flatMap(group => group[side]);
  return { both: sides.filter(([one, other]) => one.length > 0 && other.length > 0), alone: [alone(0), alone(1)] };
}

type Timed = Pick<CrackEvent, 'begin' | 'end'>;

function touch(one: Timed, other: Timed): boolean {
  return one.begin.ms <= other.end.ms + TOUCH_MS && other.begin.ms <= one.end.ms + TOUCH_MS;
}

function isSamePlace(one: readonly number[], other: readonly number[], motion: Affine | null): boolean {
  if (!motion) return false;
  const moved: number[] = [];
  for (let i = 0; i < one.length; i += 2) moved.push(...mapPoint(motion, [one[i], one[i + 1]]));
  const shares = [new PointSet(other, NEAR).shareOf(moved), new PointSet(moved, NEAR).shareOf(other)];
  return Math.max(...shares) >= SAME;
}

/** Pixels of a mask, thinned out: x and y in turn, px of the frame. */
function pointsOf(mask: CrackEvent['mask']): number[] {
  const points = new Map<string, readonly [number, number]>();
  for (const { y, from, to } of stretchesOf(mask))
    for (let x = from; x < to; x++) points.set(`${Math.floor(x / SPACING)} ${Math.floor(y / SPACING)}`, [x, y]);
  return [...points.values()].flat();
}

/** A look, and how the picture moved since the first look of its scene. */
interface Station {
  readonly frame: number;
  readonly scene: number;
  readonly since: Affine;
}

const STILL: Affine = { a: 1, b: 0, c: 0, d: 1, e: 0, f: 0 };

function pathThrough(looks: ComparedInspection['looks']): Station[] {
  const stations: Station[] = [];
  for (const { frame, motion } of looks) {
    const before = stations.at(-1);
    if (!before || motion === null) stations.push({ frame, scene: (before?.scene ?? 0) + 1, since: STILL });
    else stations.push({ frame, scene: before.scene, since: after(before.since, motionOfLook(motion)) });
  }
  return stations;
}

/** How the picture moved from one frame to another; null where a cut lies between. */
function motionFrom(stations: readonly Station[], from: number, to: number): Affine | null {
  const [a, b] = [stationAt(stations, from), stationAt(stations, to)];
  if (!a || !b) return STILL;
  return a.scene === b.scene ? after(inverted(a.since), b.since) : null;
}

/** Between two looks the picture moves evenly. */
function stationAt(stations: readonly Station[], frame: number): Station | undefined {
  const next = stations.findIndex(station => station.frame >= frame);
  if (next <= 0) return stations.at(next);
  const [before, behind] = [stations[next - 1], stations[next]];
  if (behind.frame === frame) return behind;
  if (before.scene !== behind.scene) return before;
  const part = (frame - before.frame) / (behind.frame - before.frame);
  const between = (key: keyof Affine) => before.since[key] + part * (behind.since[key] - before.since[key]);
  const since = {
    a: between('a'),
    b: between('b'),
    c: between('c'),
    d: between('d'),
    e: between('e'),
    f: between('f'),
  };
  return { frame, scene: before.scene, since };
}

/** Of a look: turned and zoomed by (a, b), shifted by (e, f); one that is left out did not move. */
export function motionOfLook(motion: LookRecord['motion']): Affine {
  if (!motion) return STILL;
  const [a, b, e, f] = motion;
  return { a, b, c: -b, d: a, e, f };
}
