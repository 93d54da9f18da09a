import { useCallback, useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { Output } from '../../shared/contract.ts';
import { notify, notifyError } from '../app/notify.ts';
import { useProject, useStudio } from '../app/studio-context.tsx';

/** Images that teach little, and what can be done about them. */
export interface Likeness {
  /** Undefined until all are compared. */
  readonly found: Output<'dataset.likeness'> | undefined;
  /** Whether images can be left out: while unverified ones train, too, their state does not matter. */
  readonly canLeaveOut: boolean;
  /** Takes images back to "in progress": their labels stay, but they do not train until they are verified again. */
  leaveOut(names: readonly string[]): Promise<void>;
}

/** `eligible`: how many images there are to compare; `changed` is told when some were left out. */
export function useLikeness(eligible: number, changed: () => void): Likeness {
  const { call, jobsStore } = useStudio();
  const run = useStore(jobsStore, store => store.run);
  const { project, readOnly } = useProject();
  const [found, setFound] = useState<Output<'dataset.likeness'>>();
  const compare = useCallback(() => {
    if (eligible === 0) return;
    run('Comparing frames', job => call('dataset.likeness', { job })).then(setFound, notifyError);
  }, [call, run, eligible]);
  useEffect(compare, [compare]);
  return {
    found,
    canLeaveOut: !project.settings.trainUnverified && readOnly === null,
    async leaveOut(names) {
      for (const image of names) {
        const { document } = await call('labels.read', { image });
        const edits = [{ kind: 'set-state', state: 'in progress' } as const];
        await call('labels.edit', { image, revision: document.revision, edits });
      }
      notify(`${names.length} images are in progress again and stay out of the training.`);
      changed();
    },
  };
}
