import type { ShownEvent } from '../../../shared/contract-inspections.ts';

/** What the list of events can be sorted by; the largest first, but for their order in the video. */
const KEYS = {
  begin: ({ begin }: ShownEvent) => -begin.frame,
  length: ({ length_px }: ShownEvent) => length_px,
  widest: ({ width_max_px }: ShownEvent) => width_max_px,
  score: ({ peak }: ShownEvent) => peak.score,
} as const;
export type SortKey = keyof typeof KEYS;

export const SORTS: Readonly<Record<SortKey, string>> = {
  begin: 'In time',
  length: 'Longest',
  widest: 'Widest',
  score: 'Score',
};

export const SHOWN = { all: 'All', open: 'Not judged', true: 'True', false: 'False', unsure: 'Unsure' } as const;
export type ShownKind = keyof typeof SHOWN;

export interface ListOrder {
  readonly sort: SortKey;
  readonly shown: ShownKind;
}

export function sorted(events: readonly ShownEvent[], { sort }: ListOrder): ShownEvent[] {
  return events.toSorted((a, b) => KEYS[sort](b) - KEYS[sort](a) || a.id - b.id);
}

export function isShown({ verdict }: ShownEvent, { shown }: ListOrder): boolean {
  return shown === 'all' || (verdict?.verdict ?? 'open') === shown;
}
