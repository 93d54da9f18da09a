import { ActionIcon, Group, Stack, Text, Tooltip } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { Choice } from '../app/choice.tsx';
import type { PictureKind, SourceKind } from '../app/inspect-source.ts';
import { OpenFromDisk } from './open-from-disk.tsx';
import type { Images } from './use-images.ts';
import type { VideoState } from './use-video.ts';

interface ChoiceProps {
  readonly kind: SourceKind;
  onKind(kind: SourceKind): void;
}

interface Props extends ChoiceProps {
  readonly kind: PictureKind;
  readonly images: Images;
  readonly video: VideoState;
}

/** What is looked at. */
export function SourceSection({ kind, onKind, images, video }: Props) {
  return (
    <Stack gap={8} component="section" aria-label="Source">
      <SourceChoice kind={kind} onKind={onKind} />
      {kind === 'images' ? <DiskImages images={images} /> : <AboutFrame video={video} />}
    </Stack>
  );
}

export function SourceChoice({ kind, onKind }: ChoiceProps) {
  return (
    <Choice
      size="sm"
      label="What is inspected"
      value={kind}
      onChange={onKind}
      options={{ images: 'Images', frame: 'Video frame', videos: 'Videos' }}
    />
  );
}

function DiskImages({ images }: { images: Images }) {
  return (
    <Group gap="xs">
      <OpenFromDisk
        kind="image"
        verb="Open images"
        label="Path of an image, or of a folder of images"
        placeholder="/photos/bridge-12"
        onOpen={images.open}
      />
      {images.fromDisk > 0 && (
        <Tooltip label={`Close the ${images.fromDisk} from disk`}>
          <ActionIcon
            size={30}
            variant="subtle"
            color="gray"
            aria-label="Close the images from disk"
            onClick={images.closeAll}
          >
            <IconX size={16} />
          </ActionIcon>
        </Tooltip>
      )}
    </Group>
  );
}

function AboutFrame({ video }: { video: VideoState }) {
  if (video.kind !== 'open') return null;
  const { roi, name } = video.video;
  const part = roi ? `cropped to the ROI${video.maskOutside ? ', black outside it' : ''}` : 'the whole frame';
  return (
    <Text size="xs" c="dimmed">
      {`${name}. The model gets what would be saved: gray, blurred, ${part}.`}
    </Text>
  );
}
