import { type Combination, combinedBy } from '../../shared/labels/combine-labels.ts';
import { joinEdits } from '../../shared/labels/join-lines.ts';
import type { LabelEdit } from '../../shared/labels/label-edits.ts';
import { type Reshape, reshapedBy } from '../../shared/labels/reshape.ts';
import { shapeOf } from '../../shared/labels/shapes/shapes.ts';
import { keysOf } from '../../shared/table.ts';
import { movedBy } from '../canvas/label-shape.ts';
import { labelKey, type SessionState } from './session-state.ts';
import { simplifying } from './tools/simplifying.ts';
import { type ToolName, toolOf } from './tools/tools.ts';
import { FOLLOWABLE } from './wire/wire.ts';
import type { Workbench } from './workbench.ts';

/** Px between a label and its copy in the same image. */
const COPY_OFFSET = 12;
const FOLLOWED = keysOf(FOLLOWABLE);
const WIDTHS = { least: 1, most: 200 };

/** What can be done with tools and labels. */
export function labelVerbs(bench: Workbench, bulk: { undoBulk(): boolean; redoBulk(): boolean }) {
  const { store, documents, edit, settle, currentDocument, selectedLabels } = bench;
  const get = store.getState;
  const set = store.setState;
  const inOrderOfSelection = () => {
    const { selected } = get();
    return selectedLabels().toSorted((a, b) => selected.indexOf(a.id) - selected.indexOf(b.id));
  };
  const verbs = {
    choose(toolName: ToolName): void {
      settle();
      set({ toolName, tool: toolOf(toolName).begin(), remarkAt: null });
    },
    /** Takes back the last point of what is drawn, else what was last done to many images, or in this one. */
    undo(): void {
      const { current } = get();
      if (current === null || !currentDocument() || bench.handle('onBack') || bulk.undoBulk()) return;
      documents.undo(current);
    },
    redo(): void {
      const { current } = get();
      if (bulk.redoBulk()) return;
      if (current !== null && currentDocument()) documents.redo(current);
    },
    remove(): void {
      const labels = selectedLabels();
      edit(labels.map(({ id }) => ({ kind: 'remove', id })));
      if (labels.length > 0) set({ selected: [] });
    },
    copy(): void {
      const labels = selectedLabels();
      if (labels.length > 0) set({ clipboard: labels });
    },
    /** Puts the copied labels into this image; beside themselves if they are its own. */
    paste(labels = get().clipboard): void {
      const document = currentDocument();
      if (!document) return;
      const isHere = document.labels.some(({ id }) => labels.some(label => label.id === id));
      const beside = isHere ? COPY_OFFSET : 0;
      const copies = labels.map(label => ({
        ...movedBy(label, beside, beside),
        id: crypto.randomUUID(),
        source: 'drawn' as const,
      }));
      edit(copies.map((label, i) => ({ kind: 'add', index: document.labels.length + i, label })));
      if (copies.length > 0) set({ selected: copies.map(({ id }) => id) });
    },
    duplicate: () => verbs.paste(selectedLabels()),
    /** Selects a label, besides those that are or instead of them; with `besides` one that is selected no longer is. */
    pick(id: string, besides: boolean): void {
      const { selected } = get();
      if (!besides) set({ selected: [id] });
      else set({ selected: selected.includes(id) ? selected.filter(each => each !== id) : [...selected, id] });
    },
    pickAll(): void {
      set({ selected: currentDocument()?.labels.map(({ id }) => id) ?? [] });
    },
    /** Combines the selected labels into the one that was selected first, as a brush mask. */
    combine(how: Combination): void {
      const document = currentDocument();
      const labels = inOrderOfSelection();
      if (!document || labels.length < 2) return;
      edit(combinedBy(how, labels, document));
      set({ selected: [labels[0].id] });
    },
    /** Changes the pixels of the selected labels, which become brush masks. */
    reshape(how: Reshape): void {
      const document = currentDocument();
      if (document) edit(reshapedBy(how, selectedLabels(), document));
    },
    /** Joins the selected lines end to end into the one that was selected first. */
    join(): void {
      const labels = inOrderOfSelection();
      const edits = joinEdits(labels);
      edit(edits);
      const [first] = edits;
      if (first?.kind === 'replace') set({ selected: [first.label.id] });
    },
    /** Shows the selected labels with fewer vertices, by a tolerance in px, until that is applied or dropped; 0 drops it. */
    simplify(tolerance: number): void {
      if (get().toolName !== 'select') verbs.choose('select');
      set({ tolerance, tool: tolerance > 0 ? simplifying(tolerance) : toolOf('select').begin() });
    },
    /** The class of new labels, and of the selected ones. */
    chooseClass(name: string): void {
      const others = selectedLabels().filter(label => label.class !== name);
      edit(others.map(({ id }) => ({ kind: 'set-class', id, class: name })));
      set({ className: name });
    },
    /** Of the selected labels, if they have one, else of what the tool draws; px. */
    setWidth(width: number | ((now: number) => number)): void {
      const { toolName } = get();
      const changed = (now: number) => (typeof width === 'number' ? width : width(now));
      const edits = (toolName === 'select' ? selectedLabels() : []).flatMap((label): LabelEdit[] => {
        const { stroke } = shapeOf(label);
        return stroke ? [{ kind: 'replace', label: stroke.widened(label, changed(stroke.width(label))) }] : [];
      });
      const field = toolOf(toolName).width ?? 'lineWidth';
      if (edits.length > 0) edit(edits);
      else set(state => ({ [field]: changed(state[field]) }));
    },
    follow: (followed: SessionState['followed']) => set({ followed }),
    followNext: () =>
      set(({ followed }) => ({ followed: FOLLOWED[(FOLLOWED.indexOf(followed) + 1) % FOLLOWED.length] })),
    /** Wider or narrower by a step. */
    widen: (direction: 1 | -1) => verbs.setWidth(now => widened(now, direction)),
    /** Hides or locks labels; those that all are come back. */
    toggle(what: 'hidden' | 'locked', ids: readonly string[]): void {
      const { current, [what]: before } = get();
      const keys = ids.map(id => labelKey(current ?? '', id));
      const isOn = keys.every(key => before.has(key));
      const rest = [...before].filter(key => !keys.includes(key));
      set({ [what]: new Set(isOn ? rest : [...rest, ...keys]) });
    },
  };
  return verbs;
}

/** Fine steps for thin lines, coarse ones for thick. */
function widened(width: number, direction: 1 | -1): number {
  const step = width + direction / 2 < 10 ? 0.5 : width < 40 ? 2 : 8;
  return Math.min(WIDTHS.most, Math.max(WIDTHS.least, width + direction * step));
}
