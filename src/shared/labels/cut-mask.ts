import { type Cut, isCrossed } from '../geometry/cut.ts';
import { Groups } from '../groups.ts';
import type { BrushShape } from './brush-mask.ts';
import { brushOfStretches, type Stretch, stretchesOf } from './stretches.ts';

/**
 * The pieces of a painted mask: what hung together and the cut has parted. The largest pieces stay with all that is not cut, the first; of
 * the others each is on its own.
 */
export function cutMask(mask: BrushShape, cut: Cut): BrushShape[] {
  const stretches = stretchesOf(mask).flatMap(stretch => splitAt(stretch, cut));
  const before = groupsOf(stretches, () => false);
  const after = groupsOf(stretches, (from, to) => isCrossed(from, to, cut));
  const largest = new Map<number, number>();
  const sizes = sizesOf(stretches, after);
  for (const piece of sizes.keys()) {
    const other = largest.get(before[piece]) ?? piece;
    largest.set(before[piece], sizes.get(piece)! > sizes.get(other)! ? piece : other);
  }
  const staying = new Set(largest.values());
  const leaving = [...sizes.keys()].filter(piece => !staying.has(piece));
  const pieces = leaving.map(piece => stretches.filter((_, i) => after[i] === piece));
  return [stretches.filter((_, i) => staying.has(after[i])), ...pieces].flatMap(piece => brushOfStretches(piece) ?? []);
}

/** The pixels of each group, by its number. */
function sizesOf(stretches: readonly Stretch[], groups: ArrayLike<number>): ReadonlyMap<number, number> {
  const sizes = new Map<number, number>();
  stretches.forEach(({ from, to }, i) => {
    sizes.set(groups[i], (sizes.get(groups[i]) ?? 0) + to - from);
  });
  return sizes;
}

/** In two where the cut goes through between two of its pixels. */
function splitAt(stretch: Stretch, [[ax, ay], [bx, by]]: Cut): Stretch[] {
  const { y, from, to } = stretch;
  const middle = y + 0.5;
  if (ay === by || middle < Math.min(ay, by) || middle > Math.max(ay, by)) return [stretch];
  const at = Math.ceil(ax + ((middle - ay) / (by - ay)) * (bx - ax) - 0.5);
  return at <= from || at >= to
    ? [stretch]
    : [
        { y, from, to: at },
        { y, from: at, to },
      ];
}

type IsParted = (from: [number, number], to: [number, number]) => boolean;

/** For each stretch the number of the first one that it hangs together with, over corners as well. */
function groupsOf(stretches: readonly Stretch[], isParted: IsParted): Int32Array {
  const groups = new Groups(stretches.length);
  let above = 0;
  for (let i = 0; i < stretches.length; i++) {
    const { y, from, to } = stretches[i];
    const left = stretches[i - 1];
    if (left?.y === y && left.to === from && !isParted([from - 0.5, y + 0.5], [from + 0.5, y + 0.5]))
      groups.unite(i, i - 1);
    while (stretches[above].y < y - 1 || (stretches[above].y === y - 1 && stretches[above].to < from)) above++;
    for (let k = above; k < i && stretches[k].y === y - 1 && stretches[k].from <= to; k++) {
      if (touch(stretches[k], stretches[i], isParted)) groups.unite(i, k);
    }
  }
  return Int32Array.from(stretches, (_, i) => groups.root(i));
}

/**
 * Whether a step leads from a stretch to one of the next row. Those that a straight cut parts lie side by side: if it is not all of
 * them, it is not both of the outermost.
 */
function touch(upper: Stretch, lower: Stretch, isParted: IsParted): boolean {
  const [first, last] = [Math.max(upper.from, lower.from), Math.min(upper.to, lower.to) - 1];
  const step = (from: number, to: number) => !isParted([from + 0.5, upper.y + 0.5], [to + 0.5, lower.y + 0.5]);
  if (first <= last) return step(first, first) || step(last, last);
  return upper.to === lower.from ? step(last, first) : step(first, last);
}
