import type { NoteCode, TakeNote } from '../../../shared/interchange/notes.ts';
import { type BrushShape, brushOf } from '../../../shared/labels/brush-mask.ts';
import type { Size } from '../../../shared/labels/label-box.ts';
import { rasterizeLabels } from '../../../shared/labels/rasterize.ts';
import { asPolygon, type LabelOf, shapeOf } from '../../../shared/labels/shapes/shapes.ts';
import type { Label, LabelDocument, Point } from '../../../shared/schemas/label.ts';
import type { LabelClass } from '../../../shared/schemas/project.ts';
import { cocoStretches } from '../formats/coco/coco-polygon.ts';
import { isSameArea, isSamePixels, type LabelArea, labelArea, visibleArea } from './label-area.ts';
import { ringOf } from './shape-points.ts';

/** What a tool keeps of a label of a kind that it has itself. */
export interface OwnShape {
  /** As it comes back. */
  readonly label: Label;
}

/** A label as COCO or CVAT gets it. */
export interface ExportShape<Own = never> {
  readonly label: Label;
  /** Where the tool has such shapes itself, and the same pixels come back; null where it has to be something else. */
  readonly own: Own | null;
  /** The label's own ring where the tool draws the same pixels from it; null where it has to be a mask. */
  readonly ring: readonly Point[] | null;
  readonly area: LabelArea;
  /** The area as a brush, in the smallest box that holds it. */
  readonly brush: BrushShape;
}

export interface ExportChoices<Own> {
  /** Decimals of a vertex that the format keeps; null for all. */
  readonly decimals: number | null;
  /** Whether later labels paint over earlier ones in the tool as well; if not, they are cut out of those of other classes. */
  readonly overlaps: boolean;
  /** Absent where the tool has polygons and masks alone. */
  readonly own?: (label: Label) => Own | undefined;
}

/**
 * The labels of a document, in the order of painting, so that the tool (by pycocotools' rule) gives every class the very
 * pixels that it has here.
 */
export function exportShapes<Own extends OwnShape = never>(
  document: LabelDocument,
  classes: readonly LabelClass[],
  { decimals, overlaps, own: ownOf }: ExportChoices<Own>,
  takeNote: TakeNote,
): ExportShape<Own>[] {
  const note = (code: NoteCode) => takeNote({ code, detail: document.image });
  const labels = document.labels.filter(label => classes.some(each => each.name === label.class));
  for (let k = labels.length; k < document.labels.length; k++) note('class-unexported');
  const names = [...new Set(labels.map(label => label.class))];
  const whole = { x1: 0, y1: 0, x2: document.width, y2: document.height };
  const painted = !overlaps && names.length > 1 ? rasterizeLabels(labels, whole, names) : null;
  return labels.flatMap(label => {
    const full = labelArea(label, document);
    const area = painted ? visibleArea(full, painted, names.indexOf(label.class) + 1) : full;
    const isCut = area.pixels < full.pixels;
    const brush = brushOf(area.mask, area.x, area.y);
    if (full.pixels === 0) note('covers-nothing');
    if (isCut) note('overlap-flattened');
    if (!brush) return [];
    const polygon = asPolygon(label);
    const ring = polygon && !isCut ? sameRing(polygon, area, document, decimals) : null;
    const kept = isCut ? undefined : ownOf?.(label);
    const own = kept && isSamePixels(labelArea(kept.label, document), area) ? kept : null;
    const { notes } = shapeOf(label);
    const became = own || (isCut && polygon) ? null : ring ? notes.polygon : notes.mask;
    if (became) note(became);
    return [{ label, own, ring, area, brush }];
  });
}

/** The polygon's ring, rounded, if it is sensible and the tool draws the same pixels from it, and so do we. */
function sameRing(polygon: LabelOf<'polygon'>, area: LabelArea, size: Size, decimals: number | null): Point[] | null {
  const numbers = polygon.points.flat();
  const rounded = decimals === null ? numbers : numbers.map(value => Number(value.toFixed(decimals)));
  const ring = ringOf(rounded);
  if (typeof ring === 'string' || !isSameArea(area, cocoStretches(ring, size), size.height)) return null;
  // It comes back as these vertices, without a border.
  const { border, ...back } = { ...polygon, points: ring };
  if (!border && rounded.every((value, i) => value === numbers[i])) return ring;
  return isSamePixels(labelArea(back, size), area) ? ring : null;
}
