import { useProject } from '../app/studio-context.tsx';
import { useShortcuts } from '../app/use-shortcuts.ts';
import type { Shortcut } from '../stores/shortcuts-store.ts';
import type { LabelSession } from './session.ts';
import { useLabelSession } from './use-session.ts';

/** The keys of this stage, where people have them from other labelling programs. */
export function useLabelShortcuts(): void {
  const session = useLabelSession();
  const { project } = useProject();
  const classKeys = project.classes.flatMap(({ name, key }): Shortcut[] =>
    key ? [{ keys: key, label: `Class ${name}`, run: () => session.chooseClass(name) }] : [],
  );
  // The sheet lists the last first.
  useShortcuts('Images and display', [...going(session), ...showing(session)]);
  useShortcuts('Edit', [...editing(session), ...classKeys]);
  useShortcuts('Draw', drawing(session));
}

function drawing(session: LabelSession): Shortcut[] {
  return [
    { keys: 'V', label: 'Select and change', run: () => session.choose('select') },
    { keys: 'P', label: 'Polygon', run: () => session.choose('polygon') },
    { keys: 'L', label: 'Polyline', run: () => session.choose('polyline') },
    { keys: 'B', label: 'Brush', run: () => session.choose('brush') },
    { keys: 'E', label: 'Eraser', run: () => session.choose('eraser') },
    { keys: '[', label: 'Narrower line or brush', repeats: true, run: () => session.widen(-1) },
    { keys: ']', label: 'Wider line or brush', repeats: true, run: () => session.widen(1) },
    { keys: 'Enter', label: 'Finish the shape', run: () => session.handle('onComplete') },
    { keys: 'Esc', label: 'Drop the shape, or select nothing', run: () => dropOrDeselect(session) },
  ];
}

function dropOrDeselect(session: LabelSession): void {
  if (!session.handle('onCancel')) session.store.setState({ selected: null });
}

function editing(session: LabelSession): Shortcut[] {
  return [
    { keys: 'Ctrl+Z', label: 'Undo', repeats: true, run: session.undo },
    { keys: ['Ctrl+Shift+Z', 'Ctrl+Y'], label: 'Redo', repeats: true, run: session.redo },
    { keys: ['Delete', 'Backspace'], label: 'Delete the label', run: () => backOrRemove(session) },
    { keys: 'Ctrl+C', label: 'Copy the label', run: session.copy },
    { keys: 'Ctrl+V', label: 'Paste it, in another image too', run: () => session.paste() },
    { keys: 'Ctrl+D', label: 'Duplicate the label', run: session.duplicate },
    { keys: 'H', label: 'Hide the label', run: () => toggle(session, 'hidden') },
    { keys: 'K', label: 'Lock the label', run: () => toggle(session, 'locked') },
  ];
}

/** While a shape is drawn there is no label to delete but the last point. */
function backOrRemove(session: LabelSession): void {
  if (!session.handle('onBack')) session.remove();
}

function toggle(session: LabelSession, what: 'hidden' | 'locked'): void {
  const { selected } = session.store.getState();
  if (selected !== null) session.toggle(what, selected);
}

function going(session: LabelSession): Shortcut[] {
  return [
    { keys: 'A', label: 'Previous image', repeats: true, run: () => session.go(-1) },
    { keys: 'D', label: 'Next image', repeats: true, run: () => session.go(1) },
    { keys: 'G', label: 'Verified, go on', run: session.verifyAndGoOn },
    { keys: 'Shift+G', label: 'Approve what another labelled, go on', run: session.approveAndGoOn },
    { keys: 'R', label: 'Send back with a remark', run: () => session.choose('remark') },
  ];
}

function showing(session: LabelSession): Shortcut[] {
  const { store } = session;
  return [
    {
      keys: 'C',
      label: 'Raise the local contrast of the picture',
      run: () => store.setState(({ localContrast }) => ({ localContrast: !localContrast })),
    },
    {
      keys: 'M',
      label: 'Show or hide the mask',
      run: () => store.setState(({ maskOpacity }) => ({ maskOpacity: maskOpacity > 0 ? 0 : 0.45 })),
    },
  ];
}
