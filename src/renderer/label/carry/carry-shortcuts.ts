import type { Shortcut } from '../../stores/shortcuts-store.ts';

/** How labels go through a video; `frames`: over so many at once. */
export function carryShortcuts(carry: (steps: number) => void, frames: number) {
  return {
    next: { keys: 'Ctrl+B', label: 'Carry the labels to the next frame, and go there', run: () => carry(1) },
    previous: {
      keys: 'Ctrl+Shift+B',
      label: 'Carry the labels to the frame before, and go there',
      run: () => carry(-1),
    },
    on: { keys: 'Shift+B', label: `Carry the labels over the next ${frames} frames`, run: () => carry(frames) },
    back: { label: `Carry the labels over the ${frames} frames before`, run: () => carry(-frames) },
  } satisfies Record<string, Shortcut>;
}
