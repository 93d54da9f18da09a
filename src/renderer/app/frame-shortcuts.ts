import type { Shortcut } from '../stores/shortcuts-store.ts';

interface FrameWays {
  /** So many frames on, or back. */
  step(frames: number): void;
  jump(seconds: number): void;
  /** The last frame for any number beyond it. */
  show(frame: number): void;
}

/** The ways through the frames of a video, by the keys that players have for them. */
export function frameShortcuts({ step, jump, show }: FrameWays) {
  return {
    frameOn: { keys: '.', label: 'One frame on', repeats: true, run: () => step(1) },
    frameBack: { keys: ',', label: 'One frame back', repeats: true, run: () => step(-1) },
    on: { keys: 'Right', label: 'On 1 s', repeats: true, run: () => jump(1) },
    back: { keys: 'Left', label: 'Back 1 s', repeats: true, run: () => jump(-1) },
    farOn: { keys: 'Shift+Right', label: 'On 10 s', repeats: true, run: () => jump(10) },
    farBack: { keys: 'Shift+Left', label: 'Back 10 s', repeats: true, run: () => jump(-10) },
    first: { keys: 'Home', label: 'First frame', run: () => show(0) },
    last: { keys: 'End', label: 'Last frame', run: () => show(Number.POSITIVE_INFINITY) },
  } satisfies Record<string, Shortcut>;
}
