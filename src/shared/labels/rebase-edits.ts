import { applyEdits, type LabelContent, type LabelEdit, withProgress } from './label-edits.ts';

export interface Rebased {
  /** To be made on the newest document, one after the other. */
  readonly steps: readonly (readonly LabelEdit[])[];
  /** How many of those that were given are not among them: they change what another hand may have changed. */
  readonly lost: number;
}

/**
 * Takes steps that were made from an older revision of a document to the newest: what a step adds is painted on top, and what was
 * then done to that is done again; a step that changes anything else is lost. What the newest document has already, because
 * its answer was lost, is not added twice.
 */
export function rebased(newest: LabelContent, steps: readonly (readonly LabelEdit[])[]): Rebased {
  const kept: (readonly LabelEdit[])[] = [];
  let document = newest;
  let own: ReadonlySet<string> = new Set<string>();
  let lost = 0;
  for (const step of steps) {
    const known = additionsIn(step, own);
    if (!known) {
      lost++;
      continue;
    }
    own = known;
    const edits = onTop(document, step);
    if (edits.length === 0) continue;
    const again = withProgress(document, edits);
    document = applyEdits(document, again);
    kept.push(again);
  }
  return { steps: kept, lost };
}

/** The ids of the labels that steps so far have added, this one included; null if it changes another label or says more of the image. */
function additionsIn(step: readonly LabelEdit[], own: ReadonlySet<string>): ReadonlySet<string> | null {
  const known = new Set(own);
  for (const edit of step) {
    if (edit.kind === 'add') known.add(edit.label.id);
    else if (edit.kind === 'replace' ? !known.has(edit.label.id) : 'id' in edit && !known.has(edit.id)) return null;
    else if (edit.kind === 'reorder' || (edit.kind === 'set-state' && edit.state !== 'in progress')) return null;
    else if (edit.kind === 'set-review' && edit.review !== null) return null;
  }
  return known;
}

/** The edits of a step that are about labels, with new ones at the end of the document. */
function onTop({ labels }: LabelContent, step: readonly LabelEdit[]): LabelEdit[] {
  let index = labels.length;
  return step.flatMap((edit): LabelEdit[] => {
    if (edit.kind === 'set-state' || edit.kind === 'set-review') return [];
    if (edit.kind !== 'add') return [edit];
    return labels.some(({ id }) => id === edit.label.id) ? [] : [{ ...edit, index: index++ }];
  });
}
