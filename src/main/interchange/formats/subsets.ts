import type { Side } from './foreign.ts';

/** The side that a subset's name (`train`, `val2017`, `Validation`) means, or null. */
export function sideOfSubset(subset: string): Side | null {
  const [, word] = /^(train|val|test)(?:ing|id|idation)?[\d_-]*$/i.exec(subset) ?? [];
  return word === undefined ? null : (word.toLowerCase() as Side);
}

/** The subset of images that are on no side: CVAT's name for it. */
export const DEFAULT_SUBSET = 'default';
