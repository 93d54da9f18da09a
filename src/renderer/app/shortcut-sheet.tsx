import { Group, Modal, Text } from '@mantine/core';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { type ShortcutGroup, shortcutsStore } from '../stores/shortcuts-store.ts';
import { KeysOf } from './palette.tsx';
import classes from './shortcut-sheet.module.css';

const sheet = createStore(() => ({ opened: false }));

export function openSheet(): void {
  sheet.setState({ opened: true });
}

/** All keys that are in force: of the stage first, then everywhere. */
export function ShortcutSheet() {
  const opened = useStore(sheet, store => store.opened);
  const groups = useStore(shortcutsStore, store => store.groups);
  // Several parts of a stage add to one scope.
  const scopes = [...new Set(groups.map(({ scope }) => scope))].reverse();
  const shortcutsOf = (scope: string) => groups.filter(group => group.scope === scope).flatMap(each => each.shortcuts);
  return (
    <Modal opened={opened} onClose={() => sheet.setState({ opened: false })} title="Keys" size="xl">
      <div className={classes.sheet}>
        {scopes.map(scope => (
          <Section key={scope} group={{ scope, shortcuts: shortcutsOf(scope) }} />
        ))}
      </div>
    </Modal>
  );
}

function Section({ group: { scope, shortcuts } }: { group: ShortcutGroup }) {
  return (
    <section className={classes.section} aria-label={scope}>
      <h3 className={classes.heading}>{scope}</h3>
      {shortcuts
        .filter(({ keys }) => keys !== undefined)
        .map(shortcut => (
          <Group key={shortcut.label} className={classes.row} justify="space-between" wrap="nowrap">
            <Text size="sm">{shortcut.label}</Text>
            <KeysOf shortcut={shortcut} />
          </Group>
        ))}
    </section>
  );
}
