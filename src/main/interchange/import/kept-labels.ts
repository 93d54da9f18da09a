import { shapeOf } from '../../../shared/labels/shapes/shapes.ts';
import type { Foreign } from '../../../shared/schemas/foreign.ts';
import type { Label } from '../../../shared/schemas/label.ts';
import type { Picture } from './import-pictures.ts';

/** What writing an image takes, of an import that was planned. */
export interface Kept {
  readonly labels: readonly Label[];
  readonly foreign: Foreign | undefined;
  readonly picture: Picture | null;
}

/** So many points, or their like, may be kept: about 400 MB. */
const BUDGET = 4e6;

/** Keeps the labels of a plan, so that its source need not be read again; once they are too many, none. */
export class KeptLabels {
  #kept: Map<number, Kept> | null = new Map();
  #size = 0;

  /** `i`: the image's place in the source. A picture inside a labels' file is read again with it. */
  keep(i: number, kept: Kept, isPictureInside: boolean): void {
    if (!this.#kept) return;
    for (const label of kept.labels) this.#size += shapeOf(label).weight(label);
    if (this.#size > BUDGET || (isPictureInside && kept.picture)) this.#kept = null;
    else this.#kept.set(i, kept);
  }

  /** Null when the source must be read again. */
  get all(): ReadonlyMap<number, Kept> | null {
    return this.#kept;
  }
}
