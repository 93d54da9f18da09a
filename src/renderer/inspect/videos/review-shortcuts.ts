import type { Shortcut } from '../../stores/shortcuts-store.ts';
import type { Events } from './use-events.ts';
import type { Looks } from './use-look.ts';

interface Verbs extends Pick<Events, 'go' | 'judge'>, Pick<Looks, 'step' | 'play'> {
  toLabel(): void;
  turn(): void;
}

/** What is done with the events of an inspection, and with the frames of its video. */
export function reviewShortcuts({ go, judge, step, play, toLabel, turn }: Verbs) {
  return {
    next: { keys: 'N', label: 'Next event or frame', repeats: true, run: () => go(1) },
    previous: { keys: 'P', label: 'Previous event or frame', repeats: true, run: () => go(-1) },
    frameOn: { keys: '.', label: 'Next frame that was looked at', repeats: true, run: () => step(1) },
    frameBack: { keys: ',', label: 'Previous frame that was looked at', repeats: true, run: () => step(-1) },
    play: { keys: 'Space', label: 'Play what was looked at, or pause', run: play },
    true: { keys: 'Y', label: 'True: a crack (again: take it back)', run: () => judge('true') },
    false: { keys: 'X', label: 'False: no crack (again: take it back)', run: () => judge('false') },
    unsure: { keys: 'U', label: 'Unsure (again: take it back)', run: () => judge('unsure') },
    label: { keys: 'E', label: 'Save the frame and open it in Label', run: toLabel },
    turn: { keys: 'B', label: 'Events, frames to ask about, or the comparison', run: turn },
  } satisfies Record<string, Shortcut>;
}

export type ReviewShortcuts = ReturnType<typeof reviewShortcuts>;
