import { pixelsOf } from '../../labels/painted-part.ts';
import type { ImageLabel, LabelDocument, Point } from '../../schemas/label.ts';
import { type Finding, finding } from './findings.ts';

/** A label of fewer pixels is more likely a slip of the hand than a crack; ours. */
const TINY = 4;
/** How far over the edge a vertex may lie, px: tools round, and hands overshoot. */
const OVERSHOOT = 1;

/** A label, and the pixels of its image that it covers, were it the only one. */
export interface LabelArea {
  readonly label: ImageLabel;
  readonly pixels: number;
}

/** Pixels of each label within the image. */
export function labelAreas(document: LabelDocument): LabelArea[] {
  return document.labels.map(label => ({ label, pixels: pixelsOf([label], document) }));
}

/** Labels that cover nothing, next to nothing, or lie outside the image. */
export function labelFindings(document: LabelDocument, areas: readonly LabelArea[]): Finding[] {
  const { image } = document;
  return areas.flatMap(({ label, pixels }, i) => {
    const name = `${label.shape} ${i + 1} of ${image}`;
    const about = { label: label.id };
    const outside = shareOutside(label, document);
    if (outside > 0) {
      const text = `${Math.round(100 * outside)} % of ${name} lies outside the image.`;
      return [finding('outside-image', image, text, { ...about, degree: 0.3 + 0.7 * outside })];
    }
    if (pixels === 0) return [finding('covers-nothing', image, `${name} covers no pixel.`, about)];
    if (pixels < TINY) return [finding('tiny-label', image, `${name} covers ${pixels} px.`, about)];
    return [];
  });
}

/** Of the vertices, or of the box of a brush mask: the share that is not in the image. */
function shareOutside(label: ImageLabel, { width, height }: { width: number; height: number }): number {
  if (label.shape === 'brush') {
    const inX = Math.max(0, Math.min(width, label.x + label.width) - Math.max(0, label.x));
    const inY = Math.max(0, Math.min(height, label.y + label.height) - Math.max(0, label.y));
    return 1 - (inX * inY) / (label.width * label.height);
  }
  const isOutside = ([x, y]: Point) =>
    x < -OVERSHOOT || y < -OVERSHOOT || x > width + OVERSHOOT || y > height + OVERSHOOT;
  return label.points.filter(isOutside).length / label.points.length;
}
