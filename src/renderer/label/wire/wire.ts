import type { Point } from '../../../shared/schemas/label.ts';
import type { Followed } from '../../../shared/wire/step-costs.ts';

/** Joins two places of the picture along the crack between them. */
export interface Wire {
  /**
   * `now`: as it is, even if that takes a moment. `soon`: what is known of it, for the pointer moves on; who shows it is told when more is.
   * Straight as long as the picture has not been read.
   */
  between(from: Point, to: Point, followed: Followed, wanted: 'now' | 'soon'): readonly Point[];
  /** How wide the crack is at each place of a line about so wide, px; null where the picture shows none; `soon`: it is being measured. */
  widths(line: readonly Point[], width: number): readonly number[] | null | 'soon';
}

/** Before a picture is read. */
export const straightWire: Wire = { between: (from, to) => [from, to], widths: () => null };

/** What a wire can follow without a model, in the order in which a key goes through it. */
export const FOLLOWABLE = {
  dark: 'dark cracks',
  bright: 'bright cracks',
  'dark ridge': 'dark lines',
  'bright ridge': 'bright lines',
} as const satisfies Partial<Record<Followed, string>>;
