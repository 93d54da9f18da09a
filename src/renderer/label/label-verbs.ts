import { shapeOf } from '../../shared/labels/shapes/shapes.ts';
import { movedBy } from '../canvas/label-shape.ts';
import { labelKey } from './session-state.ts';
import { type ToolName, toolOf } from './tools/tools.ts';
import type { Workbench } from './workbench.ts';

/** Px between a label and its copy in the same image. */
const COPY_OFFSET = 12;
const WIDTHS = { least: 1, most: 200 };

/** What can be done with tools and labels. */
export function labelVerbs(bench: Workbench) {
  const { store, documents, edit, settle, currentDocument, selectedLabel } = bench;
  const get = store.getState;
  const set = store.setState;
  const verbs = {
    choose(toolName: ToolName): void {
      settle();
      set({ toolName, tool: toolOf(toolName).begin(), remarkAt: null });
    },
    /** Takes back the last point of what is drawn, else the last edit of the image. */
    undo(): void {
      const { current } = get();
      if (current === null || !currentDocument() || bench.handle('onBack')) return;
      documents.undo(current);
    },
    redo(): void {
      const { current } = get();
      if (current !== null && currentDocument()) documents.redo(current);
    },
    remove(): void {
      const label = selectedLabel();
      if (!label) return;
      edit([{ kind: 'remove', id: label.id }]);
      set({ selected: null });
    },
    copy: () => set({ clipboard: selectedLabel() ?? get().clipboard }),
    /** Puts the copied label into this image; beside itself if it is its own. */
    paste(label = get().clipboard): void {
      const document = currentDocument();
      if (!label || !document) return;
      const beside = document.labels.some(({ id }) => id === label.id) ? COPY_OFFSET : 0;
      const copy = { ...movedBy(label, beside, beside), id: crypto.randomUUID(), source: 'drawn' as const };
      edit([{ kind: 'add', index: document.labels.length, label: copy }]);
      set({ selected: copy.id });
    },
    duplicate: () => verbs.paste(selectedLabel()),
    /** The class of new labels, and of the selected one. */
    chooseClass(name: string): void {
      const label = selectedLabel();
      if (label && label.class !== name) edit([{ kind: 'set-class', id: label.id, class: name }]);
      set({ className: name });
    },
    /** Of the selected label, if it has one, else of what the tool draws; px. */
    setWidth(width: number | ((now: number) => number)): void {
      const { toolName } = get();
      const label = toolName === 'select' ? selectedLabel() : null;
      const stroke = label && shapeOf(label).stroke;
      const changed = (now: number) => (typeof width === 'number' ? width : width(now));
      if (stroke) edit([{ kind: 'replace', label: stroke.widened(label, changed(stroke.width(label))) }]);
      else
        set(state => ({
          [toolOf(toolName).width ?? 'lineWidth']: changed(state[toolOf(toolName).width ?? 'lineWidth']),
        }));
    },
    /** Wider or narrower by a step. */
    widen: (direction: 1 | -1) => verbs.setWidth(now => widened(now, direction)),
    toggle(what: 'hidden' | 'locked', id: string): void {
      const { current } = get();
      const key = labelKey(current ?? '', id);
      const next = new Set(get()[what]);
      if (!next.delete(key)) next.add(key);
      set({ [what]: next });
    },
  };
  return verbs;
}

/** Fine steps for thin lines, coarse ones for thick. */
function widened(width: number, direction: 1 | -1): number {
  const step = width + direction / 2 < 10 ? 0.5 : width < 40 ? 2 : 8;
  return Math.min(WIDTHS.most, Math.max(WIDTHS.least, width + direction * step));
}
