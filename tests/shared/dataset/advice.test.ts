import { describe, expect, it } from 'vitest';
import { adviseOn, type DatasetFacts } from '../../../src/shared/dataset/advice.ts';

const good: DatasetFacts = {
  images: 300,
  states: { unlabelled: 0, 'in progress': 0, verified: 300 },
  reviews: { approved: 0, returned: 0, answered: 0 },
  eligible: 300,
  positives: 90,
  pixels: 1e6,
  crackPixels: 1e4,
  split: {
    train: { images: 270, positives: 80 },
    val: { images: 30, positives: 10 },
    leftOut: 0,
    record: { group: 'video', valRatio: 0.1, minValPos: 10, seed: 42, at: '2026-01-01T00:00:00Z' },
    changed: 0,
  },
  timed: true,
};

const judged = (change: Partial<DatasetFacts>) =>
  Object.fromEntries(adviseOn({ ...good, ...change }).map(({ id, state }) => [id, state]));

describe('the advice on data', () => {
  it('finds nothing wrong with data that follow the guide', () => {
    expect(judged({})).toEqual({ images: 'good', positives: 'good', leakage: 'good' });
  });

  it.each([
    ['fewer than 200 images', { eligible: 199, positives: 60 }, 'images', 'advice'],
    ['no image', { images: 0, eligible: 0, positives: 0 }, 'images', 'problem'],
    ['nothing verified', { eligible: 0, positives: 0 }, 'images', 'problem'],
    ['no crack', { positives: 0 }, 'positives', 'problem'],
    ['one crack', { positives: 1 }, 'positives', 'advice'],
    ['few cracks', { positives: 30 }, 'positives', 'advice'],
    ['hardly anything but cracks', { positives: 250 }, 'positives', 'advice'],
    ['images that wait for a person', { images: 320 }, 'waiting', 'advice'],
  ])('judges %s', (_, change, id, state) => {
    expect(judged(change)[id]).toBe(state);
  });

  it('warns of a split that is old, has no crack in val, or lets neighbours in time face each other', () => {
    const split = good.split as NonNullable<DatasetFacts['split']>;
    expect(judged({ split: { ...split, changed: 3 } }).split).toBe('advice');
    expect(judged({ split: { ...split, val: { images: 30, positives: 0 } } }).val).toBe('advice');
    expect(judged({ split: { ...split, record: null } }).leakage).toBe('advice');
    // Four to learn from, ten to measure with: red.
    const upside = { train: { images: 4, positives: 4 }, val: { images: 10, positives: 10 } };
    expect(judged({ split: { ...split, ...upside } }).sides).toBe('problem');
    // Names without a time cannot tell neighbours.
    expect(judged({ split: { ...split, record: null }, timed: false }).leakage).toBe(undefined);
  });
});
