import { squaredDistances } from './distance-transform.ts';
import { sumCounts } from './sum.ts';

/** How far from the label a pixel may lie and still count as true, px: our choice, for thin cracks whose labels are no surer. */
export const TOLERANCE = 2;

/** Pixels of a predicted and a true mask, by whether the other mask has a pixel nearby. */
export interface TolerantCounts {
  /** Predicted crack. */
  readonly predicted: number;
  /** Of these, those within the tolerance of a labelled pixel. */
  readonly confirmed: number;
  /** Labelled crack. */
  readonly labelled: number;
  /** Of these, those within the tolerance of a predicted pixel. */
  readonly found: number;
}

/**
 * Counts one image with a tolerance: a predicted pixel is true where a labelled one lies within `tolerance` px (Euclidean,
 * centre to centre, the limit included), and a labelled pixel is found where a predicted one does. These are the relaxed
 * precision and recall of Mnih and Hinton, "Learning to Detect Roads in High-Resolution Aerial Images" (ECCV 2010).
 * Both masks are [height, width], crack where not 0. Throws a RangeError when their sizes differ.
 */
export function countTolerant(
  predicted: ArrayLike<number>,
  labelled: ArrayLike<number>,
  width: number,
  height: number,
  tolerance = TOLERANCE,
): TolerantCounts {
  const near = (mask: ArrayLike<number>, other: ArrayLike<number>) => {
    const distances = squaredDistances(other, width, height);
    let [all, within] = [0, 0];
    for (let i = 0; i < mask.length; i++) {
      if (mask[i] === 0) continue;
      all++;
      if (distances[i] <= tolerance * tolerance) within++;
    }
    return { all, within };
  };
  const ours = near(predicted, labelled);
  const theirs = near(labelled, predicted);
  return { predicted: ours.all, confirmed: ours.within, labelled: theirs.all, found: theirs.within };
}

/** The sum of counts, for pooled scores. */
export function addTolerant(counts: Iterable<TolerantCounts>): TolerantCounts {
  return sumCounts({ predicted: 0, confirmed: 0, labelled: 0, found: 0 }, counts);
}

export interface TolerantScores {
  readonly precision: number;
  readonly recall: number;
  /** The harmonic mean of the two. */
  readonly f1: number;
}

/** Tolerant scores. No crack and none predicted scores 1; a share of nothing is 0 otherwise. */
export function tolerantScores({ predicted, confirmed, labelled, found }: TolerantCounts): TolerantScores {
  if (predicted === 0 && labelled === 0) return { precision: 1, recall: 1, f1: 1 };
  const precision = predicted > 0 ? confirmed / predicted : 0;
  const recall = labelled > 0 ? found / labelled : 0;
  return { precision, recall, f1: precision + recall > 0 ? (2 * precision * recall) / (precision + recall) : 0 };
}
