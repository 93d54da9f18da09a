import { createStore } from 'zustand/vanilla';
import type { Client } from '../../shared/api-client.ts';
import { oneLine } from '../../shared/errors.ts';
import type { LabelEdit } from '../../shared/labels/label-edits.ts';
import type { ImageLabel, LabelDocument } from '../../shared/schemas/label.ts';
import { createLabelDocuments, type Notify } from './label-documents.ts';
import { initialState, type SessionState, worldOf } from './session-state.ts';
import type { Pointer, Step, World } from './tools/tool.ts';

type PointerHandler = 'onPointerDown' | 'onPointerMove' | 'onPointerUp';
type OtherHandler = 'onComplete' | 'onBack' | 'onNews' | 'onCancel';

/** What the verbs of the stage work on: the documents, what is shown of them, and the tool in hand. */
export function createWorkbench(client: Pick<Client, 'call'>, notify: Notify, className: string) {
  const documents = createLabelDocuments(client, notify);
  const store = createStore<SessionState>(() => initialState(className));
  const get = store.getState;
  const set = store.setState;
  let pixel = 1;

  const currentDocument = (): LabelDocument | null => {
    const { current } = get();
    return current === null ? null : (documents.store.getState().open[current]?.shown ?? null);
  };

  function edit(edits: readonly LabelEdit[]): void {
    const { current } = get();
    if (current === null || !currentDocument()) return;
    try {
      documents.edit(current, edits);
      if (edits.length > 0) set({ bulkUndo: null, bulkRedo: null });
    } catch (error) {
      notify('error', oneLine(error));
    }
  }

  function perform({ to, edits, select, lineWidth, remarkAt }: Step): void {
    if (edits) edit(edits);
    set({
      ...(to && { tool: to }),
      ...(select && { selected: select }),
      ...(lineWidth && { lineWidth }),
      ...(remarkAt && { remarkAt }),
    });
  }

  /** Asks the tool, if an image is open and its state has the handler; says whether it had. */
  function ask(step: (world: World) => Step | undefined): boolean {
    const document = currentDocument();
    const answer = document && step(worldOf(get(), document, pixel));
    if (answer) perform(answer);
    return Boolean(answer);
  }

  const selectedLabels = (): readonly ImageLabel[] => {
    const document = currentDocument();
    return document ? worldOf(get(), document, pixel).selection : [];
  };

  const handle = (handler: OtherHandler) => ask(world => get().tool[handler]?.(world));

  /** Before the hand goes elsewhere: a shape that can be finished is, for a slip must not cost a long line. */
  function settle(): void {
    if (!handle('onComplete')) handle('onCancel');
  }

  async function open(name: string): Promise<void> {
    if (name !== get().current) settle();
    set({ current: name, selected: [], remarkAt: null });
    try {
      await documents.read(name);
    } catch (error) {
      notify('error', oneLine(error));
    }
  }

  return {
    client,
    notify,
    store,
    documents,
    edit,
    open,
    settle,
    currentDocument,
    selectedLabels,
    /** How large the canvas shows the picture: picture px to a CSS px. */
    see(size: number): void {
      pixel = size;
    },
    /** Gives the tool what the pointer or a key does; says whether it had a use for it. */
    pointer: (handler: PointerHandler, pointer: Pointer) => ask(world => get().tool[handler]?.(pointer, world)),
    handle,
  };
}
export type Workbench = ReturnType<typeof createWorkbench>;
