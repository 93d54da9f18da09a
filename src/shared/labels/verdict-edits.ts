import type { EventVerdict } from '../schemas/inspection.ts';
import type { ImageLabel } from '../schemas/label.ts';
import type { LabelContent, LabelEdit } from './label-edits.ts';
import { isPredicted } from './predictions.ts';

/** What a person said of a crack of an inspection, and what that means for the frame in which it shows best. */
export interface Judged {
  /** Null: it was taken back. */
  readonly verdict: EventVerdict | null;
  /** The crack as labels of source `predicted`; all ids begin with `mark`, which no other crack has. */
  readonly labels: readonly ImageLabel[];
  readonly mark: string;
  /** Whether the frame shows another crack that nobody has rejected. */
  readonly showsOthers: boolean;
}

/**
 * The edits that bring a frame in line with a verdict: a crack becomes labels for a person to look at; what is none goes, and a frame in which
 * nothing else is left is verified as one without cracks. What people drew stays, and so does the state that goes with it.
 */
export function verdictEdits(document: LabelContent, { verdict, labels, mark, showsOthers }: Judged): LabelEdit[] {
  const isOwn = (label: ImageLabel) => label.id.startsWith(mark);
  const gone = document.labels.filter(label => isOwn(label) && isPredicted(label));
  const left = document.labels.filter(label => !gone.includes(label));
  const edits: LabelEdit[] = gone.map(({ id }) => ({ kind: 'remove', id }));
  const state = (to: LabelContent['state']) => {
    if (document.state !== to) edits.push({ kind: 'set-state', state: to });
  };
  const isEmpty = left.length === 0;
  const wasEmpty = document.labels.length === 0;
  if (verdict === 'false' && isEmpty && !showsOthers) state('verified');
  if (verdict !== 'false' && wasEmpty && document.state === 'verified') state('unlabelled');
  // What a person has accepted, or labelled otherwise, is better than what the model saw.
  if (verdict !== 'true' || left.some(isOwn) || (document.state === 'verified' && !wasEmpty)) return edits;
  return [...edits, ...labels.map((label, i): LabelEdit => ({ kind: 'add', index: left.length + i, label }))];
}
