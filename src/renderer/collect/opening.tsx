import { Button, Group, Text } from '@mantine/core';
import { useStore } from 'zustand';
import { attempt } from '../app/notify.ts';
import { useStudio } from '../app/studio-context.tsx';
import classes from './collect.module.css';

/** What the opening job is called. */
export const OPENING = 'Opening the video';

/** How far the opening is: the first time it takes about as long as the video decodes. */
export function Opening({ path }: { path: string }) {
  const { jobsStore } = useStudio();
  const { jobs, cancel } = useStore(jobsStore);
  const job = jobs.find(({ label }) => label === OPENING);
  if (!job) return null;
  return (
    <Group className={classes.video} mb="lg" role="status" justify="space-between" wrap="nowrap">
      <div>
        <Text size="sm" fw={600}>{`Opening ${path.split(/[\\/]/).at(-1)}`}</Text>
        <Text size="sm">
          {job.text || 'Looking at the file'}. The first time, every frame is decoded once, so that its number and time
          are exact.
        </Text>
      </div>
      <Button
        size="compact-sm"
        variant="default"
        style={{ flexShrink: 0 }}
        onClick={() => attempt(() => cancel(job.id))}
      >
        Cancel
      </Button>
    </Group>
  );
}
