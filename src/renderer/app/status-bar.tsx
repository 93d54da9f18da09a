import { ActionIcon, Progress, Text } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useStore } from 'zustand';
import type { Job } from '../stores/jobs-store.ts';
import { attempt } from './notify.ts';
import classes from './shell.module.css';
import { useProjectStore, useStudio } from './studio-context.tsx';

/** The line at the bottom: what is open, whether it is on disk, what runs. */
export function StatusBar() {
  const open = useProjectStore(store => store.open);
  return (
    <footer className={classes.status}>
      <Text span size="xs" fw={600} c={open ? 'bright' : 'dimmed'} truncate>
        {open ? open.project.name : 'No project open'}
      </Text>
      {open?.readOnly ? <span>Read only</span> : open && <Saved />}
      <div style={{ flex: 1 }} />
      <RunningJobs />
    </footer>
  );
}

function Saved() {
  const { pending, savedAt, problem } = useStore(useStudio().savingStore);
  if (problem) return <Warning text={problem} />;
  if (pending > 0) return <span role="status">Saving …</span>;
  if (savedAt === null) return <span role="status">All edits are on disk</span>;
  return <span role="status">{`On disk since ${new Date(savedAt).toLocaleTimeString()}`}</span>;
}

function Warning({ text }: { text: string }) {
  return (
    <Text span size="xs" c="orange" role="alert" truncate title={text}>
      {text}
    </Text>
  );
}

function RunningJobs() {
  const { jobs, cancel } = useStore(useStudio().jobsStore);
  return jobs.map(job => <RunningJob key={job.id} job={job} onCancel={() => attempt(() => cancel(job.id))} />);
}

function RunningJob({ job, onCancel }: { job: Job; onCancel: () => void }) {
  const { label, text, done, total, cancelling } = job;
  return (
    <>
      <Text span size="xs" truncate>
        {cancelling ? `${label}: stopping …` : text ? `${label}: ${text}` : label}
      </Text>
      <Progress
        w={120}
        size="sm"
        style={{ flexShrink: 0 }}
        value={total > 0 ? (100 * done) / total : 100}
        animated={total === 0}
        aria-label={label}
      />
      <ActionIcon size="xs" variant="subtle" color="gray" aria-label={`Cancel: ${label}`} onClick={onCancel}>
        <IconX size={14} />
      </ActionIcon>
    </>
  );
}
