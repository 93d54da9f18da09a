import { useEffect, useMemo } from 'react';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { KeptScale, ScaledPicture } from '../../shared/contract-measure.ts';
import type { ScaleSource } from '../../shared/measure/scale.ts';
import { attempt } from '../app/notify.ts';
import { useProject, useStudio } from '../app/studio-context.tsx';

/** The scales of pictures that were shown; all are asked for anew when one is set, for many pictures share it. */
const store = createStore<{ readonly kept: Readonly<Record<string, KeptScale>>; readonly turn: number }>(() => ({
  kept: {},
  turn: 0,
}));

export interface ShownScale {
  /** Undefined until it is known. */
  readonly kept: KeptScale | undefined;
  /** Keeps another; null takes it away. */
  save(source: ScaleSource | null): void;
}

/** The scale of a picture; of none, nothing. */
export function useScale(picture: ScaledPicture | null): ShownScale {
  const { call } = useStudio();
  const { folder } = useProject();
  const key = JSON.stringify([folder, picture]);
  const kept = useStore(store, state => state.kept[key]);
  const turn = useStore(store, state => state.turn);
  const question = useMemo(() => ({ key, turn }), [key, turn]);
  useEffect(() => {
    const [, picture]: [string, ScaledPicture | null] = JSON.parse(question.key);
    if (!picture) return;
    attempt(async () => {
      const answer = await call('scale.read', { picture });
      store.setState(({ kept }) => ({ kept: { ...kept, [question.key]: answer } }));
    });
  }, [call, question]);
  return {
    kept,
    save(source) {
      if (!picture) return;
      attempt(async () => {
        const answer = await call('scale.save', { picture, source });
        store.setState(before => ({ kept: { [key]: answer }, turn: before.turn + 1 }));
      });
    },
  };
}
