import { useEffect, useMemo, useRef, useState } from 'react';
import type { OpenVideo } from '../../shared/contract-collect.ts';
import { errorOf } from '../../shared/errors.ts';
import type { PictureForm } from '../../shared/schemas/video.ts';
import { rememberPlace } from '../app/last-place.ts';
import { notifyError } from '../app/notify.ts';
import { useProject, useStudio } from '../app/studio-context.tsx';
import classes from './collect.module.css';
import { createCollectStore } from './collect-store.ts';
import { useCounting } from './counting.ts';
import { FrameView } from './frame-view.tsx';
import { Head } from './head.tsx';
import type { Player } from './player.ts';
import { SaveOutbox } from './save-outbox.ts';
import { createSaveSender } from './save-sender.ts';
import { SidePanel } from './side-panel.tsx';
import { TransportBar } from './transport-bar.tsx';
import { type Collect, CollectContext, useCollect } from './use-collect.ts';
import { useCollectShortcuts } from './use-collect-shortcuts.ts';
import { useSource } from './use-source.ts';

interface Props {
  readonly video: OpenVideo;
  readonly firstFrame: number;
  onClose(): void;
  /** Opens it once more, its frames in another form or, without one, read again. */
  onReopen(form?: PictureForm): void;
}

/** One open video: the picture with its ROI, the timeline, and what was saved. */
export function VideoPlayer({ video, firstFrame, onClose, onReopen }: Props) {
  const studio = useStudio();
  const { folder } = useProject();
  const player = useRef<Player | null>(null);
  const [store] = useState(() => {
    const pending = (change: 1 | -1) => studio.savingStore.setState(({ pending }) => ({ pending: pending + change }));
    const sender = createSaveSender(studio, new SaveOutbox(localStorage, folder), pending);
    return createCollectStore(studio, sender, video, firstFrame);
  });
  const latest = useRef({ onClose, onReopen });
  latest.current = { onClose, onReopen };
  const collect = useMemo<Collect>(
    () => ({
      ...{ store, player, fit: { current: null }, askWhere: { current: null } },
      close: () => latest.current.onClose(),
      reopen: form => latest.current.onReopen(form),
    }),
    [store],
  );

  useEffect(() => {
    const { refresh, resend } = store.getState();
    refresh().then(resend).catch(notifyError);
    return studio.subscribe('sample.saved', ({ video: of, save, sample, problem }) => {
      if (of !== video.video) return;
      if (problem) notifyError(errorOf(problem));
      store.getState().ended(save, sample);
    });
  }, [store, studio, video]);
  useRememberedPlace(collect, video);

  return (
    <CollectContext value={collect}>
      <Opened video={video} />
    </CollectContext>
  );
}

function Opened({ video }: { video: OpenVideo }) {
  const source = useSource(video);
  const counting = useCounting(useCollect(), video, notifyError);
  useCollectShortcuts();
  return (
    <div className={classes.stage}>
      <Head source={source} counting={counting} />
      <FrameView source={source} />
      <TransportBar url={source.url} />
      <SidePanel />
    </div>
  );
}

/** Keeps where the user is, for a reload: when it stands still, and at the end. */
function useRememberedPlace({ store }: Collect, { info: { path } }: OpenVideo): void {
  const { folder } = useProject();
  useEffect(
    () =>
      store.subscribe(({ frame, rate, options }, before) => {
        const isChanged = frame !== before.frame || before.rate !== 0 || options !== before.options;
        if (rate === 0 && isChanged) rememberPlace(folder, { path, frame, maskOutside: options.maskOutside });
      }),
    [store, folder, path],
  );
}
