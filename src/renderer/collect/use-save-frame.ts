import { useCallback } from 'react';
import { attempt, notify } from '../app/notify.ts';
import { useCollect } from './use-collect.ts';

/** Saves the frame on the screen, or on its way there, whether it plays or not. */
export function useSaveFrame(): () => void {
  const { store, player } = useCollect();
  return useCallback(
    () =>
      attempt(async () => {
        const { frame, save } = store.getState();
        if (!(await save(player.current?.meantMs ?? null))) notify(`Frame ${frame} is saved already.`);
      }),
    [store, player],
  );
}
