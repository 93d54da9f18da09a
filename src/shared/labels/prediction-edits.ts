import type { ImageLabel } from '../schemas/label.ts';
import type { LabelEdit } from './label-edits.ts';
import { asDrawn, isPredicted } from './predictions.ts';

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

/** The edits by which a person takes what a model found for right: it counts as drawn. */
export function accepted(labels: readonly ImageLabel[]): LabelEdit[] {
  return labels.filter(isPredicted).map(label => ({ kind: 'replace', label: asDrawn(label) }));
}
