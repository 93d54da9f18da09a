import { ActionIcon, Group, Text, Tooltip } from '@mantine/core';
import { IconDropletFilled, IconMinus, IconPlus, IconRipple } from '@tabler/icons-react';
import { keysOf } from '../../shared/table.ts';
import { withKey } from '../app/keys.ts';
import { reshapeShortcuts } from './label-shortcuts.ts';
import { useLabelSession, useOpenDocument, useSession } from './use-session.ts';

const ICONS = { grow: IconPlus, shrink: IconMinus, fill: IconDropletFilled, smooth: IconRipple } as const;

/** Grows, shrinks, fills and smooths the selected labels; nothing while none is selected. */
export function ReshapeMask() {
  const session = useLabelSession();
  useOpenDocument();
  useSession(state => state.selected);
  if (session.selectedLabels().length === 0) return null;
  const shortcuts = reshapeShortcuts(session);
  return (
    <Group component="section" aria-label="Pixels of the selected labels" gap={4} wrap="nowrap">
      <Text size="xs" style={{ flex: 1 }}>
        Pixels
      </Text>
      {keysOf(ICONS).map(how => {
        const [Icon, shortcut] = [ICONS[how], shortcuts[how]];
        return (
          <Tooltip key={how} label={withKey(shortcut)}>
            <ActionIcon size="sm" variant="default" aria-label={withKey(shortcut)} onClick={shortcut.run}>
              <Icon size={14} />
            </ActionIcon>
          </Tooltip>
        );
      })}
    </Group>
  );
}
