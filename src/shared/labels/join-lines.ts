import { distanceBetween } from '../geometry/paths.ts';
import type { ImageLabel, Point } from '../schemas/label.ts';
import type { LabelEdit } from './label-edits.ts';
import { widthsOf, withWidths } from './shapes/polyline.ts';
import { inKind, type LabelOf } from './shapes/shapes.ts';

type Line = LabelOf<'polyline'> & { id: string };
type Chain = readonly { readonly at: Point; readonly width: number }[];

/** Ends that are no farther apart become one vertex, px: nobody has drawn that gap. */
const SAME = 0.5;

/** The edits that join the lines among some labels end to end into the first of them; none for fewer than two. */
export function joinEdits(labels: readonly ImageLabel[]): LabelEdit[] {
  const lines: readonly Line[] = labels.flatMap(
    label => inKind({ polyline: line => ({ ...line, id: label.id }) }, label) ?? [],
  );
  const [first, ...others] = lines;
  if (others.length === 0) return [];
  return [
    { kind: 'replace', label: { ...joined(first, others), source: 'drawn' } },
    ...others.map(({ id }): LabelEdit => ({ kind: 'remove', id })),
  ];
}

/** The first line, and at either end of it by turns the line that has an end the nearest. Each vertex keeps its width. */
function joined(first: Line, others: readonly Line[]): Line {
  let chain = chainOf(first);
  const left = new Set(others.map(chainOf));
  while (left.size > 0) {
    const ways = [...left].flatMap(other => waysOf(chain, other).map(way => ({ ...way, other })));
    const best = ways.reduce((a, b) => (b.gap < a.gap ? b : a));
    chain = best.gap <= SAME ? [...best.before, ...best.after.slice(1)] : [...best.before, ...best.after];
    left.delete(best.other);
  }
  const { widths: _, ...line } = { ...first, points: chain.map(({ at }) => at) };
  const isOneWidth = chain.every(({ width }) => width === chain[0].width);
  return isOneWidth
    ? { ...line, width: chain[0].width }
    : withWidths(
        line,
        chain.map(({ width }) => width),
      );
}

function chainOf(line: Line): Chain {
  const widths = widthsOf(line);
  return line.points.map((at, i) => ({ at, width: widths[i] }));
}

/** In each of the four ways two chains can meet, what comes before and after the gap between them. */
function waysOf(chain: Chain, other: Chain) {
  const turned = other.toReversed();
  const pairs = [
    [chain, other],
    [chain, turned],
    [other, chain],
    [turned, chain],
  ];
  return pairs.map(([before, after]) => ({
    before,
    after,
    gap: distanceBetween(before[before.length - 1].at, after[0].at),
  }));
}
