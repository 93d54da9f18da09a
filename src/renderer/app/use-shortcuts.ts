import { useEffect, useRef } from 'react';
import { registerShortcuts, type Shortcut, shortcutsStore } from '../stores/shortcuts-store.ts';
import { isPressed, spellings } from './keys.ts';

/**
 * Puts a part's shortcuts in force while its component is mounted. `scope` is the heading under which the sheet lists
 * them. The list may be made anew at every render: what runs is always the latest.
 */
export function useShortcuts(scope: string, shortcuts: readonly Shortcut[]): void {
  const latest = useRef(shortcuts);
  latest.current = shortcuts;
  // Registered anew only when what is shown changes, not with every closure.
  const shown = JSON.stringify(shortcuts.map(({ run: _, ...rest }) => rest));
  useEffect(() => {
    const listed: Omit<Shortcut, 'run'>[] = JSON.parse(shown);
    return registerShortcuts({
      scope,
      shortcuts: listed.map((each, i) => ({ ...each, run: event => latest.current[i].run(event) })),
    });
  }, [scope, shown]);
}

/** Gives the page's keystrokes to the registry; the function it returns ends that. */
export function listenForShortcuts(target: Window): () => void {
  const hear = (event: KeyboardEvent) => {
    const found = event.defaultPrevented ? undefined : shortcutFor(event);
    // Outside of a field there is nothing but the whole page to select.
    if (!found && isPressed('Ctrl+A', event) && !isTakenBy(event.target, event.key)) event.preventDefault();
    if (!found) return;
    event.preventDefault();
    found.run(event);
  };
  const focus = ({ target }: FocusEvent) => {
    isReachedByKey = target instanceof HTMLElement && target.matches(':focus-visible');
  };
  target.addEventListener('keydown', hear);
  target.addEventListener('focusin', focus);
  return () => {
    target.removeEventListener('keydown', hear);
    target.removeEventListener('focusin', focus);
  };
}

/** Whether the control that has the focus got it by Tab. Asked when it gets it, for every key makes a clicked one `:focus-visible`. */
let isReachedByKey = false;

function shortcutFor(event: KeyboardEvent): Shortcut | undefined {
  const busy = isTakenBy(event.target, event.key);
  return shortcutsStore
    .getState()
    .groups.toReversed()
    .flatMap(({ shortcuts }) => shortcuts)
    .find(
      ({ keys, disabled, everywhere, repeats }) =>
        !disabled &&
        (everywhere || !busy) &&
        (repeats || !event.repeat) &&
        spellings(keys).some(each => isPressed(each, event)),
    );
}

/** Whether the control that has the focus needs the key itself. */
function isTakenBy(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.closest('[role="dialog"], [role="menu"], [role="listbox"]')) return true;
  const goes = /^(Arrow|Home|End|Page)/.test(key);
  if (target.closest('[role="slider"]')) return goes;
  // Who came by Tab goes through choices with the arrows; who clicked one goes on with the stage's keys.
  if (goes && isReachedByKey && target.matches('input[type=radio]')) return true;
  if (target.matches('input:not([type=checkbox], [type=radio], [type=range]), textarea, select, [contenteditable]')) {
    return true;
  }
  // Who came by Tab presses a button with Space; who clicked it goes on with the stage's keys.
  return (key === ' ' || key === 'Enter') && target.matches(isReachedByKey ? 'button, a, input' : 'input');
}
