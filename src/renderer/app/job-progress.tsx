import { Alert, Button, Group, Progress, Text } from '@mantine/core';
import type { JobRunner } from './use-job.ts';

/** How far a long call is, with a way to end it; or why it failed. */
export function JobProgress({ runner: { job, problem, cancel } }: { runner: JobRunner }) {
  if (problem && !job) {
    return (
      <Alert color="red" variant="light" role="alert">
        {problem}
      </Alert>
    );
  }
  if (!job) return null;
  const { done, total, text, label, cancelling } = job;
  return (
    <Group gap="sm" wrap="nowrap">
      <div style={{ flex: 1 }}>
        <Text size="sm" mb={4}>
          {text || label}
          {total > 0 && ` ${done.toLocaleString('en')} of ${total.toLocaleString('en')}`}
        </Text>
        <Progress value={total > 0 ? (100 * done) / total : 100} animated={total === 0} aria-label={label} />
      </div>
      <Button size="xs" variant="default" onClick={cancel} loading={cancelling}>
        Cancel
      </Button>
    </Group>
  );
}
