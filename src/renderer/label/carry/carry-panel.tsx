import { ActionIcon, Group, NumberInput, Text, Tooltip } from '@mantine/core';
import { IconPlayerTrackNext, IconPlayerTrackPrev } from '@tabler/icons-react';
import { useState } from 'react';
import { MOST_CARRIED } from '../../../shared/contract-bulk.ts';
import { isPredicted } from '../../../shared/labels/predictions.ts';
import { withKey } from '../../app/keys.ts';
import { attempt } from '../../app/notify.ts';
import { useProject, useStudio } from '../../app/studio-context.tsx';
import { useShortcuts } from '../../app/use-shortcuts.ts';
import { useDocument, useLabelSession } from '../use-session.ts';
import { carryShortcuts } from './carry-shortcuts.ts';

/** Over so many frames labels are carried, until the user says otherwise. */
const USUAL = 10;

/** The selected labels, or all, are carried on through the frames of the video, for a person to look at. */
export function CarryPanel() {
  const session = useLabelSession();
  const { jobsStore } = useStudio();
  const { readOnly } = useProject();
  const [frames, setFrames] = useState(USUAL);
  const isLabelled = useDocument()?.labels.some(label => !isPredicted(label)) ?? false;
  const carry = (steps: number) =>
    attempt(async () => {
      await jobsStore.getState().run('Carrying labels on', job => session.carry(steps, job));
      if (Math.abs(steps) === 1) session.go(steps > 0 ? 1 : -1);
    });
  const shortcuts = carryShortcuts(carry, frames);
  useShortcuts('Through the video', Object.values(shortcuts));
  const isDisabled = readOnly !== null || !isLabelled;
  return (
    <Group gap={6} wrap="nowrap">
      <Text size="xs" style={{ flex: 1 }}>
        Carry labels over
      </Text>
      <NumberInput
        size="xs"
        w={64}
        min={1}
        max={MOST_CARRIED}
        allowDecimal={false}
        aria-label="Frames that labels are carried over"
        value={frames}
        onChange={value => typeof value === 'number' && value >= 1 && setFrames(value)}
      />
      {([shortcuts.back, shortcuts.on] as const).map(shortcut => (
        <Tooltip key={shortcut.label} label={withKey(shortcut)}>
          <ActionIcon
            size="sm"
            variant="default"
            disabled={isDisabled}
            aria-label={withKey(shortcut)}
            onClick={shortcut.run}
          >
            {shortcut === shortcuts.on ? <IconPlayerTrackNext size={14} /> : <IconPlayerTrackPrev size={14} />}
          </ActionIcon>
        </Tooltip>
      ))}
    </Group>
  );
}
