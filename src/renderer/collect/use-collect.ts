import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { StoreApi } from 'zustand/vanilla';
import type { PictureForm } from '../../shared/schemas/video.ts';
import type { CollectStore } from './collect-store.ts';
import type { Player } from './player.ts';

/** What the parts of the player share: the state, and who plays. */
export interface Collect {
  readonly store: StoreApi<CollectStore>;
  /** The player of the moment; a proxy brings a new one. */
  readonly player: { current: Player | null };
  /** Shows the whole frame or, if that is shown, the ROI. */
  readonly fit: { current: (() => void) | null };
  /** Asks for a time or frame to go to. */
  readonly askWhere: { current: (() => void) | null };
  /** Back to the list of videos. */
  readonly close: () => void;
  /** Opens the video once more: in another form or, without one, to read it again. */
  readonly reopen: (form?: PictureForm) => void;
}

export const CollectContext = createContext<Collect | null>(null);

export function useCollect(): Collect {
  const collect = useContext(CollectContext);
  if (!collect) throw new Error('useCollect needs an open video.');
  return collect;
}

export function useCollectStore<T>(select: (store: CollectStore) => T): T {
  return useStore(useCollect().store, select);
}
