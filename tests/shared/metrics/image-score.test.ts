import { expect, test } from 'vitest';
import { crackPixels, scoreImage, setScores, worstImages } from '../../../src/shared/metrics/image-score.ts';

/** A row of pixels: `#` is crack, and predicted where it stands in `predicted`. */
function scored(image: string, predicted: string, labelled: string) {
  const data = Uint8Array.from(labelled, pixel => (pixel === '#' ? 255 : 0));
  const probability = Float32Array.from(predicted, pixel => (pixel === '#' ? 0.9 : 0.1));
  return scoreImage(image, probability, { width: data.length, height: 1, data }, 0.5);
}

test('an image is scored strictly and with the tolerance', () => {
  const score = scored('a.png', '##......#', '.##......');
  expect(score).toMatchObject({ counts: { tp: 1, fp: 2, fn: 1, tn: 5 }, precision: 1 / 3, recall: 0.5 });
  expect(score.tolerant).toEqual({ predicted: 3, confirmed: 2, labelled: 2, found: 2 });
  expect(crackPixels(score)).toBe(2);
});

test('pooled scores add pixels, mean scores weigh images alike', () => {
  const scores = setScores([scored('a.png', '####', '####'), scored('b.png', '#.', '.#')]);
  expect(scores.pooled).toEqual({ precision: 0.8, recall: 0.8, f1: 0.8, iou: 4 / 6 });
  expect(scores.meanDice).toBeCloseTo(0.5, 5);
  expect(scores.tolerant.f1).toBe(1);
});

test('the worst images come worst first, of equals the one with more wrong pixels, and perfect ones never', () => {
  const scores = [
    scored('perfect.png', '#.', '#.'),
    scored('half.png', '##.', '.##'),
    scored('small.png', '#..', '...'),
    scored('large.png', '###', '...'),
  ];
  expect(worstImages(scores, 9).map(score => score.image)).toEqual(['large.png', 'small.png', 'half.png']);
  expect(worstImages(scores, 1).map(score => score.image)).toEqual(['large.png']);
});
