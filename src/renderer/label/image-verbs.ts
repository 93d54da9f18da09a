import type { EventData } from '../../shared/contract.ts';
import { ALL_IMAGES, chosenImages, type ImageChoice, isChosen } from '../../shared/labels/image-choice.ts';
import type { LabelEdit } from '../../shared/labels/label-edits.ts';
import type { ImageSummary } from '../../shared/schemas/label.ts';
import { liveImages, neighbour } from './session-state.ts';
import type { Workbench } from './workbench.ts';

/** Ms between news of images and the reading of their list. */
const LIST_DELAY = 400;

/** The way through the images. `answering`: the edits by which one that was sent back is put forward again. */
export function imageVerbs(bench: Workbench, answering: () => readonly LabelEdit[]) {
  const { client, notify, store, documents, edit, open, settle, currentDocument } = bench;
  const get = store.getState;
  const set = store.setState;
  const images = () => liveImages(get().images ?? [], documents.store.getState().open);
  const ordered = () => chosenImages(images(), { ...ALL_IMAGES, order: get().choice.order });
  const isTodo = (image: ImageSummary) => image.state !== 'verified';
  async function listAgain(): Promise<void> {
    // A list that cannot be read now is read when the stage is next opened.
    const read = await client.call('labels.list', {}).catch(() => null);
    if (read && get().images) set({ images: read.images });
  }
  const nextTodo = () => neighbour(ordered(), get().current, 1, isTodo) ?? neighbour(ordered(), null, 1, isTodo);

  /** Only when that is so: this verification is on the disk, and no image has come that is not in the list yet. */
  async function sayIfAllVerified(): Promise<void> {
    await documents.sent();
    await listAgain();
    const next = nextTodo();
    if (next === null) notify('notice', 'All images are verified: go on to Dataset.');
    else if (next !== get().current) void open(next);
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
      const { current, choice } = get();
      const name = neighbour(ordered(), current, direction, image => isChosen(image, choice));
      if (name !== null) void open(name);
    },
    /** To the next or previous image that is not verified, whatever the filter. */
    goToUnverified(direction: 1 | -1): void {
      const name = neighbour(ordered(), get().current, direction, isTodo);
      if (name !== null) void open(name);
    },
    /** Only what has been seen can be verified: while an image is being read this does nothing. */
    verifyAndGoOn(): void {
      if (!currentDocument()) return;
      settle();
      edit([{ kind: 'set-state', state: 'verified' }, ...answering()]);
      const next = nextTodo();
      if (next === null) void sayIfAllVerified();
      else void open(next);
    },
    /** Asks where the colour original of an image and its ROI are; one that cannot be read has none. */
    async findOriginal(image: string): Promise<void> {
      const source = { kind: 'training', image } as const;
      const found = await client.call('inspect.picture', { source }).catch(() => null);
      if (get().current === image)
        set({ original: { image, url: found?.original ? found.url : null, roiUrl: found?.roiUrl ?? null } });
    },
    /** An image was edited, here or in another window. */
    async changed({ image, revision }: EventData<'labels.changed'>): Promise<void> {
      if (!documents.store.getState().open[image]) verbs.listSoon();
      await documents.changed(image, revision);
    },
    listAgain,
    /** Reads the list anew after a moment: images come and change in bursts. */
    listSoon: soon(listAgain),
    /** Lists others, or the same otherwise. */
    list(change: Partial<ImageChoice>): void {
      set({ choice: { ...get().choice, ...change } });
    },
    /** Opens the first image that is found. */
    openFound(): void {
      const found = chosenImages(images(), get().choice)[0];
      if (found) void open(found.name);
    },
    /** A click on an image in the list: opens it, or picks it besides those that are (`besides`), or the stretch up to it. */
    pickImage(name: string, how: 'open' | 'besides' | 'stretch'): void {
      const { picked, anchor, current, choice } = get();
      if (how === 'open') {
        set({ picked: new Set(), anchor: name });
        void open(name);
      } else if (how === 'besides') {
        const before = picked.size === 0 && current !== null ? [current] : [...picked];
        const isPicked = picked.has(name);
        set({ picked: new Set(isPicked ? before.filter(each => each !== name) : [...before, name]), anchor: name });
      } else {
        const names = chosenImages(images(), choice).map(image => image.name);
        const [from, to] = [Math.max(0, names.indexOf(anchor ?? current ?? name)), names.indexOf(name)];
        set({ picked: new Set(names.slice(Math.min(from, to), Math.max(from, to) + 1)) });
      }
    },
    pickListed(): void {
      set({ picked: new Set(chosenImages(images(), get().choice).map(({ name }) => name)) });
    },
    pickNone: () => set({ picked: new Set() }),
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
