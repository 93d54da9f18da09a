import type { ImageLabel } from '../schemas/label.ts';
import type { LabelEdit } from './label-edits.ts';
import { isPredicted } from './predictions.ts';

/** The edits that put new predictions in the place of those that nobody has looked at. */
export function repredicted(labels: readonly ImageLabel[], predicted: readonly ImageLabel[]): LabelEdit[] {
  const kept = labels.filter(label => !isPredicted(label)).length;
  return [
    ...withoutPredicted(labels),
    ...predicted.map((label, i) => ({ kind: 'add', index: kept + i, label }) as const),
  ];
}

/** The edits that throw away what a model found. */
export function withoutPredicted(labels: readonly ImageLabel[]): LabelEdit[] {
  return labels.filter(isPredicted).map(({ id }) => ({ kind: 'remove', id }));
}
