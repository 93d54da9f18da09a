import { architectureOf, type NetworkSpec } from './architecture.ts';
import type { Entry } from './entries.ts';

/** A tensor of a network, and where it begins in the flat vector of its kind (floats). */
export interface Parameter extends Entry {
  readonly offset: number;
  readonly size: number;
}

/** Every tensor of a network in the order of its state_dict (the reference's, for the plain one); offsets count within a kind. */
export function parameterCatalogue(spec: NetworkSpec): Parameter[] {
  const offsets = { trainable: 0, running: 0 };
  return architectureOf(spec)
    .entries(spec)
    .map(entry => {
      const size = entry.shape.reduce((a, b) => a * b, 1);
      const offset = offsets[entry.kind];
      offsets[entry.kind] += size;
      return { ...entry, size, offset };
    });
}

/** The number of floats in the flat vector of a kind. 7,762,465 are trainable in the plain network at base 32. */
export function flatSize(spec: NetworkSpec, kind: Parameter['kind']): number {
  return parameterCatalogue(spec).reduce((sum, p) => sum + (p.kind === kind ? p.size : 0), 0);
}
