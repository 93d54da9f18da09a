import { useProject } from '../app/studio-context.tsx';
import { useShortcuts } from '../app/use-shortcuts.ts';
import type { Shortcut } from '../stores/shortcuts-store.ts';
import {
  drawingShortcuts,
  editingShortcuts,
  goingShortcuts,
  reshapeShortcuts,
  showingShortcuts,
  toolShortcut,
} from './label-shortcuts.ts';
import { TOOL_NAMES } from './tools/tools.ts';
import { useLabelSession } from './use-session.ts';

/** The keys of this stage, where people have them from other labelling programs. */
export function useLabelShortcuts(): void {
  const session = useLabelSession();
  const { project } = useProject();
  const classKeys = project.classes.flatMap(({ name, key }): Shortcut[] =>
    key ? [{ keys: key, label: `Class ${name}`, run: () => session.chooseClass(name) }] : [],
  );
  // The sheet lists the last first.
  useShortcuts('Images and display', [
    ...Object.values(goingShortcuts(session)),
    ...Object.values(showingShortcuts(session)),
  ]);
  useShortcuts('Edit', [
    ...Object.values(editingShortcuts(session)),
    ...Object.values(reshapeShortcuts(session)),
    ...classKeys,
  ]);
  useShortcuts('Draw', [
    ...TOOL_NAMES.map(name => toolShortcut(session, name)),
    ...Object.values(drawingShortcuts(session)),
  ]);
}
