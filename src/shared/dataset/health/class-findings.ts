import { type Finding, finding } from './findings.ts';
import type { LabelArea } from './label-findings.ts';

/** How much there is of a class. */
export interface ClassCount {
  readonly name: string;
  readonly images: number;
  readonly labels: number;
  /** Pixels, each label counted alone. */
  readonly pixels: number;
}

/** A class in fewer images is not learned, and one with a smaller share of the labelled pixels hardly; ours. */
const LEAST_IMAGES = 10;
const LEAST_SHARE = 0.01;

/** Adds up the labels of images by class; `names`: all classes of the project. */
export function countClasses(names: readonly string[], images: readonly (readonly LabelArea[])[]): ClassCount[] {
  return names.map(name => {
    const own = images
      .map(areas => areas.filter(({ label }) => label.class === name))
      .filter(({ length }) => length > 0);
    const labels = own.flat();
    return {
      name,
      images: own.length,
      labels: labels.length,
      pixels: labels.reduce((sum, { pixels }) => sum + pixels, 0),
    };
  });
}

/** Classes of which there is too little. One class alone has nothing to be out of balance with. */
export function classFindings(classes: readonly ClassCount[]): Finding<'rare-class'>[] {
  if (classes.length < 2) return [];
  const all = classes.reduce((sum, { pixels }) => sum + pixels, 0);
  return classes.flatMap(({ name, images, pixels }) => {
    const share = all > 0 ? pixels / all : 0;
    if (images >= LEAST_IMAGES && share >= LEAST_SHARE) return [];
    const text = `The class ${name} is in ${images} images and has ${(100 * share).toFixed(1)} % of the labelled pixels.`;
    return [finding('rare-class', null, text)];
  });
}
