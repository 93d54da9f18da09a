import { rounded } from '../../shared/geometry/paths.ts';
import type { LabelEdit } from '../../shared/labels/label-edits.ts';
import { withWidths } from '../../shared/labels/shapes/polyline.ts';
import { inKind, type ShapeKind } from '../../shared/labels/shapes/shapes.ts';
import { lineWidths } from '../../shared/measure/line-widths.ts';
import type { ImageLabel } from '../../shared/schemas/label.ts';
import { asPlaces } from '../../shared/wire/snap-label.ts';
import { grayPixels } from './gray-pixels.ts';

/** The edits, one step together, that give lines the widths that the picture shows; none for lines along which it shows no crack. */
export function widthsFromPicture(labels: readonly ImageLabel[], picture: HTMLImageElement): LabelEdit[] {
  const gray = grayPixels(picture);
  if (!gray) return [];
  return labels.flatMap(
    label =>
      inKind<ShapeKind, LabelEdit[]>(
        {
          polyline(line) {
            const widths = lineWidths(gray, asPlaces(line.points), line.width)?.map(rounded);
            return widths ? [{ kind: 'replace', label: { ...withWidths(line, widths), id: label.id } }] : [];
          },
        },
        label,
      ) ?? [],
  );
}
