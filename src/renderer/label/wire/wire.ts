import type { BrushShape } from '../../../shared/labels/brush-mask.ts';
import type { Point } from '../../../shared/schemas/label.ts';
import type { Followed } from '../../../shared/wire/step-costs.ts';

/** What a worker reads from the picture for the tools. */
export interface Wire {
  /**
   * The line that joins two places along the crack between them. `now`: as it is, even if that takes a moment. `soon`: what is known of it, for the pointer moves on; who shows it is told when more is.
   * Straight as long as the picture has not been read.
   */
  between(from: Point, to: Point, followed: Followed, wanted: 'now' | 'soon'): readonly Point[];
  /** How wide the crack is at each place of a line about so wide, px; null where the picture shows none; `soon`: it is being measured. */
  widths(line: readonly Point[], width: number): readonly number[] | null | 'soon';
  /**
   * The pixels that a tolerance floods from a place, within the ROI: of the gray levels, or of the colours that are shown. Until that is known the last
   * ones of the place; null for none.
   */
  flood(from: Point, tolerance: number): { readonly shape: BrushShape | null; readonly isKnown: boolean };
}

/** Before a picture is read. */
export const straightWire: Wire = {
  between: (from, to) => [from, to],
  widths: () => null,
  flood: () => ({ shape: null, isKnown: true }),
};

/** What a wire can follow without a model, in the order in which a key goes through it. */
export const FOLLOWABLE = {
  dark: 'dark cracks',
  bright: 'bright cracks',
  'dark ridge': 'dark lines',
  'bright ridge': 'bright lines',
} as const satisfies Partial<Record<Followed, string>>;
