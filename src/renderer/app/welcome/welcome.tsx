import { ScrollArea, Text, Title } from '@mantine/core';
import { useStore } from 'zustand';
import type { Stage } from '../stage.ts';
import { useProjectStore, useStudio } from '../studio-context.tsx';
import { CurrentProject } from './current-project.tsx';
import { MachineState } from './machine-state.tsx';
import { Mark } from './mark.tsx';
import { RecentProjects } from './recent-projects.tsx';
import { StartPanel } from './start-panel.tsx';
import { Steps } from './steps.tsx';
import classes from './welcome.module.css';

/** The first page: what the studio does, whether this machine can, and how to start. */
export function Welcome({ work }: { work: readonly Stage[] }) {
  const version = useStore(useStudio().machineStore, store => store.machine?.version);
  const open = useProjectStore(store => store.open);
  return (
    <ScrollArea h="100%">
      <div className={classes.page}>
        <header className={classes.header}>
          <Mark size={40} />
          <div>
            <Title order={1} lh={1.2}>
              Crack Studio{' '}
              <Text span size="xs" fw={400} c="dimmed">
                {version}
              </Text>
            </Title>
            <Text c="dimmed">Turn inspection video into a trained crack detector.</Text>
          </div>
        </header>
        <Steps work={work} />
        <div className={classes.columns}>
          <div className={classes.column}>
            {open && <CurrentProject state={open} />}
            <StartPanel />
          </div>
          <div className={classes.column}>
            <RecentProjects />
            <MachineState />
          </div>
        </div>
      </div>
    </ScrollArea>
  );
}
