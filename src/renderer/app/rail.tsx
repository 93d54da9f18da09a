import { Tooltip, UnstyledButton, useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { IconKeyboard, IconMoon, IconSettings, IconSun } from '@tabler/icons-react';
import { goToStage } from './go-to-stage.ts';
import { openSettings } from './settings-dialog.tsx';
import classes from './shell.module.css';
import { openSheet } from './shortcut-sheet.tsx';
import type { Stage } from './stage.ts';
import { STAGES } from './stages.tsx';

/** The stages of the work, top to bottom, and what belongs to none of them. */
export function Rail({ current, hasProject }: { current: Stage; hasProject: boolean }) {
  return (
    <nav className={classes.rail} aria-label="Stages">
      {STAGES.map(stage => (
        <RailItem
          key={stage.id}
          stage={stage}
          current={stage === current}
          enabled={hasProject || !stage.needsProject}
        />
      ))}
      <div style={{ flex: 1 }} />
      <UnstyledButton className={classes.railItem} onClick={openSheet}>
        <IconKeyboard size={20} stroke={1.5} aria-hidden />
        Keys
      </UnstyledButton>
      <ThemeButton />
      <UnstyledButton className={classes.railItem} onClick={openSettings}>
        <IconSettings size={20} stroke={1.5} aria-hidden />
        Settings
      </UnstyledButton>
    </nav>
  );
}

function RailItem({ stage, current, enabled }: { stage: Stage; current: boolean; enabled: boolean }) {
  const { id, label, icon: StageIcon } = stage;
  return (
    <Tooltip label="Open or create a project first" position="right" disabled={enabled}>
      <UnstyledButton
        className={classes.railItem}
        data-stage={id}
        aria-current={current ? 'page' : undefined}
        aria-disabled={!enabled}
        data-disabled={!enabled || undefined}
        onClick={() => enabled && goToStage(id)}
      >
        <StageIcon size={22} stroke={1.5} aria-hidden />
        {label}
      </UnstyledButton>
    </Tooltip>
  );
}

function ThemeButton() {
  const { toggleColorScheme } = useMantineColorScheme();
  const isDark = useComputedColorScheme('dark') === 'dark';
  const ThemeIcon = isDark ? IconSun : IconMoon;
  return (
    <UnstyledButton className={classes.railItem} onClick={toggleColorScheme}>
      <ThemeIcon size={20} stroke={1.5} aria-hidden />
      {isDark ? 'Light' : 'Dark'}
    </UnstyledButton>
  );
}
