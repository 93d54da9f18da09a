import { Checkbox, Stack, Text } from '@mantine/core';
import type { VideoRow } from '../../../shared/contract-collect.ts';
import { OpenFromDisk } from '../open-from-disk.tsx';

interface Props {
  readonly videos: readonly VideoRow[];
  /** Full paths. */
  readonly chosen: readonly string[];
  readonly disabled: boolean;
  onChange(chosen: string[]): void;
  /** Throws a StudioError for what is no video. */
  onOpen(paths: readonly string[]): Promise<void>;
}

/** Which videos are inspected. */
export function VideoChoice({ videos, chosen, disabled, onChange, onOpen }: Props) {
  return (
    <Stack gap={6} component="section" aria-label="Videos">
      {videos.length === 0 && <Text size="sm">There are no videos in this project yet: open one.</Text>}
      <Checkbox.Group value={[...chosen]} onChange={onChange} aria-label="Videos to inspect">
        <Stack gap={4}>
          {videos.map(({ path, name, exists }) => (
            <Checkbox key={path} size="xs" value={path} label={name} title={path} disabled={disabled || !exists} />
          ))}
        </Stack>
      </Checkbox.Group>
      <div>
        <OpenFromDisk
          kind="video"
          verb="Open videos"
          label="Path of a video"
          placeholder="/videos/inspection-12.mp4"
          onOpen={onOpen}
        />
      </div>
    </Stack>
  );
}
