import type { Input, Output } from '../../shared/contract.ts';
import type { BulkDone } from '../../shared/contract-bulk.ts';
import { oneLine } from '../../shared/errors.ts';
import type { ClassChange } from '../../shared/labels/class-changes.ts';
import { neighbour, type SessionState } from './session-state.ts';
import type { Workbench } from './workbench.ts';

/** What is done to many images, or to classes, at once: one step, which Undo takes back as long as nothing else was done. */
export function bulkVerbs(bench: Workbench, refresh: () => Promise<void>) {
  const { client, store, documents, settle, notify } = bench;

  /** `nothing`: what is said where there was nothing to do; null: what the call says. */
  async function make(
    call: () => Promise<BulkDone>,
    nothing: string | null = 'All of them are so already.',
  ): Promise<void> {
    settle();
    await documents.sent();
    const { id, what, left } = await call();
    store.setState({ bulkUndo: id === null ? null : { id, again: () => make(call, nothing) }, bulkRedo: null });
    await verbs.bulkChanged();
    notify('notice', id === null ? (nothing ?? `${what}.`) : `${what}. ${UNDO}`);
    if (left.length > 0) notify('error', `Left as they are, for their labels are damaged: ${left.join(', ')}.`);
  }

  const verbs = {
    /** Changes a class and its labels in every image. Throws a StudioError. */
    async changeClass(change: ClassChange): Promise<void> {
      await make(() => client.call('bulk.classes', { change }));
      if (change.kind === 'rename' && store.getState().className === change.name)
        store.setState({ className: change.to });
    },
    /** Edits images alike. Throws a StudioError. */
    editMany: (images: readonly string[], edit: Input<'bulk.edit'>['edit']) =>
      make(() => client.call('bulk.edit', { images: [...images], edit })),
    /** Carries the selected labels, or all, on over so many frames; over one, that is gone to. Throws a StudioError. */
    async carry(steps: number, job: string): Promise<void> {
      const { current, selected } = store.getState();
      if (current === null) return;
      const labels = bench.selectedLabels().length > 0 ? { labels: [...selected] } : {};
      await make(() => client.call('bulk.carry', { from: current, steps, ...labels, job }), null);
    },
    /** Takes images out of the training set. Throws a StudioError. */
    removeMany: (images: readonly string[]) => make(() => client.call('bulk.remove', { images: [...images] })),
    /** Takes back the last, if nothing was done since; says whether it did. */
    undoBulk(): boolean {
      const { bulkUndo } = store.getState();
      if (!bulkUndo) return false;
      store.setState({ bulkUndo: null, bulkRedo: bulkUndo });
      undo(bulkUndo.id).catch(error => notify('error', oneLine(error)));
      return true;
    },
    redoBulk(): boolean {
      const { bulkRedo } = store.getState();
      if (!bulkRedo) return false;
      store.setState({ bulkRedo: null });
      bulkRedo.again().catch(error => notify('error', oneLine(error)));
      return true;
    },
    /** Labels or classes were changed in many images, here or in another window. */
    async bulkChanged(): Promise<void> {
      const before = store.getState();
      await refresh();
      await leaveGone(before);
      for (const image of Object.keys(documents.store.getState().open)) {
        await documents.read(image).catch(() => documents.drop(image));
      }
    },
  };

  async function undo(id: string): Promise<void> {
    await documents.sent();
    const undone: Output<'bulk.undo'> = await client.call('bulk.undo', { id });
    await verbs.bulkChanged();
    notify('notice', `Undone: ${undone.what}.`);
    if (undone.left.length > 0)
      notify('error', `Left as they are, for somebody has worked on them since: ${undone.left.join(', ')}.`);
  }

  /** On to what followed the image that is no longer there. */
  async function leaveGone({ images: before = [], current }: SessionState): Promise<void> {
    const { images = [] } = store.getState();
    const names = new Set(images.map(({ name }) => name));
    if (current === null || names.has(current)) return;
    const next = neighbour(before, current, 1, ({ name }) => names.has(name)) ?? images.at(-1)?.name ?? null;
    if (next === null) store.setState({ current: null, selected: [] });
    else await bench.open(next);
  }

  return verbs;
}

const UNDO = 'Ctrl+Z takes it back.';
