import { createStore } from 'zustand/vanilla';

/** A user verb: what it is called, the keys that do it, and what it does. */
export interface Shortcut {
  /** `Ctrl+Shift+Z`, `Space`, `,`; several where people have several in their fingers; none for the palette only. */
  readonly keys?: string | readonly string[];
  readonly label: string;
  run(event?: KeyboardEvent): void;
  /** Again and again while the key is held. */
  readonly repeats?: boolean;
  /** Also while a text field or dialog has the focus. */
  readonly everywhere?: boolean;
  readonly disabled?: boolean;
  /** Left out of the palette: a verb that needs the pointer where it is, or the palette itself. */
  readonly keysOnly?: boolean;
}

/** The verbs of one part of the studio, in force while that part is shown. */
export interface ShortcutGroup {
  readonly scope: string;
  readonly shortcuts: readonly Shortcut[];
}

export interface ShortcutsStore {
  /** In the order in which they came; the last one asked for a key first. */
  readonly groups: readonly ShortcutGroup[];
}

/** One registry a page: keys, sheet and palette all read it. */
export const shortcutsStore = createStore<ShortcutsStore>()(() => ({ groups: [] }));

/** Puts a group in force; the function it returns takes it out. */
export function registerShortcuts(group: ShortcutGroup): () => void {
  shortcutsStore.setState(({ groups }) => ({ groups: [...groups, group] }));
  return () => shortcutsStore.setState(({ groups }) => ({ groups: groups.filter(each => each !== group) }));
}
