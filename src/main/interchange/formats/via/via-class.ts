import { UNNAMED_CLASS } from '../foreign.ts';
import type { ViaRegion } from './via-region.ts';

/** An attribute that is called so holds the class, if any does. */
const LIKELY = /^(class|label|category|type|name|kind|object|defect|damage)([ _-]?(name|type|class|id))?$/i;

/**
 * How to tell the class of a region: VIA lets everybody name attributes as they like, so it is the likeliest by its name among
 * those of all regions, else the one that most have. Where no region has attributes, there is one class; a region that alone has
 * none has no class.
 */
export function classReader(regions: Iterable<ViaRegion | null>): (region: ViaRegion) => string {
  const counts = new Map<string, number>();
  for (const region of regions) {
    for (const [key, value] of Object.entries(region?.region_attributes ?? {})) {
      if (textOf(value) !== '') counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  }
  const keys = [...counts.keys()].sort((a, b) => counts.get(b)! - counts.get(a)!);
  const attribute = keys.find(key => LIKELY.test(key.trim())) ?? keys[0];
  return region => (attribute === undefined ? UNNAMED_CLASS : textOf(region.region_attributes[attribute]));
}

/** Of a text, a choice, or the first of boxes that are ticked: `{"crack": true, "wet": false}`. */
function textOf(value: unknown): string {
  if (typeof value === 'string' || typeof value === 'number') return String(value).trim();
  if (typeof value !== 'object' || value === null) return '';
  return (Object.entries(value).find(([, isTicked]) => isTicked === true)?.[0] ?? '').trim();
}
