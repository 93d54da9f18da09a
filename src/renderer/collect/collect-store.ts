import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Client } from '../../shared/api-client.ts';
import type { Output } from '../../shared/contract.ts';
import type { CollectedSample, OpenVideo, SampleOptionsInput } from '../../shared/contract-collect.ts';
import type { Point } from '../../shared/schemas/label.ts';
import { editRoi, type RoiAction, type RoiState, roiOf } from './roi-editor.ts';
import type { SaveSender } from './save-sender.ts';

/** A frame on its way to the disk: its number or, before frames are counted, ms from the first one. */
export interface Saving {
  readonly frame?: number | undefined;
  readonly sinceFirstMs?: number | undefined;
  readonly tag: string;
  readonly roi: readonly Point[] | null;
}

/** A deletion, by what restores it, or a change of the ROI, by the one before. */
export type Undo =
  | { readonly kind: 'sample'; readonly undo: string }
  | { readonly kind: 'roi'; readonly before: readonly Point[] | null };

/** More are forgotten. */
const UNDOS = 100;

export interface CollectStore {
  readonly video: OpenVideo;
  /** The frame shown, and the speed of play (0 stands still). */
  readonly frame: number;
  readonly rate: number;
  readonly roi: RoiState;
  readonly options: SampleOptionsInput;
  readonly samples: readonly CollectedSample[];
  /** Frames on their way to the disk from the key on, by the name of their save. */
  readonly saving: ReadonlyMap<string, Saving>;
  /** The sample that Delete takes, by its base. */
  readonly selected: string | null;
  /** What was done and can be undone, the latest last. */
  readonly undos: readonly Undo[];
  setOptions(change: Partial<SampleOptionsInput>): void;
  select(base: string | null): void;
  /** All frames have been counted. */
  counted(found: Output<'video.index'>): void;
  /** These throw a StudioError. */
  refresh(): Promise<void>;
  edit(action: RoiAction): Promise<void>;
  /**
   * Saves the frame shown; false when it is saved already with this ROI and tag. `sinceFirstMs`: what the player says of
   * the picture, for as long as its number is not known.
   */
  save(sinceFirstMs: number | null): Promise<boolean>;
  /** Asks once more for what an earlier page asked for without an answer. */
  resend(): Promise<void>;
  /** Adds the samples that were kept aside to the training images. */
  addToTraining(): Promise<void>;
  /** A save has ended, with a sample unless it failed. */
  ended(save: string, sample: CollectedSample | null): void;
  /** Gives a sentence when something stays. */
  remove(base: string): Promise<string | null>;
  /** Undoes the latest deletion or change of the ROI, or the one that is given. */
  undo(which?: Undo): Promise<void>;
}

/** The state of one open video. */
export function createCollectStore(
  { call }: Pick<Client, 'call'>,
  sender: SaveSender,
  video: OpenVideo,
  frame: number,
): StoreApi<CollectStore> {
  return createStore<CollectStore>()((set, get) => {
    const begin = (save: string, saving: Saving) => set({ saving: new Map(get().saving).set(save, saving) });
    const end = (save: string) => set({ saving: new Map([...get().saving].filter(([other]) => other !== save)) });
    const remember = (undo: Undo) => set({ undos: [...get().undos, undo].slice(-UNDOS) });
    const keepRoi = (roi: readonly Point[] | null) => call('roi.save', { video: video.video, roi: roi && [...roi] });
    /** Counts a request from now on; one that is refused counts no more. */
    const follow = async (save: string, saving: Saving, sent: Promise<void>) => {
      begin(save, saving);
      await sent.catch(error => {
        end(save);
        throw error;
      });
    };
    return {
      ...{ video, frame, rate: 0, samples: [], saving: new Map(), selected: null, undos: [] },
      roi: { kind: 'idle', roi: video.roi },
      options: { tag: 'unk', maskOutside: false, blur: true, addToTraining: true },
      setOptions: change => set(({ options }) => ({ options: { ...options, ...change } })),
      select: selected => set({ selected }),
      counted: found => set(({ video }) => ({ video: { ...video, ...found, isIndexed: true } })),
      async refresh() {
        set(await call('sample.list', { video: video.video }));
      },
      async edit(action) {
        const before = roiBefore(get().roi);
        const { state, changed } = editRoi(get().roi, action, video.info);
        set({ roi: state });
        if (!changed) return;
        remember({ kind: 'roi', before });
        await keepRoi(roiOf(state));
      },
      async save(sinceFirstMs) {
        const { frame, roi: state, options, video } = get();
        const roi = roiOf(state);
        const at = video.isIndexed || sinceFirstMs === null ? { frame } : { sinceFirstMs };
        const saving = { ...at, tag: options.tag, roi };
        if (isSaved(get(), saving)) return false;
        const save = crypto.randomUUID();
        await follow(save, saving, sender.send(video, { ...at, roi: roi && [...roi], options, save }));
        return true;
      },
      async resend() {
        const left = sender.unsent(video).filter(({ save }) => !get().saving.has(save));
        await Promise.all(
          left.map(request => {
            const { save, frame, sinceFirstMs, roi, options } = request;
            const saving = { frame, sinceFirstMs, roi, tag: options?.tag ?? 'unk' };
            return follow(save, saving, sender.send(video, { ...request, again: true }));
          }),
        );
      },
      async addToTraining() {
        const bases = get()
          .samples.filter(({ trainingImage }) => trainingImage === null)
          .map(({ base }) => base);
        await call('sample.addToTraining', { video: video.video, bases });
        await get().refresh();
      },
      ended(save, sample) {
        const others = get().samples.filter(({ base }) => base !== sample?.base);
        if (sample) set({ samples: [...others, sample].sort((a, b) => a.frame - b.frame) });
        end(save);
      },
      async remove(base) {
        const { undo, notice } = await call('sample.delete', { video: video.video, base });
        set(({ samples, selected }) => ({
          samples: samples.filter(sample => sample.base !== base),
          selected: selected === base ? null : selected,
        }));
        remember({ kind: 'sample', undo });
        return notice;
      },
      async undo(which = get().undos.at(-1)) {
        if (!which) return;
        set(({ undos }) => ({ undos: undos.filter(other => other !== which) }));
        if (which.kind === 'roi') {
          const { state } = editRoi(get().roi, { kind: 'set', roi: which.before }, video.info);
          set({ roi: state });
          await keepRoi(which.before);
          return;
        }
        await call('sample.restore', { undo: which.undo });
        await get().refresh();
      },
    };
  });
}

/** The ROI that an action replaces: while a vertex is dragged, the one before it was grabbed. */
function roiBefore(state: RoiState): readonly Point[] | null {
  return state.kind === 'idle' ? state.roi : state.before;
}

/** Whether a frame is saved with this ROI and tag, or on its way. */
function isSaved({ samples, saving }: CollectStore, { frame, sinceFirstMs, tag, roi }: Saving): boolean {
  const sameSample = (sample: CollectedSample) =>
    sample.frame === frame && sample.tag === tag && (roi === null || sameRoi(sample.roi, roi));
  const sameSaving = (other: Saving) =>
    other.frame === frame &&
    other.sinceFirstMs === sinceFirstMs &&
    other.tag === tag &&
    sameRoi(other.roi ?? [], roi ?? []);
  return samples.some(sameSample) || [...saving.values()].some(sameSaving);
}

function sameRoi(a: readonly Point[], b: readonly Point[]): boolean {
  return a.length === b.length && a.every(([x, y], i) => x === b[i][0] && y === b[i][1]);
}
