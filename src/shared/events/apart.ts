import { EDGE, edgeDistance } from './crossings.ts';
import { cutUp, type Detection } from './detections.ts';
import { PointSet } from './likeness.ts';
import { inside, type SeenFrame, type Track } from './track.ts';

/** A part of a crack lies on it by this share at least. */
export const PART = 0.5;
/** Two that were seen apart so much more often than together hang together for another reason than that they are one. */
const CERTAIN = 3;
/** More often is not counted, so that those which turn out to be one net soon are. */
const MOST = 10;
/** Cracks that go along each other are no further away than this, px, for this share of the shorter. */
const BESIDE = { near: 14, share: 0.5 };

/** A frame's detections; one that covers several cracks which are known to be apart is cut up among them. */
export function cutByTracks(tracks: readonly Track[], frame: SeenFrame): Detection[] {
  return frame.detections.flatMap(detection => {
    const set = new PointSet(detection.skeleton);
    const covered = tracks.filter(one => set.shareOf(inside(one.points, frame)) >= PART);
    const several = covered.filter(one => covered.some(other => other !== one && staysApart(one, other, frame)));
    if (several.length < 2) return [detection];
    const skeletons = several.map((): number[] => []);
    const visible = several.map(one => inside(one.points, frame));
    for (let i = 0; i < detection.skeleton.length; i += 2) {
      const [x, y] = [detection.skeleton[i], detection.skeleton[i + 1]];
      const distances = visible.map(points => distanceTo(points, x, y));
      skeletons[distances.indexOf(Math.min(...distances))].push(x, y);
    }
    const places = skeletons.map(points => Float64Array.from(points));
    return cutUp({ ...detection, whole: detection }, places, frame.width).filter(
      ({ skeleton }) => skeleton.length / 2 >= frame.minLengthPx,
    );
  });
}

/** Whether two cracks that hang together in a frame are two all the same: they were seen to be, or meet where another branch may be out of view. */
export function staysApart(one: Track, other: Track, frame: SeenFrame): boolean {
  if ((one.apart[other.id] ?? 0) >= CERTAIN) return true;
  const points = inside(one.points, frame);
  const others = inside(other.points, frame);
  let [least, x, y] = [Infinity, 0, 0];
  for (let i = 0; i < points.length; i += 2) {
    const distance = distanceTo(others, points[i], points[i + 1]);
    if (distance < least) [least, x, y] = [distance, points[i], points[i + 1]];
  }
  return edgeDistance({ x, y }, frame) < EDGE;
}

/** From a place to the nearest of some points, px. */
function distanceTo(points: readonly number[], x: number, y: number): number {
  let least = Infinity;
  for (let i = 0; i < points.length; i += 2) least = Math.min(least, Math.hypot(points[i] - x, points[i + 1] - y));
  return least;
}

/**
 * Counts for all that are seen in one frame how often they were two cracks: they cross, or go along each other. What hangs together with nothing
 * crossing counts against it.
 */
export function noteApart(parts: ReadonlyMap<Track, readonly Detection[]>): void {
  const seen = [...parts].flatMap(([one, detections]) => detections.map(detection => ({ one, detection })));
  for (const [i, { one, detection }] of seen.entries()) {
    const near = new PointSet(detection.skeleton, BESIDE.near);
    for (const { one: other, detection: its } of seen.slice(i + 1)) {
      if (other === one) continue;
      const cross = detection.crossing !== null && detection.crossing === its.crossing;
      const cut = detection.whole !== null && detection.whole === its.whole;
      if (!cross && !cut && near.shareOf(its.skeleton) < BESIDE.share) continue;
      const step = cut && !cross ? -1 : 1;
      for (const [a, b] of [[one, other] as const, [other, one] as const])
        a.apart[b.id] = Math.min(MOST, Math.max(0, (a.apart[b.id] ?? 0) + step));
    }
  }
}

/** Two cracks are one after all: what each is apart from, the one is, by the id of either. */
export function unite(one: Track, other: Track, tracks: readonly Track[]): void {
  for (const track of [one, other, ...tracks]) {
    const count = (track.apart[one.id] ?? 0) + (track.apart[other.id] ?? 0);
    if (count > 0) Object.assign(track.apart, { [one.id]: count, [other.id]: count });
  }
  for (const [id, count] of Object.entries(other.apart)) one.apart[Number(id)] = (one.apart[Number(id)] ?? 0) + count;
}
