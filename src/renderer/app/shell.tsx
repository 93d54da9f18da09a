import { useMantineColorScheme } from '@mantine/core';
import { useEffect, useRef } from 'react';
import type { ProjectState } from '../../shared/contract-project.ts';
import { ErrorBoundary } from './error-boundary.tsx';
import { goOn, goToStage, rememberStage } from './go-to-stage.ts';
import { LogDialog, openLog } from './log-dialog.tsx';
import { attempt, notifyWarning } from './notify.ts';
import { openPalette, Palette } from './palette.tsx';
import { Rail } from './rail.tsx';
import { openSettings, SettingsDialog } from './settings-dialog.tsx';
import classes from './shell.module.css';
import { openSheet, ShortcutSheet } from './shortcut-sheet.tsx';
import type { Stage } from './stage.ts';
import { STAGES } from './stages.tsx';
import { StatusBar } from './status-bar.tsx';
import { useProjectStore, useStudio } from './studio-context.tsx';
import { useLeaveWarning } from './use-leave-warning.ts';
import { listenForShortcuts, useShortcuts } from './use-shortcuts.ts';
import { useStage } from './use-stage.ts';

/** Rail, stage and status bar. */
export function Shell() {
  const { open, refresh } = useProjectStore(store => store);
  const stage = useStage(Boolean(open));
  useEffect(() => attempt(refresh), [refresh]);
  useEffect(() => listenForShortcuts(window), []);
  useStudioShortcuts(Boolean(open));
  useMenu();
  useNotices(open);
  usePlace(open, stage);
  useLeaveWarning();
  useEffect(() => {
    document.title = open ? `${open.project.name} – Crack Studio` : 'Crack Studio';
  }, [open]);
  const StageComponent = stage.component;
  return (
    <div className={classes.shell}>
      <Rail current={stage} hasProject={Boolean(open)} />
      {open?.readOnly && (
        <div className={classes.banner} role="alert">
          {open.readOnly}
        </div>
      )}
      <main className={classes.stage} aria-label={stage.label}>
        {open !== undefined && (
          // Anew for each project: no stage carries anything of one project into the next.
          <ErrorBoundary key={`${stage.id} ${open?.folder}`} part={`The ${stage.label} stage`} onShowLog={openLog}>
            <StageComponent />
          </ErrorBoundary>
        )}
      </main>
      <StatusBar />
      <ShortcutSheet />
      <SettingsDialog />
      <LogDialog />
      <Palette />
    </div>
  );
}

/** What can be done from every stage. */
function useStudioShortcuts(hasProject: boolean): void {
  const { toggleColorScheme } = useMantineColorScheme();
  const { close } = useProjectStore(store => store);
  useShortcuts('Everywhere', [
    { keys: 'Ctrl+K', label: 'Find an action', everywhere: true, keysOnly: true, run: openPalette },
    { keys: '?', label: 'Show the keys', run: openSheet },
    ...STAGES.map(({ id, label, needsProject }, i) => ({
      keys: `Alt+${i + 1}`,
      label: `Go to ${label}`,
      disabled: needsProject && !hasProject,
      run: () => goToStage(id),
    })),
    { label: 'Open the settings', run: openSettings },
    { label: 'Show the log, save a report', run: openLog },
    { label: 'Switch between dark and light', run: toggleColorScheme },
    {
      label: 'Close the project',
      disabled: !hasProject,
      run: () => attempt(() => close().then(() => goToStage('welcome'))),
    },
  ]);
}

/** What opening a project had to set right is said once, when it is opened. */
function useNotices(open: ProjectState | null | undefined): void {
  const folder = open?.folder;
  const latest = useRef(open);
  latest.current = open;
  useEffect(() => {
    if (folder !== undefined) latest.current?.notices.forEach(notifyWarning);
  }, [folder]);
}

/** A page that comes with a project open (`serve --project`) goes to its work, and each project keeps its place. */
function usePlace(open: ProjectState | null | undefined, stage: Stage): void {
  const folder = open?.folder;
  useEffect(() => {
    if (folder !== undefined && window.location.hash === '') goOn(folder);
  }, [folder]);
  useEffect(() => {
    if (folder !== undefined && stage.needsProject) rememberStage(folder, stage.id);
  }, [folder, stage]);
}

/** The desktop app's menu chooses the same verbs. */
function useMenu(): void {
  const { subscribe } = useStudio();
  useEffect(
    () =>
      subscribe('menu.action', ({ action }) => {
        if (action === 'palette') openPalette();
        else if (action === 'shortcuts') openSheet();
        else if (action === 'log') openLog();
        else if (action === 'settings') openSettings();
        else goToStage(action === 'video.open' ? 'collect' : 'welcome');
      }),
    [subscribe],
  );
}
