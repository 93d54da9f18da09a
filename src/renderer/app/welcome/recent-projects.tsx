import { Text, UnstyledButton } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { Output } from '../../../shared/contract.ts';
import { attempt } from '../notify.ts';
import { useProjectStore, useStudio } from '../studio-context.tsx';
import { useOpening } from './use-opening.ts';
import classes from './welcome.module.css';

type Recent = Output<'project.recent'>['projects'][number];

/** The projects opened last. */
export function RecentProjects() {
  const { call } = useStudio();
  const { busy, open } = useOpening();
  const current = useProjectStore(store => store.open?.folder);
  const [projects, setProjects] = useState<readonly Recent[]>();
  useEffect(() => attempt(async () => setProjects((await call('project.recent', {})).projects)), [call]);
  return (
    <section className={`${classes.panel} ${classes.recent}`} aria-label="Recent projects">
      <h2 className={classes.heading}>Recent projects</h2>
      {projects?.length === 0 && (
        <Text size="sm" c="dimmed" px="md" pb="md">
          None yet. Projects that you open are listed here.
        </Text>
      )}
      <div className={classes.list}>
        {projects?.map(project => (
          <RecentProject
            key={project.folder}
            project={project}
            isOpen={project.folder === current}
            disabled={busy || !project.exists}
            onOpen={() => open(project.folder)}
          />
        ))}
      </div>
    </section>
  );
}

interface Props {
  project: Recent;
  isOpen: boolean;
  disabled: boolean;
  onOpen(): void;
}

function RecentProject({ project: { name, folder, opened, exists }, isOpen, disabled, onOpen }: Props) {
  const when = isOpen ? 'open' : exists ? new Date(opened).toLocaleDateString() : 'not found';
  return (
    <UnstyledButton className={classes.item} onClick={onOpen} disabled={disabled} title={folder}>
      <Text span size="sm" fw={600} truncate>
        {name}
      </Text>
      <Text span size="xs" c={isOpen ? 'var(--studio-accent)' : 'dimmed'}>
        {when}
      </Text>
      <Text span size="xs" c="dimmed" truncate className={classes.path}>
        {folder}
      </Text>
    </UnstyledButton>
  );
}
