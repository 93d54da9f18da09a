import { Loader, Select, Tooltip } from '@mantine/core';
import { keysOf } from '../../../shared/table.ts';
import { drawingShortcuts } from '../label-shortcuts.ts';
import { useLabelSession, useSession } from '../use-session.ts';
import { FOLLOWABLE, straightWire } from './wire.ts';

const CHOICES = keysOf(FOLLOWABLE).map(value => ({ value, label: FOLLOWABLE[value] }));

/** What the wire follows, while it is in hand. */
export function Follow() {
  const session = useLabelSession();
  const followed = useSession(state => state.followed);
  const isReady = useSession(state => state.wire !== straightWire);
  const isShown = useSession(state => state.toolName === 'wire');
  if (!isShown) return null;
  return (
    <Tooltip label={`What the wire follows; ${drawingShortcuts(session).follow.keys} takes the next`}>
      <Select
        size="xs"
        w={130}
        style={{ flexShrink: 0 }}
        aria-label="The wire follows"
        aria-busy={!isReady}
        rightSection={isReady ? undefined : <Loader size={12} />}
        data={CHOICES}
        value={followed}
        allowDeselect={false}
        onChange={value => value && session.follow(value)}
      />
    </Tooltip>
  );
}
