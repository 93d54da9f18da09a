import { ActionIcon, Text, Tooltip } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Shortcut } from '../stores/shortcuts-store.ts';
import { withKey } from './keys.ts';

/** A button of a player's bar: it does what its key does. */
export function PlayerButton({ shortcut, children }: { shortcut: Shortcut; children: ReactNode }) {
  const label = withKey(shortcut);
  return (
    <Tooltip label={label}>
      <ActionIcon size={32} variant="subtle" color="gray" aria-label={label} onClick={() => shortcut.run()}>
        {children}
      </ActionIcon>
    </Tooltip>
  );
}

/** Which frame of a video is shown, and of how many; `isExact`: they have been counted. */
export function FrameNumber({ frame, frames, isExact = true }: { frame: number; frames: number; isExact?: boolean }) {
  return (
    <Text span size="sm" fw={600} data-testid="frame" style={{ whiteSpace: 'nowrap' }}>
      {`Frame ${frame}`}
      <Text span size="sm" c="dimmed" fw={400}>
        {isExact ? ` of 0–${frames - 1}` : ` of about ${frames}`}
      </Text>
    </Text>
  );
}
