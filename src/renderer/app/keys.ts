/** What is looked at in a KeyboardEvent. */
export interface Keystroke {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

interface Chord {
  readonly key: string;
  readonly ctrl: boolean;
  readonly alt: boolean;
  readonly shift: boolean;
}

const MODIFIERS = /^(?:(?:Ctrl|Alt|Shift)\+)*/;

/** How people write keys -> `KeyboardEvent.key`, lower case. */
const NAMES: Readonly<Record<string, string>> = {
  space: ' ',
  esc: 'escape',
  left: 'arrowleft',
  right: 'arrowright',
  up: 'arrowup',
  down: 'arrowdown',
};

/** Reads `Ctrl+Shift+Z`. */
function parseKeys(keys: string): Chord {
  const [modifiers] = MODIFIERS.exec(keys) ?? [''];
  const name = keys.slice(modifiers.length).toLowerCase();
  const has = (modifier: string) => modifiers.includes(modifier);
  return { key: NAMES[name] ?? name, ctrl: has('Ctrl'), alt: has('Alt'), shift: has('Shift') };
}

/**
 * Whether a keystroke is the one written. Ctrl is also Command. Shift counts with letters and named keys only: which sign
 * needs it (`?`, `+`, `[`) depends on the keyboard.
 */
export function isPressed(keys: string, stroke: Keystroke): boolean {
  const chord = parseKeys(keys);
  const key = stroke.key.toLowerCase();
  const isSign = key.length === 1 && key.toUpperCase() === key && key !== ' ';
  return (
    chord.key === key &&
    chord.ctrl === (stroke.ctrlKey || stroke.metaKey) &&
    chord.alt === stroke.altKey &&
    (chord.shift === stroke.shiftKey || (isSign && !chord.shift))
  );
}

/** One spelling or several, as a list. */
export function spellings(keys: string | readonly string[] | undefined): readonly string[] {
  if (keys === undefined) return [];
  return typeof keys === 'string' ? [keys] : keys;
}

/** What stands on or over the button of a verb: `Undo (Ctrl+Z)`, or other words with its key; of several keys the first. */
export function withKey({ label, keys }: { label: string; keys?: string | readonly string[] }, words = label): string {
  const [first] = spellings(keys);
  return first === undefined ? words : `${words} (${keyCaps(first).join('+')})`;
}

/** The caps to draw for `Ctrl+Shift+Z`. */
export function keyCaps(keys: string): readonly string[] {
  const [modifiers] = MODIFIERS.exec(keys) ?? [''];
  const key = keys.slice(modifiers.length);
  const caps: Readonly<Record<string, string>> = { Left: '←', Right: '→', Up: '↑', Down: '↓' };
  return [...modifiers.split('+').filter(Boolean), caps[key] ?? (key.length === 1 ? key.toUpperCase() : key)];
}
