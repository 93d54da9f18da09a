import { Button, Group, Modal, Stack } from '@mantine/core';
import { type FormEvent, type ReactNode, useEffect, useState } from 'react';
import { JobProgress } from './job-progress.tsx';
import { attempt } from './notify.ts';
import { useJob } from './use-job.ts';

interface Props<T> {
  readonly opened: boolean;
  readonly title: string;
  /** What the button says that begins the work. */
  readonly verb: string;
  /** What the work is called while it runs. */
  readonly label: string;
  /** Whether all is said that must be. */
  readonly ready: boolean;
  onClose(): void;
  work(job: string): Promise<T>;
  /** What is asked before; it cannot be changed while the work runs. */
  fields(busy: boolean): ReactNode;
  /** What came of it. */
  result(found: T): ReactNode;
}

/** A dialog that asks, works as a job that can be cancelled, and shows what came of it. */
export function JobDialog<T>({ opened, title, verb, label, ready, onClose, work, fields, result }: Props<T>) {
  const runner = useJob();
  const [found, setFound] = useState<T>();
  const { forget } = runner;
  useEffect(() => {
    if (!opened) return;
    setFound(undefined);
    forget();
  }, [opened, forget]);
  const busy = runner.job !== undefined;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setFound(await runner.run(label, work));
  };
  return (
    <Modal opened={opened} onClose={onClose} title={title} size="lg" centered closeOnClickOutside={!busy}>
      <Stack gap="sm">
        {found === undefined ? (
          <form onSubmit={event => attempt(() => submit(event))}>
            <Stack gap="sm">
              {fields(busy)}
              {!busy && (
                <Group justify="flex-end">
                  <Button type="submit" disabled={!ready}>
                    {verb}
                  </Button>
                </Group>
              )}
            </Stack>
          </form>
        ) : (
          result(found)
        )}
        <JobProgress runner={runner} />
        {found !== undefined && (
          <Group justify="flex-end">
            <Button onClick={onClose} data-autofocus>
              Close
            </Button>
          </Group>
        )}
      </Stack>
    </Modal>
  );
}
