import { pixelsOf } from '../../labels/painted-part.ts';
import { shapeOf } from '../../labels/shapes/shapes.ts';
import type { ImageLabel, LabelDocument } from '../../schemas/label.ts';
import { type Finding, finding } from './findings.ts';

/** A label of fewer pixels is more likely a slip of the hand than a crack; ours. */
const TINY = 4;

/** A label, and the pixels of its image that it covers, were it the only one. */
export interface LabelArea {
  readonly label: ImageLabel;
  readonly pixels: number;
}

/** Pixels of each label within the image. */
export function labelAreas(document: LabelDocument): LabelArea[] {
  return document.labels.map(label => ({ label, pixels: pixelsOf([label], document) }));
}

type LabelFinding = 'outside-image' | 'covers-nothing' | 'tiny-label';

/** Labels that cover nothing, next to nothing, or lie outside the image. */
export function labelFindings(document: LabelDocument, areas: readonly LabelArea[]): Finding<LabelFinding>[] {
  const { image } = document;
  return areas.flatMap(({ label, pixels }, i): Finding<LabelFinding>[] => {
    const name = `${label.shape} ${i + 1} of ${image}`;
    const about = { label: label.id };
    const outside = shapeOf(label).outside(label, document);
    if (outside > 0) {
      const text = `${Math.round(100 * outside)} % of ${name} lies outside the image.`;
      return [finding('outside-image', image, text, { ...about, degree: 0.3 + 0.7 * outside })];
    }
    if (pixels === 0) return [finding('covers-nothing', image, `${name} covers no pixel.`, about)];
    if (pixels < TINY) return [finding('tiny-label', image, `${name} covers ${pixels} px.`, about)];
    return [];
  });
}
