import type { Shortcut } from '../../stores/shortcuts-store.ts';
import type { LabelSession } from '../session.ts';

/** What is done with what a model found. */
export function modelShortcuts(session: LabelSession, ask: () => void) {
  return {
    ask: { keys: 'Y', label: 'Label this image with the model', run: ask },
    accept: { keys: 'Shift+Y', label: 'Accept what the model found', run: session.accept },
    throwAway: { keys: 'Shift+X', label: 'Throw away what the model found', run: session.throwAway },
  } satisfies Record<string, Shortcut>;
}
