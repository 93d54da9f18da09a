import { type Cut, cutLine, cutRing } from '../geometry/cut.ts';
import type { ImageLabel, Label } from '../schemas/label.ts';
import { cutMask } from './cut-mask.ts';
import type { LabelContent, LabelEdit } from './label-edits.ts';
import { widthsOf, withWidths } from './shapes/polyline.ts';
import { asPolygon, inKind, type LabelOf, marksOf } from './shapes/shapes.ts';

/**
 * The edits that cut labels along a line, in one step: of each the first piece stays in its place, the
 * others lie on top of it. None where the line goes through nothing.
 */
export function cutEdits(
  { labels: all }: LabelContent,
  labels: readonly ImageLabel[],
  cut: Cut,
  newId: () => string,
): LabelEdit[] {
  // From the last to the first, so that the places of those before stay what they are.
  return all
    .map((label, index) => ({ label, index }))
    .filter(({ label }) => labels.includes(label))
    .reverse()
    .flatMap(({ label, index }): LabelEdit[] => {
      const [first, ...others] = piecesOf(label, cut);
      if (others.length === 0) return [];
      return [
        { kind: 'replace', label: { ...first, source: 'drawn', id: label.id } },
        ...others.map(({ foreign: _, ...piece }, i): LabelEdit => {
          return { kind: 'add', index: index + 1 + i, label: { ...piece, source: 'drawn', id: newId() } };
        }),
      ];
    });
}

/** The pieces that a cut leaves of a label, itself if it is not cut: a line stays a line and a mask a mask, all else becomes polygons. */
export function piecesOf(label: Label, cut: Cut): Label[] {
  const pieces = inKind<typeof label.shape, Label[]>(
    { polyline: line => piecesOfLine(line, cut), brush: mask => piecesOfMask(mask, cut) },
    label,
  );
  const cutUp = pieces ?? piecesOfRing(label, cut);
  return cutUp.length > 1 ? cutUp : [label];
}

function piecesOfLine(line: LabelOf<'polyline'>, cut: Cut): Label[] {
  return cutLine({ points: line.points, widths: widthsOf(line) }, cut).map(({ points, widths }) => {
    const { widths: own, ...piece } = { ...line, points: [...points] };
    return own ? withWidths(piece, [...widths]) : piece;
  });
}

function piecesOfMask(mask: LabelOf<'brush'>, cut: Cut): Label[] {
  return cutMask(mask, cut).map(piece => ({ ...marksOf(mask), ...piece }));
}

function piecesOfRing(label: Label, cut: Cut): Label[] {
  const polygon = asPolygon(label);
  return polygon ? cutRing(polygon.points, cut).map(points => ({ ...polygon, points })) : [];
}
