import type { LabelEdit } from '../../shared/labels/label-edits.ts';

/** Edits, and those that take them back. */
export interface Change {
  readonly redo: readonly LabelEdit[];
  readonly undo: readonly LabelEdit[];
}

/** Never changed in place, so that a history of a moment ago is still there when an edit is refused. */
type Stack = { readonly top: Change; readonly below: Stack } | null;

/** What can be undone and redone in one image. */
export interface History {
  readonly done: Stack;
  readonly undone: Stack;
}

export const NO_HISTORY: History = { done: null, undone: null };

export function recorded({ done }: History, change: Change): History {
  return { done: { top: change, below: done }, undone: null };
}

/** The edits that take the last change back, and the history without it; null when there is none. */
export function undone({ done, undone }: History): { edits: readonly LabelEdit[]; history: History } | null {
  if (!done) return null;
  return { edits: done.top.undo, history: { done: done.below, undone: { top: done.top, below: undone } } };
}

/** The edits that make the last change that was taken back again. */
export function redone({ done, undone }: History): { edits: readonly LabelEdit[]; history: History } | null {
  if (!undone) return null;
  return { edits: undone.top.redo, history: { done: { top: undone.top, below: done }, undone: undone.below } };
}
