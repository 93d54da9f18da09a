import { useCallback } from 'react';
import { goToStage } from '../app/go-to-stage.ts';
import { rememberSource } from '../app/inspect-source.ts';
import { rememberPlace } from '../app/last-place.ts';
import { useProject } from '../app/studio-context.tsx';
import { useCollect } from './use-collect.ts';

/** Stops at the frame on the screen and shows what a model sees in it. */
export function useInspectFrame(): () => void {
  const { store, player } = useCollect();
  const { folder } = useProject();
  return useCallback(() => {
    player.current?.pause();
    const { video, frame, options } = store.getState();
    rememberPlace(folder, { path: video.info.path, frame, maskOutside: options.maskOutside });
    rememberSource(folder, 'frame');
    goToStage('inspect');
  }, [store, player, folder]);
}
