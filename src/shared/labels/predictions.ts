import type { ImageLabel } from '../schemas/label.ts';

/** Whether a model made a label that no person has looked at. */
export function isPredicted({ source }: Pick<ImageLabel, 'source'>): boolean {
  return source === 'predicted';
}

/** The label once a person has found it right. */
export function asDrawn({ confidence: _, ...label }: ImageLabel): ImageLabel {
  return { ...label, source: 'drawn' };
}
