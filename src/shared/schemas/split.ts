/** One frame of the training folder, as the split sees it. */
export interface SplitItem {
  /** File name in `images/`. */
  readonly name: string;
  /** Whether its mask holds a pixel of crack. */
  readonly positive: boolean;
}

export interface SplitOptions {
  /** Share of each class that goes to val. */
  readonly valRatio: number;
  /** At least so many positives go to val, if there are enough; `auto`: as many as a set of this size can spare. */
  readonly minValPos: number | 'auto';
  readonly seed: number;
  /** `file` deals every frame alone; `video` keeps neighbours in time off opposite sides. */
  readonly group: 'file' | 'video';
}

/** File names; the three lists are disjoint and hold every item once. */
export interface Split {
  readonly train: string[];
  readonly val: string[];
  /** Guards: neighbours in time of a val frame, which neither train nor validate. Always empty for `file`. */
  readonly leftOut: string[];
}
