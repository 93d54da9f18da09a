import { Button, Center, Stack, Text, VisuallyHidden } from '@mantine/core';
import { useDidUpdate, useHash } from '@mantine/hooks';
import { IconVideo } from '@tabler/icons-react';
import { useCallback, useEffect } from 'react';
import { goToStage, noteItem, readAddress } from '../app/go-to-stage.ts';
import { attempt } from '../app/notify.ts';
import { Spinner } from '../app/spinner.tsx';
import { Hint } from './hint.tsx';
import { ImageList } from './image-list.tsx';
import classes from './label.module.css';
import type { LabelSession } from './session.ts';
import { neighbour } from './session-state.ts';
import { SidePanel } from './side-panel.tsx';
import { Toolbar, Tools } from './toolbar.tsx';
import { useLabelShortcuts } from './use-label-shortcuts.ts';
import { useLiveImages } from './use-live-images.ts';
import { useLabelSession, useSession } from './use-session.ts';
import { LabelCanvas } from './view/label-canvas.tsx';
import { useOriginal, usePicture } from './view/use-picture.ts';

/** Labels cracks on the training images. */
export function LabelStage() {
  const session = useLabelSession();
  const count = useSession(state => state.images?.length);
  useAddress(session);
  if (count === undefined) {
    return (
      <Center h="100%">
        <Spinner label="The images are being listed" />
      </Center>
    );
  }
  return count === 0 ? <NoImages /> : <Workbench />;
}

/** Opens the image that the address names, and keeps in it the image that is open. */
function useAddress(session: LabelSession): void {
  const [hash] = useHash({ getInitialValueInEffect: false });
  const { item } = readAddress(hash);
  useEffect(() => attempt(() => session.refresh(item)), [session, item]);
  const current = useSession(state => state.current);
  const note = useCallback(() => {
    if (current !== null) noteItem('label', current);
  }, [current]);
  useEffect(note, [note]);
  // The rail leads here without naming an image.
  useDidUpdate(note, [hash]);
}

function Workbench() {
  useLabelShortcuts();
  return (
    <div className={classes.stage}>
      <VisuallyHidden component="h1">Label</VisuallyHidden>
      <ImageList />
      <Toolbar />
      <Tools />
      <div className={classes.canvasArea}>
        <Picture />
        <Hint />
      </div>
      <SidePanel />
    </div>
  );
}

function Picture() {
  const images = useLiveImages();
  const current = useSession(state => state.current);
  const next = neighbour(images, current, 1, () => true);
  const named = (name: string | null) => images.find(image => image.name === name);
  const picture = usePicture(named(current), named(next));
  const original = useOriginal(current);
  return <LabelCanvas picture={picture} original={original} />;
}

function NoImages() {
  return (
    <Center h="100%">
      <Stack align="center" gap="xs" maw={420}>
        <Text fw={600}>There is nothing to label yet</Text>
        <Text size="sm" c="dimmed" ta="center">
          Save frames of a video in Collect: they become the training images.
        </Text>
        <Button leftSection={<IconVideo size={18} />} onClick={() => goToStage('collect')}>
          Collect frames
        </Button>
      </Stack>
    </Center>
  );
}
