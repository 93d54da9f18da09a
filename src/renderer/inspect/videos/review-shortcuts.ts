import type { Shortcut } from '../../stores/shortcuts-store.ts';
import type { Events } from './use-events.ts';

interface Verbs extends Pick<Events, 'go' | 'judge'> {
  toLabel(): void;
  turn(): void;
}

/** What is done with the events of an inspection, and with the frames of its video. */
export function reviewShortcuts({ go, judge, toLabel, turn }: Verbs) {
  return {
    next: { keys: 'N', label: 'Next event or frame', repeats: true, run: () => go(1) },
    previous: { keys: 'P', label: 'Previous event or frame', repeats: true, run: () => go(-1) },
    true: { keys: 'Y', label: 'True: a crack (again: take it back)', run: () => judge('true') },
    false: { keys: 'X', label: 'False: no crack (again: take it back)', run: () => judge('false') },
    unsure: { keys: 'U', label: 'Unsure (again: take it back)', run: () => judge('unsure') },
    label: { keys: 'E', label: 'Save the frame and open it in Label', run: toLabel },
    turn: { keys: 'B', label: 'Events, frames to ask about, or the comparison', run: turn },
  } satisfies Record<string, Shortcut>;
}

export type ReviewShortcuts = ReturnType<typeof reviewShortcuts>;
