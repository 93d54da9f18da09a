import { areaOf, lengthOf } from '../geometry/paths.ts';
import type { ImageSummary, Label, LabelDocument } from '../schemas/label.ts';
import { asPolygon, inKind, shapeOf } from './shapes/shapes.ts';

/** What a list of images says of the labels of one. */
export type LabelSummary = Pick<ImageSummary, 'state' | 'review' | 'labels' | 'classes' | 'predicted' | 'crackPx'>;

export const NO_LABELS: LabelSummary = {
  ...{ state: 'unlabelled', review: null, labels: 0, classes: {}, predicted: 0, crackPx: 0 },
};

type Figures = Pick<LabelSummary, 'classes' | 'predicted' | 'crackPx'>;

/** Documents are never changed in place: of those that are open one changes at a time. */
const known = new WeakMap<readonly Label[], Figures>();

export function summaryOf({ state, review, labels }: Pick<LabelDocument, 'state' | 'labels' | 'review'>): LabelSummary {
  return { state, review: review?.verdict ?? null, labels: labels.length, ...figuresOf(labels) };
}

function figuresOf(labels: readonly Label[]): Figures {
  const before = known.get(labels);
  if (before) return before;
  const counts = new Map<string, number>();
  for (const label of labels) counts.set(label.class, (counts.get(label.class) ?? 0) + 1);
  const predicted = labels.filter(({ source }) => source === 'predicted').length;
  const crackPx = Math.round(labels.reduce((sum, label) => sum + sizeOf(label), 0));
  const figures = { classes: Object.fromEntries(counts), predicted, crackPx };
  known.set(labels, figures);
  return figures;
}

/** About how many pixels a label covers, without painting it: nearer than is seen in a list. */
function sizeOf(label: Label): number {
  const pixels = inKind(
    { brush: ({ runs }) => runs.reduce((sum, run, i) => (i % 2 === 1 ? sum + run : sum), 0) },
    label,
  );
  if (pixels !== undefined) return pixels;
  const { stroke, vertices } = shapeOf(label);
  if (stroke) return stroke.width(label) * lengthOf(vertices?.of(label) ?? []);
  return areaOf(asPolygon(label)?.points ?? []);
}
