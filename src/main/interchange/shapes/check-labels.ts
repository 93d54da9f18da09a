import type { Label } from '../../../shared/schemas/label.ts';

/** What painting the labels of one image may cost, in pixels that are looked at: seconds, where what people draw costs milliseconds. */
export const MAX_COST = 3e8;

/** How many labels occur twice. */
export function countDuplicates(labels: readonly Label[]): number {
  const seen = new Set<string>();
  let count = 0;
  for (const label of labels.length > 1 ? labels : []) {
    const key = JSON.stringify(label);
    if (seen.has(key)) count++;
    seen.add(key);
  }
  return count;
}
