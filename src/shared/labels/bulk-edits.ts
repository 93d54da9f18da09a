import * as z from 'zod';
import { type ImageLabel, imageLabelSchema } from '../schemas/label.ts';
import { type LabelContent, type LabelEdit, withProgress } from './label-edits.ts';

/** What is done to many images at once: each is labelled to the end, or has no label of another class (or of `from` alone). */
export const bulkEditSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('verify') }),
  z.object({ kind: z.literal('set-class'), class: z.string().min(1), from: z.string().min(1).optional() }),
]);
export type BulkEdit = z.infer<typeof bulkEditSchema>;

/** What it means for one image; nothing where all is so already. `by`: who does it, at which time (ISO 8601). */
export function bulkEdits(document: LabelContent, edit: BulkEdit, at: string, by: string): readonly LabelEdit[] {
  if (edit.kind === 'verify') return document.state === 'verified' ? [] : verification(document, at, by);
  const others = document.labels.filter(
    label => label.class !== edit.class && (edit.from === undefined || label.class === edit.from),
  );
  if (others.length === 0) return [];
  return withProgress(
    document,
    others.map(({ id }) => ({ kind: 'set-class', id, class: edit.class })),
  );
}

/** One that was sent back is put forward again. */
function verification({ review }: LabelContent, at: string, by: string): LabelEdit[] {
  const state: LabelEdit = { kind: 'set-state', state: 'verified' };
  if (review?.verdict !== 'returned') return [state];
  return [state, { kind: 'set-review', review: { ...review, verdict: 'answered', at, by } }];
}

/**
 * The edits of `undo` that still take back what was done: null when one of `done` is no longer as it was left, for somebody has
 * worked on it since.
 */
export function stillUndone(
  document: LabelContent,
  done: readonly LabelEdit[],
  undo: readonly LabelEdit[],
): LabelEdit[] | null {
  if (!done.every(edit => isDone(document, edit))) return null;
  let { length } = document.labels;
  return undo.map(edit => {
    if (edit.kind === 'remove') length--;
    return edit.kind === 'add' ? { ...edit, index: Math.min(edit.index, length++) } : edit;
  });
}

function isDone({ state, labels, review }: LabelContent, edit: LabelEdit): boolean {
  switch (edit.kind) {
    case 'set-state':
      return state === edit.state;
    case 'set-review':
      return JSON.stringify(review ?? null) === JSON.stringify(edit.review);
    case 'set-class':
      return labels.find(({ id }) => id === edit.id)?.class === edit.class;
    case 'add':
      return labels.some(label => label.id === edit.label.id && inWords(label) === inWords(edit.label));
    case 'remove':
      return labels.every(({ id }) => id !== edit.id);
    default:
      return false;
  }
}

/** The same for labels that are alike, in whichever order their parts were written. */
function inWords(label: ImageLabel): string {
  return JSON.stringify(imageLabelSchema.parse(label));
}
