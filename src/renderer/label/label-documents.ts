import { createStore } from 'zustand/vanilla';
import type { Client } from '../../shared/api-client.ts';
import { hasCode, oneLine } from '../../shared/errors.ts';
import { applyEdits, invertEdits, type LabelEdit, withProgress } from '../../shared/labels/label-edits.ts';
import { rebased } from '../../shared/labels/rebase-edits.ts';
import type { LabelDocument } from '../../shared/schemas/label.ts';
import { type History, NO_HISTORY, recorded, redone, undone } from './history.ts';

/** Edits on their way to the disk, and the history before them. */
interface Batch {
  readonly edits: readonly LabelEdit[];
  readonly before: History;
}

export interface OpenDocument {
  /** What is safe on disk. */
  readonly confirmed: LabelDocument;
  /** What is on screen: `confirmed` with everything that is on its way. */
  readonly shown: LabelDocument;
  readonly pending: readonly Batch[];
  readonly history: History;
}

export interface LabelDocuments {
  readonly open: Readonly<Record<string, OpenDocument>>;
}

/** Tells the user a sentence. */
export type Notify = (kind: 'error' | 'notice', sentence: string) => void;

/**
 * The label documents that were opened. An edit is seen at once and sent at once, one after the other. What other windows do is
 * shown as they do it; edits that crossed theirs are made on top of them if they only add, else they are taken back like
 * all that are refused, with what was built on them, and the user is told.
 */
export function createLabelDocuments(client: Pick<Client, 'call'>, notify: Notify) {
  const store = createStore<LabelDocuments>(() => ({ open: {} }));
  const sending = new Set<string>();
  /** The newest revision of each image that was told of. */
  const newest = new Map<string, number>();
  const get = (image: string) => store.getState().open[image];
  const put = (image: string, document: OpenDocument) =>
    store.setState(({ open }) => ({ open: { ...open, [image]: document } }));

  /** Reads an image's labels, anew if it was open; its history stays unless another hand changed them meanwhile. */
  async function read(image: string): Promise<void> {
    const known = get(image);
    const { document, notice } = await client.call('labels.read', { image });
    if (notice) notify('notice', notice);
    // Edited meanwhile: what was read is older than what is known.
    if (get(image)?.confirmed !== known?.confirmed || (get(image)?.pending.length ?? 0) > 0) return;
    const same = known?.confirmed.revision === document.revision;
    put(image, { confirmed: document, shown: document, pending: [], history: same ? known.history : NO_HISTORY });
  }

  function change(image: string, edits: readonly LabelEdit[], history: History): void {
    const document = get(image);
    const batch = { edits, before: document.history };
    const shown = applyEdits(document.shown, edits);
    put(image, { ...document, shown, history, pending: [...document.pending, batch] });
    if (!sending.has(image)) void send(image);
  }

  function record(image: string, redo: readonly LabelEdit[]): void {
    const { shown, history } = get(image);
    change(image, redo, recorded(history, { redo, undo: invertEdits(shown, redo) }));
  }

  async function send(image: string): Promise<void> {
    sending.add(image);
    try {
      for (let { confirmed, pending } = get(image); pending.length > 0; { confirmed, pending } = get(image)) {
        const edits = [...pending[0].edits];
        const { revision, problem } = await client.call('labels.edit', { image, revision: confirmed.revision, edits });
        const now = get(image);
        put(image, {
          ...now,
          confirmed: { ...applyEdits(now.confirmed, edits), revision },
          pending: now.pending.slice(1),
        });
        if (problem) notify('error', problem);
      }
    } catch (error) {
      if (hasCode(error, 'stale-labels')) await rebase(image).catch(error => takeBack(image, oneLine(error)));
      else await takeBack(image, oneLine(error));
    } finally {
      sending.delete(image);
      // Edits made while the refused ones were taken back.
      if (get(image).pending.length > 0) void send(image);
      else await catchUp(image);
    }
  }

  async function catchUp(image: string): Promise<void> {
    if ((newest.get(image) ?? 0) > get(image).confirmed.revision) await read(image).catch(() => {});
  }

  /** Makes what is on its way anew, on top of what another window made of the image. */
  async function rebase(image: string): Promise<void> {
    const { document } = await client.call('labels.read', { image });
    const { steps, lost } = rebased(
      document,
      get(image).pending.map(({ edits }) => edits),
    );
    put(image, { confirmed: document, shown: document, pending: [], history: NO_HISTORY });
    for (const step of steps) record(image, step);
    if (lost > 0)
      notify(
        'error',
        `${image} was changed in another window meanwhile, so what you changed there was taken back: look at it again.`,
      );
  }

  async function takeBack(image: string, reason: string): Promise<void> {
    const { confirmed, pending } = get(image);
    put(image, { confirmed, shown: confirmed, pending: [], history: pending[0]?.before ?? NO_HISTORY });
    notify('error', reason);
    await read(image).catch(() => {});
  }

  return {
    store,
    read,
    /** Makes edits of a person on an open image. Throws a StudioError when they do not fit. */
    edit(image: string, edits: readonly LabelEdit[]): void {
      if (edits.length > 0) record(image, withProgress(get(image).shown, edits));
    },
    /** Another window, or this one, has edited an image. */
    async changed(image: string, revision: number): Promise<void> {
      newest.set(image, revision);
      if (get(image) && !sending.has(image)) await catchUp(image);
    },
    /** Resolves when all edits have been answered. */
    sent(): Promise<void> {
      const isSent = () => Object.values(store.getState().open).every(({ pending }) => pending.length === 0);
      return new Promise(resolve => {
        if (isSent()) return resolve();
        const leave = store.subscribe(() => {
          if (!isSent()) return;
          leave();
          resolve();
        });
      });
    },
    /** Forgets an image that is no longer there. */
    drop(image: string): void {
      store.setState(({ open: { [image]: _, ...open } }) => ({ open }));
    },
    undo(image: string): void {
      const last = undone(get(image).history);
      if (last) change(image, last.edits, last.history);
    },
    redo(image: string): void {
      const next = redone(get(image).history);
      if (next) change(image, next.edits, next.history);
    },
  };
}
