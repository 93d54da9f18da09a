import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Client } from '../../shared/api-client.ts';
import type { CollectedSample, OpenVideo, SampleOptionsInput } from '../../shared/contract-collect.ts';
import type { Point } from '../../shared/schemas/label.ts';
import { editRoi, type RoiAction, type RoiState, roiOf } from './roi-editor.ts';

export interface CollectStore {
  readonly video: OpenVideo;
  /** The frame shown, and the speed of play (0 stands still). */
  readonly frame: number;
  readonly rate: number;
  readonly roi: RoiState;
  readonly options: SampleOptionsInput;
  readonly samples: readonly CollectedSample[];
  /** Frames on their way to the disk, by the id of their save. */
  readonly saving: ReadonlyMap<string, number>;
  /** The sample that Delete takes, by its base. */
  readonly selected: string | null;
  /** What the last deletions can be undone with, the latest last. */
  readonly undos: readonly string[];
  setOptions(change: Partial<SampleOptionsInput>): void;
  select(base: string | null): void;
  /** These throw a StudioError. */
  refresh(): Promise<void>;
  edit(action: RoiAction): Promise<void>;
  /** Saves the frame shown; false when it is saved already with this ROI and tag. */
  save(): Promise<boolean>;
  /** Adds the samples that were kept aside to the training images. */
  addToTraining(): Promise<void>;
  /** A save has ended, with a sample unless it failed. */
  ended(save: string, sample: CollectedSample | null): void;
  /** Gives a sentence when something stays. */
  remove(base: string): Promise<string | null>;
  undoRemove(): Promise<void>;
}

/** The state of one open video. */
export function createCollectStore(
  { call }: Pick<Client, 'call'>,
  video: OpenVideo,
  frame: number,
): StoreApi<CollectStore> {
  /** Saves whose end was told before their beginning was answered. */
  const early = new Set<string>();
  return createStore<CollectStore>()((set, get) => ({
    ...{ video, frame, rate: 0, samples: [], saving: new Map(), selected: null, undos: [] },
    roi: { kind: 'idle', roi: video.roi },
    options: { tag: 'unk', maskOutside: false, blur: true, addToTraining: true },
    setOptions: change => set(({ options }) => ({ options: { ...options, ...change } })),
    select: selected => set({ selected }),
    async refresh() {
      set(await call('sample.list', { video: video.video }));
    },
    async edit(action) {
      const { state, changed } = editRoi(get().roi, action, video.info);
      set({ roi: state });
      const roi = roiOf(state);
      if (changed) await call('roi.save', { video: video.video, roi: roi && [...roi] });
    },
    async save() {
      const { frame, roi: state, options, samples, saving } = get();
      const roi = roiOf(state);
      const isSame = (sample: CollectedSample) =>
        sample.frame === frame && sample.tag === options.tag && (roi === null || sameRoi(sample.roi, roi));
      if (samples.some(isSame) || [...saving.values()].includes(frame)) return false;
      const { save } = await call('sample.save', { video: video.video, frame, roi: roi && [...roi], options });
      if (!early.delete(save)) set({ saving: new Map(get().saving).set(save, frame) });
      return true;
    },
    async addToTraining() {
      const bases = get()
        .samples.filter(({ trainingImage }) => trainingImage === null)
        .map(({ base }) => base);
      await call('sample.addToTraining', { video: video.video, bases });
      await get().refresh();
    },
    ended(save, sample) {
      const { saving, samples } = get();
      const left = new Map(saving);
      if (!left.delete(save)) early.add(save);
      const others = samples.filter(({ base }) => base !== sample?.base);
      const all = sample ? [...others, sample].sort((a, b) => a.frame - b.frame) : samples;
      set({ saving: left, samples: all });
    },
    async remove(base) {
      const { undo, notice } = await call('sample.delete', { video: video.video, base });
      set(({ samples, undos, selected }) => ({
        samples: samples.filter(sample => sample.base !== base),
        undos: [...undos, undo],
        selected: selected === base ? null : selected,
      }));
      return notice;
    },
    async undoRemove() {
      const undo = get().undos.at(-1);
      if (undo === undefined) return;
      set(({ undos }) => ({ undos: undos.slice(0, -1) }));
      await call('sample.restore', { undo });
      await get().refresh();
    },
  }));
}

function sameRoi(a: readonly Point[], b: readonly Point[]): boolean {
  return a.length === b.length && a.every(([x, y], i) => x === b[i][0] && y === b[i][1]);
}
