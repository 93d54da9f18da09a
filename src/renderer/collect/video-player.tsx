import { ActionIcon, Button, Text, Tooltip } from '@mantine/core';
import { IconArrowLeft, IconX } from '@tabler/icons-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { OpenVideo } from '../../shared/contract-collect.ts';
import { errorOf } from '../../shared/errors.ts';
import { rememberPlace } from '../app/last-place.ts';
import { notifyError } from '../app/notify.ts';
import { useProject, useStudio } from '../app/studio-context.tsx';
import classes from './collect.module.css';
import { createCollectStore } from './collect-store.ts';
import { FrameView } from './frame-view.tsx';
import type { Player } from './player.ts';
import { SidePanel } from './side-panel.tsx';
import { TransportBar } from './transport-bar.tsx';
import { type Collect, CollectContext, useCollect } from './use-collect.ts';
import { useCollectShortcuts } from './use-collect-shortcuts.ts';
import { useSource } from './use-source.ts';

interface Props {
  readonly video: OpenVideo;
  readonly firstFrame: number;
  onClose(): void;
}

/** One open video: the picture with its ROI, the timeline, and what was saved. */
export function VideoPlayer({ video, firstFrame, onClose }: Props) {
  const studio = useStudio();
  const player = useRef<Player | null>(null);
  const [store] = useState(() => createCollectStore(studio, video, firstFrame));
  const close = useRef(onClose);
  close.current = onClose;
  const collect = useMemo<Collect>(() => ({ store, player, close: () => close.current() }), [store]);

  useEffect(() => {
    store.getState().refresh().catch(notifyError);
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
  useCollectShortcuts();
  return (
    <div className={classes.stage}>
      <Head video={video} source={source} />
      <FrameView source={source} />
      <TransportBar canPlay={source.url !== null} />
      <SidePanel />
    </div>
  );
}

function Head({ video: { name, info }, source }: { video: OpenVideo; source: ReturnType<typeof useSource> }) {
  const { close } = useCollect();
  const fps = Number(info.averageFps.toFixed(2));
  const rate = info.variableRate ? `${fps} fps on average` : `${fps} fps`;
  return (
    <header className={classes.head}>
      <Tooltip label="Other videos">
        <ActionIcon variant="subtle" color="gray" aria-label="Other videos" onClick={close}>
          <IconArrowLeft size={18} />
        </ActionIcon>
      </Tooltip>
      <Text component="h1" m={0} fw={600} truncate title={info.path}>
        {name}
      </Text>
      <Text size="xs" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
        {`${info.width} × ${info.height} · ${rate} · ${info.frames} frames · ${info.codec}`}
      </Text>
      <div style={{ flex: 1 }} />
      {source.making && (
        <Text size="xs" c="dimmed" role="status" style={{ whiteSpace: 'nowrap' }}>
          {`Making a preview that plays here: ${source.making.percent} %. Stepping works meanwhile.`}
        </Text>
      )}
      {source.making && (
        <Button
          size="compact-xs"
          variant="subtle"
          color="gray"
          leftSection={<IconX size={12} />}
          onClick={source.cancel}
        >
          Cancel
        </Button>
      )}
      {source.isProxy && (
        <Text size="xs" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
          Playing a preview; frames are saved from the original
        </Text>
      )}
    </header>
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
