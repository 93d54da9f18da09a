import type { EventData } from '../../shared/contract.ts';
import type { LabelEdit } from '../../shared/labels/label-edits.ts';
import type { ImageSummary } from '../../shared/schemas/label.ts';
import { filtered, liveImages, neighbour, passes, type StateFilter } from './session-state.ts';
import type { Workbench } from './workbench.ts';

/** Ms between news of images and the reading of their list. */
const LIST_DELAY = 400;

/** The way through the images. `answering`: the edits by which one that was sent back is put forward again. */
export function imageVerbs(bench: Workbench, answering: () => readonly LabelEdit[]) {
  const { client, notify, store, documents, edit, open, settle, currentDocument } = bench;
  const get = store.getState;
  const set = store.setState;
  const images = () => liveImages(get().images ?? [], documents.store.getState().open);
  async function listAgain(): Promise<void> {
    // A list that cannot be read now is read when the stage is next opened.
    const read = await client.call('labels.list', {}).catch(() => null);
    if (read && get().images) set({ images: read.images });
  }
  const verbs = {
    /** Reads the list of images; opens the first that is not verified when none is open. Throws a StudioError. */
    async refresh(wanted: string | null = get().current): Promise<void> {
      const { images } = await client.call('labels.list', {});
      set({ images });
      const name = images.find(image => image.name === wanted) ?? images.find(image => image.state !== 'verified');
      if (images.length > 0) await open((name ?? images[0]).name);
    },
    /** To the next or previous image that the filter lets through. */
    go(direction: 1 | -1): void {
      const { current, filter, search } = get();
      const name = neighbour(images(), current, direction, image => passes(image, filter, search));
      if (name !== null) void open(name);
    },
    /** To the next or previous image that is not verified, whatever the filter. */
    goToUnverified(direction: 1 | -1): void {
      const name = neighbour(images(), get().current, direction, image => image.state !== 'verified');
      if (name !== null) void open(name);
    },
    /** Only what has been seen can be verified: while an image is being read this does nothing. */
    verifyAndGoOn(): void {
      if (!currentDocument()) return;
      settle();
      edit([{ kind: 'set-state', state: 'verified' }, ...answering()]);
      const todo = (image: ImageSummary) => image.state !== 'verified';
      const next = neighbour(images(), get().current, 1, todo) ?? neighbour(images(), null, 1, todo);
      if (next === null) notify('notice', 'All images are verified: go on to Dataset.');
      else void open(next);
    },
    /** Asks where the colour original of an image is; one that cannot be read has none. */
    async findOriginal(image: string): Promise<void> {
      const source = { kind: 'training', image } as const;
      const found = await client.call('inspect.picture', { source }).catch(() => null);
      if (get().current === image) set({ original: { image, url: found?.original ? found.url : null } });
    },
    /** An image was edited, here or in another window. */
    async changed({ image, revision }: EventData<'labels.changed'>): Promise<void> {
      if (!documents.store.getState().open[image]) verbs.listSoon();
      await documents.changed(image, revision);
    },
    listAgain,
    /** Reads the list anew after a moment: images come and change in bursts. */
    listSoon: soon(listAgain),
    filterBy: (filter: StateFilter) => set({ filter }),
    search: (search: string) => set({ search }),
    /** Opens the first image that is found. */
    openFound(): void {
      const { filter, search } = get();
      const found = filtered(images(), filter, search)[0];
      if (found) void open(found.name);
    },
  };
  return verbs;
}

/** However often it is asked for, the work is done once after a while. */
function soon(work: () => Promise<void>): () => void {
  let isDue = false;
  return () => {
    if (isDue) return;
    isDue = true;
    setTimeout(() => {
      isDue = false;
      void work();
    }, LIST_DELAY);
  };
}
