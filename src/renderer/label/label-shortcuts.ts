import type { Shortcut } from '../stores/shortcuts-store.ts';
import type { LabelSession } from './session.ts';
import { type ToolName, toolOf } from './tools/tools.ts';

type Shortcuts = Record<string, Shortcut>;

/** The id of the field that images are found by. */
export const SEARCH_FIELD = 'find-images';

export function toolShortcut(session: LabelSession, name: ToolName) {
  const { key, title } = toolOf(name);
  return { keys: key, label: title, run: () => session.choose(name) } satisfies Shortcut;
}

/** What is done while a tool draws. */
export function drawingShortcuts(session: LabelSession) {
  return {
    narrower: { keys: '[', label: 'Narrower line or brush', repeats: true, run: () => session.widen(-1) },
    wider: { keys: ']', label: 'Wider line or brush', repeats: true, run: () => session.widen(1) },
    follow: {
      keys: 'Shift+W',
      label: 'The wire follows the next: dark or bright cracks or lines',
      run: session.followNext,
    },
    snap: {
      keys: 'N',
      label: 'Snap to vertices, edges and the frame (Ctrl: the other way for the moment)',
      run: () => session.store.setState(({ snapping }) => ({ snapping: !snapping })),
    },
    finish: { keys: 'Enter', label: 'Finish the shape', run: () => session.handle('onComplete') },
    drop: { keys: 'Esc', label: 'Drop the shape, or select nothing', run: () => dropOrDeselect(session) },
  } satisfies Shortcuts;
}

function dropOrDeselect(session: LabelSession): void {
  if (!session.handle('onCancel')) session.store.setState({ selected: [] });
}

/** What is done to the pixels of the selected labels. */
export function reshapeShortcuts({ reshape }: LabelSession) {
  return {
    grow: { keys: 'Shift+Up', label: 'Grow the selected labels by a px', repeats: true, run: () => reshape('grow') },
    shrink: {
      keys: 'Shift+Down',
      label: 'Shrink the selected labels by a px',
      repeats: true,
      run: () => reshape('shrink'),
    },
    fill: { keys: 'Shift+F', label: 'Fill holes of the selected labels', run: () => reshape('fill') },
    smooth: { keys: 'Shift+O', label: 'Smooth the rim of the selected labels', run: () => reshape('smooth') },
  } satisfies Shortcuts;
}

export function editingShortcuts(session: LabelSession) {
  return {
    undo: { keys: 'Ctrl+Z', label: 'Undo', repeats: true, run: session.undo },
    redo: { keys: ['Ctrl+Shift+Z', 'Ctrl+Y'], label: 'Redo', repeats: true, run: session.redo },
    remove: { keys: ['Delete', 'Backspace'], label: 'Delete the selected labels', run: () => backOrRemove(session) },
    copy: { keys: 'Ctrl+C', label: 'Copy the selected labels', run: session.copy },
    paste: { keys: 'Ctrl+V', label: 'Paste them, in another image too', run: () => session.paste() },
    duplicate: { keys: 'Ctrl+D', label: 'Duplicate the selected labels', run: session.duplicate },
    all: { keys: 'Ctrl+A', label: 'Select all labels', run: session.pickAll },
    merge: { keys: 'Shift+M', label: 'Merge the selected labels', run: () => session.combine('merge') },
    subtract: {
      keys: 'Shift+S',
      label: 'Take the other selected labels out of the first',
      run: () => session.combine('subtract'),
    },
    intersect: {
      keys: 'Shift+I',
      label: 'Keep what the selected labels have in common',
      run: () => session.combine('intersect'),
    },
    join: { keys: 'J', label: 'Join the selected lines end to end', run: session.join },
    hide: { keys: 'H', label: 'Hide the selected labels', run: () => toggle(session, 'hidden') },
    lock: { keys: 'K', label: 'Lock the selected labels', run: () => toggle(session, 'locked') },
  } satisfies Shortcuts;
}

/** While a shape is drawn there is no label to delete but the last point. */
function backOrRemove(session: LabelSession): void {
  if (!session.handle('onBack')) session.remove();
}

function toggle(session: LabelSession, what: 'hidden' | 'locked'): void {
  session.toggle(what, session.store.getState().selected);
}

/** The way through the images, and what is said of one on leaving it. */
export function goingShortcuts(session: LabelSession) {
  return {
    previous: { keys: 'A', label: 'Previous image', repeats: true, run: () => session.go(-1) },
    next: { keys: 'D', label: 'Next image', repeats: true, run: () => session.go(1) },
    find: { keys: '/', label: 'Find an image by name', run: () => document.getElementById(SEARCH_FIELD)?.focus() },
    previousUnverified: {
      keys: 'Shift+A',
      label: 'Previous image that is not verified',
      run: () => session.goToUnverified(-1),
    },
    nextUnverified: {
      keys: 'Shift+D',
      label: 'Next image that is not verified',
      run: () => session.goToUnverified(1),
    },
    verify: { keys: 'G', label: 'Verified, go on', run: session.verifyAndGoOn },
    approve: { keys: 'Shift+G', label: 'Approve what another labelled, go on', run: session.approveAndGoOn },
  } satisfies Shortcuts;
}

/** What changes on screen alone. */
export function showingShortcuts({ store }: LabelSession) {
  return {
    bare: { keys: 'T', label: 'Hide all labels as long as it is held', run: () => showBare(store) },
    colour: {
      keys: 'Shift+C',
      label: 'Show the colour original',
      run: () => store.setState(({ colour }) => ({ colour: !colour })),
    },
    localContrast: {
      keys: 'C',
      label: 'Raise the local contrast of the picture',
      run: () => store.setState(({ localContrast }) => ({ localContrast: !localContrast })),
    },
    mask: {
      keys: 'M',
      label: 'Show or hide the mask',
      run: () => store.setState(({ maskOpacity }) => ({ maskOpacity: maskOpacity > 0 ? 0 : 0.45 })),
    },
  } satisfies Shortcuts;
}

function showBare(store: LabelSession['store']): void {
  const end = () => {
    store.setState({ bare: false });
    for (const name of ['keyup', 'blur']) window.removeEventListener(name, end);
  };
  store.setState({ bare: true });
  for (const name of ['keyup', 'blur']) window.addEventListener(name, end);
}

/** `zoom`: by a factor, about the middle of the view. */
export function viewShortcuts({ store }: LabelSession, zoom: (factor: number) => void) {
  return {
    fit: fitShortcut(store),
    zoomIn: { keys: ['+', '='], label: 'Zoom in', repeats: true, run: () => zoom(1.25) },
    zoomOut: { keys: '-', label: 'Zoom out', repeats: true, run: () => zoom(0.8) },
  } satisfies Shortcuts;
}

export function fitShortcut(store: LabelSession['store']): Shortcut {
  return { keys: 'F', label: 'Fit the image', run: () => store.setState({ viewport: null }) };
}
