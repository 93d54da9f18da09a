import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ALL_IMAGES,
  chosenImages,
  imageFilterSchema,
  imageOrderSchema,
  isChosen,
} from '../../../src/shared/labels/image-choice.ts';
import { NO_LABELS, summaryOf } from '../../../src/shared/labels/label-summary.ts';
import type { ImageSummary } from '../../../src/shared/schemas/label.ts';

const row = (name: string, changes: Partial<ImageSummary> = {}): ImageSummary => ({
  ...{ name, bytes: 1, mtime: 1 },
  ...NO_LABELS,
  ...changes,
});
const IMAGES = [
  row('v1__000001000_f0000025_unk.png', { classes: { crack: 2 }, labels: 2, crackPx: 10, predicted: 1 }),
  row('v1__000002000_f0000050_unk.png', { state: 'verified', crackPx: 90, labels: 1, classes: { pitting: 1 } }),
  row('v2__000001000_f0000025_unk.png', { state: 'in progress', predicted: 0 }),
  row('x.png', { state: 'verified', review: 'approved' }),
];
const numbers = (choice: Partial<typeof ALL_IMAGES>) =>
  chosenImages(IMAGES, { ...ALL_IMAGES, ...choice }).map(image => IMAGES.indexOf(image));

describe('a choice of images', () => {
  it('is by state, name, class and video, all at once', () => {
    expect(numbers({ filter: 'predicted' })).toEqual([0]);
    expect(numbers({ filter: 'to review' })).toEqual([1]);
    expect(numbers({ video: 'v1' })).toEqual([0, 1]);
    expect(numbers({ video: 'v1', className: 'pitting', search: ' F0000050' })).toEqual([1]);
    expect(numbers({ className: 'toString' })).toEqual([]);
  });

  it('is sorted by the size of crack, those without last, and by name where that says nothing', () => {
    expect(numbers({ order: 'largest crack' })).toEqual([1, 0, 2, 3]);
    expect(numbers({ order: 'smallest crack' })).toEqual([0, 1, 2, 3]);
    expect(numbers({ order: 'state' })).toEqual([0, 2, 1, 3]);
    expect(numbers({ order: 'labels' })).toEqual([0, 1, 2, 3]);
  });

  it('lists what is chosen and nothing else, in whatever order', () => {
    const orders = fc.constantFrom(...imageOrderSchema.options);
    fc.assert(
      fc.property(fc.constantFrom(...imageFilterSchema.options), orders, (filter, order) => {
        const choice = { ...ALL_IMAGES, filter, order };
        expect(numbers({ filter, order }).sort()).toEqual(
          IMAGES.flatMap((image, i) => (isChosen(image, choice) ? [i] : [])),
        );
      }),
    );
  });
});

describe('the size of a label in a list', () => {
  it('is near the pixels that it covers', () => {
    const square = {
      shape: 'polygon',
      class: 'crack',
      source: 'drawn',
      points: [
        [0, 0],
        [20, 0],
        [20, 20],
        [0, 20],
      ],
    };
    const line = {
      shape: 'polyline',
      class: 'crack',
      source: 'predicted',
      width: 3,
      points: [
        [5, 50],
        [45, 50],
      ],
    };
    const labels = [square, line].map((label, i) => ({ ...label, id: `${i}` })) as Parameters<
      typeof summaryOf
    >[0]['labels'];
    const { crackPx, predicted, classes } = summaryOf({ state: 'in progress', labels });
    expect({ crackPx, predicted, classes }).toEqual({ crackPx: 520, predicted: 1, classes: { crack: 2 } });
  });
});
