import { Group, Kbd, Text } from '@mantine/core';
import { createSpotlight, Spotlight, type SpotlightActionGroupData } from '@mantine/spotlight';
import { IconSearch } from '@tabler/icons-react';
import { useStore } from 'zustand';
import { type Shortcut, type ShortcutGroup, shortcutsStore } from '../stores/shortcuts-store.ts';
import { keyCaps, spellings } from './keys.ts';

const [paletteStore, palette] = createSpotlight();

export const openPalette = palette.open;

/** Finds any verb that is in force by its name. */
export function Palette() {
  const groups = useStore(shortcutsStore, store => store.groups);
  return (
    <Spotlight
      store={paletteStore}
      shortcut={null}
      attributes={{ content: { 'aria-label': 'Find an action' } }}
      actions={groups.toReversed().map(actionsOf)}
      nothingFound="No action of that name"
      highlightQuery
      overlayProps={{ backgroundOpacity: 0.5, blur: 0 }}
      scrollable
      maxHeight={420}
      searchProps={{
        leftSection: <IconSearch size={18} />,
        placeholder: 'Find an action',
        'aria-label': 'Find an action',
      }}
    />
  );
}

function actionsOf({ scope, shortcuts }: ShortcutGroup): SpotlightActionGroupData {
  return {
    group: scope,
    actions: shortcuts
      .filter(({ disabled, keysOnly }) => !disabled && !keysOnly)
      .map(shortcut => ({
        id: `${scope} ${shortcut.label}`,
        label: shortcut.label,
        rightSection: <KeysOf shortcut={shortcut} />,
        onClick: () => shortcut.run(),
      })),
  };
}

/** The caps of a verb's keys. */
export function KeysOf({ shortcut: { keys } }: { shortcut: Pick<Shortcut, 'keys'> }) {
  return (
    <Group gap={6} wrap="nowrap">
      {spellings(keys).map((each, i) => (
        <Group key={each} gap={3} wrap="nowrap">
          {i > 0 && (
            <Text span size="xs" c="dimmed">
              or
            </Text>
          )}
          {keyCaps(each).map(cap => (
            <Kbd key={cap} size="xs">
              {cap}
            </Kbd>
          ))}
        </Group>
      ))}
    </Group>
  );
}
