import { useCallback, useEffect, useState } from 'react';
import type { VideoRow } from '../../../shared/contract-collect.ts';
import { attempt } from '../../app/notify.ts';
import { useStudio } from '../../app/studio-context.tsx';

/** The videos that the project knows, and those of them that are chosen: at first the one that was opened last. */
export function useProjectVideos() {
  const { call } = useStudio();
  const [list, setList] = useState<readonly VideoRow[]>([]);
  const [wanted, choose] = useState<readonly string[]>();
  const refresh = useCallback(async () => setList((await call('video.list', {})).videos), [call]);
  useEffect(() => attempt(refresh), [refresh]);
  const latest = list.find(({ exists }) => exists);
  const chosen = wanted ?? (latest ? [latest.path] : []);
  return {
    ...{ list, chosen, choose },
    /** Throws a StudioError for what is no video. */
    async open(paths: readonly string[]) {
      for (const path of paths) await call('video.open', { path });
      await refresh();
      choose([...new Set([...chosen, ...paths])]);
    },
  };
}
