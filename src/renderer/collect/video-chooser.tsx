import { Badge, Button, Container, Group, Loader, Stack, Text, TextInput, Title, UnstyledButton } from '@mantine/core';
import { IconLink, IconMovie } from '@tabler/icons-react';
import { type DragEvent, type FormEvent, useEffect, useState } from 'react';
import type { VideoRow } from '../../shared/contract-collect.ts';
import { goToStage } from '../app/go-to-stage.ts';
import { attempt, notify } from '../app/notify.ts';
import { useStudio } from '../app/studio-context.tsx';
import { useShortcuts } from '../app/use-shortcuts.ts';
import classes from './collect.module.css';

interface Props {
  /** The path of the video that is being opened. */
  readonly opening: string | null;
  onOpen(path: string): void;
}

/** Chooses a video: one of the project, or any file on the studio's machine. */
export function VideoChooser({ opening, onOpen }: Props) {
  const { call } = useStudio();
  const [videos, setVideos] = useState<readonly VideoRow[]>([]);
  useEffect(() => attempt(async () => setVideos((await call('video.list', {})).videos)), [call]);
  useShortcuts('Collect', [{ keys: 'q', label: 'Leave the stage', run: () => goToStage('welcome') }]);
  return (
    <div className={classes.chooser}>
      <Container size={640}>
        <Title order={1}>Choose a video</Title>
        <Text c="dimmed" mt={4} mb="lg">
          Play it, draw the region of interest (ROI) around the part that matters, and save frames with one key.
        </Text>
        {videos.length > 0 && (
          <Stack gap="xs" mb="xl" component="section" aria-label="Videos of this project">
            <Title order={2}>Videos of this project</Title>
            {videos.map(video => (
              <Row key={video.path} video={video} opening={opening} onOpen={onOpen} />
            ))}
          </Stack>
        )}
        <NewVideo opening={opening} onOpen={onOpen} />
      </Container>
    </div>
  );
}

function NewVideo({ opening, onOpen }: Props) {
  const { call, desktop, pathOf } = useStudio();
  const [path, setPath] = useState('');
  const [over, setOver] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    // Explorer and Finder put quotes around a copied path.
    if (path.trim()) onOpen(path.trim().replace(/^"(.*)"$/, '$1'));
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const [file] = event.dataTransfer.files;
    if (file && pathOf) onOpen(pathOf(file));
    else if (file) notify(`A browser does not tell where "${file.name}" lies: enter its full path instead.`);
  };
  const choose = async () => {
    const chosen = await call('dialog.openFile', { kind: 'video' });
    if (chosen.path) onOpen(chosen.path);
  };
  return (
    <section
      aria-label="Open a video"
      className={classes.drop}
      data-over={over || undefined}
      onDragOver={event => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <IconMovie size={30} stroke={1.3} aria-hidden />
      <Text size="sm" mt={4} mb="md">
        {desktop ? 'Drop a video here, choose one, or enter its path' : 'Enter the path of a video on this machine'}
      </Text>
      <form onSubmit={submit}>
        <Group gap="xs" wrap="nowrap">
          <TextInput
            aria-label="Path of the video"
            placeholder="/videos/inspection-12.mp4"
            value={path}
            onChange={event => setPath(event.currentTarget.value)}
            leftSection={<IconLink size={16} />}
            spellCheck={false}
            style={{ flex: 1 }}
          />
          <Button type="submit" disabled={!path.trim()} loading={opening !== null && opening === path.trim()}>
            Open
          </Button>
          {desktop && (
            <Button variant="default" onClick={() => attempt(choose)}>
              Choose …
            </Button>
          )}
        </Group>
      </form>
    </section>
  );
}

function Row({ video: { path, name, exists, samples }, opening, onOpen }: Props & { video: VideoRow }) {
  return (
    <UnstyledButton className={classes.video} disabled={!exists || opening !== null} onClick={() => onOpen(path)}>
      <IconMovie size={22} stroke={1.4} aria-hidden />
      <div style={{ flex: 1, minWidth: 0 }}>
        <Text size="sm" fw={600} truncate>
          {name}
        </Text>
        <Text size="xs" c="dimmed" truncate title={path}>
          {exists ? path : `No longer at ${path}`}
        </Text>
      </div>
      {opening === path && <Loader size="xs" />}
      {samples > 0 && (
        <Badge variant="light" tt="none">
          {samples === 1 ? '1 frame saved' : `${samples} frames saved`}
        </Badge>
      )}
    </UnstyledButton>
  );
}
