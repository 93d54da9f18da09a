import { addCounts, type Confusion, diceAndIou, type PooledScores, pooledScores } from './confusion.ts';

/** The scores of one class over several images. */
export interface ClassScores extends PooledScores {
  readonly name: string;
  /** The mean over images of its Dice, as the training reports it. */
  readonly meanDice: number;
}

/**
 * Counts one image for each class, 1 to `classes`: a pixel is positive where it has that index. What a network says is the
 * index of its largest probability, whatever the threshold.
 */
export function countClasses(predicted: ArrayLike<number>, truth: ArrayLike<number>, classes: number): Confusion[] {
  if (predicted.length !== truth.length) {
    throw new RangeError(`${predicted.length} predicted pixels cannot be counted against ${truth.length} of the mask.`);
  }
  const hit = new Float64Array(classes + 1);
  const called = new Float64Array(classes + 1);
  const actual = new Float64Array(classes + 1);
  for (let i = 0; i < truth.length; i++) {
    called[predicted[i]]++;
    actual[truth[i]]++;
    if (predicted[i] === truth[i]) hit[truth[i]]++;
  }
  return Array.from({ length: classes }, (_, i) => {
    const [tp, positive, labelled] = [hit[i + 1], called[i + 1], actual[i + 1]];
    return { tp, fp: positive - tp, fn: labelled - tp, tn: truth.length - positive - labelled + tp };
  });
}

/** One image's Dice and IoU, the means over its classes; one that neither is there nor predicted scores 1. */
export function meanOfClasses(counts: readonly Confusion[]): { dice: number; iou: number } {
  const scores = counts.map(diceAndIou);
  const mean = (of: 'dice' | 'iou') => scores.reduce((sum, score) => sum + score[of], 0) / scores.length;
  return { dice: mean('dice'), iou: mean('iou') };
}

/** Each class by itself, over all images: `counts` of each image as `countClasses` gives them. There must be an image. */
export function scoresByClass(names: readonly string[], counts: readonly (readonly Confusion[])[]): ClassScores[] {
  return names.map((name, index) => {
    const ofClass = counts.map(image => image[index]);
    const dice = ofClass.reduce((sum, image) => sum + diceAndIou(image).dice, 0);
    return { name, meanDice: dice / counts.length, ...pooledScores(addCounts(ofClass)) };
  });
}
