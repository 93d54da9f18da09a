import { waitsForReview } from '../../shared/labels/image-choice.ts';
import type { LabelEdit } from '../../shared/labels/label-edits.ts';
import type { Remark, Review } from '../../shared/schemas/label.ts';
import { liveImages, neighbour } from './session-state.ts';
import { toolOf } from './tools/tools.ts';
import type { Workbench } from './workbench.ts';

/** What a second pair of eyes does: approve, or send back with remarks. Reviews are signed with `user`. */
export function reviewVerbs(bench: Workbench, user: string) {
  const { store, documents, edit, open, settle, currentDocument, notify } = bench;
  const signed = (verdict: Review['verdict'], remarks: readonly Remark[]): LabelEdit => ({
    kind: 'set-review',
    review: { verdict, remarks: [...remarks], at: new Date().toISOString(), by: user },
  });
  const remarksOf = () => currentDocument()?.review?.remarks ?? [];

  function sendBack(remarks: readonly Remark[]): void {
    // Sent back without a remark, nobody would know why.
    if (remarks.length === 0) edit([{ kind: 'set-review', review: null }]);
    else edit([{ kind: 'set-state', state: 'in progress' }, signed('returned', remarks)]);
  }

  return {
    /** All cracks are labelled, and rightly: on to the next image that waits for a review. */
    approveAndGoOn(): void {
      if (!currentDocument()) return;
      settle();
      edit([{ kind: 'set-state', state: 'verified' }, signed('approved', remarksOf())]);
      const images = liveImages(store.getState().images ?? [], documents.store.getState().open);
      const { current } = store.getState();
      const next = neighbour(images, current, 1, waitsForReview) ?? neighbour(images, null, 1, waitsForReview);
      if (next === null) notify('notice', 'No other verified image waits for a review.');
      else void open(next);
    },
    /** Sends the image back with a remark on the place that was clicked. */
    remark(text: string): void {
      const { remarkAt } = store.getState();
      if (!remarkAt || !text.trim()) return;
      const returned = currentDocument()?.review?.verdict === 'returned';
      sendBack([...(returned ? remarksOf() : []), { at: remarkAt, text: text.trim() }]);
      store.setState({ remarkAt: null, toolName: 'select', tool: toolOf('select').begin() });
    },
    /** Takes a remark back; with the last one the image is no longer sent back. */
    removeRemark(index: number): void {
      sendBack(remarksOf().filter((_, i) => i !== index));
    },
    /** The edits by which an image that was sent back is put forward again. */
    answering(): LabelEdit[] {
      return currentDocument()?.review?.verdict === 'returned' ? [signed('answered', remarksOf())] : [];
    },
  };
}
