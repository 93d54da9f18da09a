import { ActionIcon, Menu } from '@mantine/core';
import {
  IconArrowsLeftRight,
  IconDots,
  IconFileExport,
  IconPencil,
  IconPlayerTrackNext,
  IconReportAnalytics,
  IconTrash,
} from '@tabler/icons-react';
import type { RunSummary } from '../../shared/contract-training.ts';
import { isUnfinished } from './use-runs.ts';

/** What asks or answers in a dialog of its own. */
export type RunDialog = 'extend' | 'compare' | 'evaluate' | 'export' | 'rename' | 'delete';

interface Props {
  readonly run: RunSummary;
  readonly disabled: boolean;
  /** Whether there is another model to compare with. */
  readonly canCompare: boolean;
  /** Goes on with the run; absent while another is trained. */
  readonly onResume: (() => void) | undefined;
  open(dialog: RunDialog): void;
}

/** All that can be done with a run. */
export function RunMenu({ run, disabled, canCompare, onResume, open }: Props) {
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="sm" aria-label={`Actions on ${run.name}`} disabled={disabled}>
          <IconDots size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {run.resumable && (
          <Menu.Item
            leftSection={<IconPlayerTrackNext size={14} />}
            onClick={() => (isUnfinished(run) ? onResume?.() : open('extend'))}
            disabled={onResume === undefined}
          >
            {isUnfinished(run) ? 'Resume' : 'Train longer …'}
          </Menu.Item>
        )}
        {run.model && (
          <Menu.Item leftSection={<IconReportAnalytics size={14} />} onClick={() => open('evaluate')}>
            Evaluate …
          </Menu.Item>
        )}
        {run.model && canCompare && (
          <Menu.Item leftSection={<IconArrowsLeftRight size={14} />} onClick={() => open('compare')}>
            Compare with …
          </Menu.Item>
        )}
        {run.model && (
          <Menu.Item leftSection={<IconFileExport size={14} />} onClick={() => open('export')}>
            Export model …
          </Menu.Item>
        )}
        <Menu.Item leftSection={<IconPencil size={14} />} onClick={() => open('rename')}>
          Rename
        </Menu.Item>
        <Menu.Item c="red" leftSection={<IconTrash size={14} />} onClick={() => open('delete')}>
          Delete
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
