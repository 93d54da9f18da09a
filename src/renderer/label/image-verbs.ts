import type { LabelEdit } from '../../shared/labels/label-edits.ts';
import type { ImageSummary } from '../../shared/schemas/label.ts';
import { liveImages, neighbour, passes, type StateFilter } from './session-state.ts';
import type { Workbench } from './workbench.ts';

/** The way through the images. `answering`: the edits by which one that was sent back is put forward again. */
export function imageVerbs(bench: Workbench, answering: () => readonly LabelEdit[]) {
  const { client, tell, store, documents, edit, open, settle, currentDocument } = bench;
  const get = store.getState;
  const set = store.setState;
  const images = () => liveImages(get().images ?? [], documents.store.getState().open);
  return {
    /** Reads the list of images; opens the first that is not verified when none is open. Throws a StudioError. */
    async refresh(wanted: string | null = get().current): Promise<void> {
      const { images } = await client.call('labels.list', {});
      set({ images });
      const name = images.find(image => image.name === wanted) ?? images.find(image => image.state !== 'verified');
      if (images.length > 0) await open((name ?? images[0]).name);
    },
    /** To the next or previous image that the filter lets through. */
    go(direction: 1 | -1): void {
      const { current, filter } = get();
      const name = neighbour(images(), current, direction, image => passes(image, filter));
      if (name !== null) void open(name);
    },
    /** Only what has been seen can be verified: while an image is being read this does nothing. */
    verifyAndGoOn(): void {
      if (!currentDocument()) return;
      settle();
      edit([{ kind: 'set-state', state: 'verified' }, ...answering()]);
      const todo = (image: ImageSummary) => image.state !== 'verified';
      const next = neighbour(images(), get().current, 1, todo) ?? neighbour(images(), null, 1, todo);
      if (next === null) tell('notice', 'All images are verified: go on to Dataset.');
      else void open(next);
    },
    filterBy: (filter: StateFilter) => set({ filter }),
  };
}
