import { Badge, Group, Modal, Stack, Table, Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { Output } from '../../shared/contract.ts';
import { JobProgress } from '../app/job-progress.tsx';
import { attempt } from '../app/notify.ts';
import { useStudio } from '../app/studio-context.tsx';
import { useJob } from '../app/use-job.ts';

/** What this machine can train on: how long a small step takes on each device, or why one cannot be used. */
export function Devices({ opened, onClose }: { readonly opened: boolean; onClose(): void }) {
  const { call } = useStudio();
  const runner = useJob();
  const [found, setFound] = useState<Output<'devices.list'>>();
  const { run } = runner;
  useEffect(() => {
    if (!opened) return;
    attempt(async () => setFound(await run('Timing the devices', job => call('devices.list', { job }))));
  }, [opened, run, call]);
  return (
    <Modal opened={opened} onClose={onClose} title="Devices" size="lg" centered>
      <Stack gap="sm">
        <JobProgress runner={runner} />
        {found && <Found found={found} />}
      </Stack>
    </Modal>
  );
}

function Found({ found: { devices, chosen, reason, tensorflow } }: { found: Output<'devices.list'> }) {
  return (
    <>
      <Table verticalSpacing={4}>
        <Table.Tbody>
          {devices.map(each => (
            <Table.Tr key={each.device}>
              <Table.Td>
                <Group gap="xs" wrap="nowrap">
                  <Text size="sm">{each.name}</Text>
                  {each.device === chosen && <Badge size="xs">chosen</Badge>}
                </Group>
              </Table.Td>
              <Table.Td>
                {each.usable ? `${each.milliseconds.toFixed(1)} ms a test step` : `Cannot be used: ${each.reason}.`}
              </Table.Td>
            </Table.Tr>
          ))}
          <Table.Tr>
            <Table.Td>TensorFlow</Table.Td>
            <Table.Td>{tensorflow.usable ? tensorflow.name : tensorflow.reason}</Table.Td>
          </Table.Tr>
        </Table.Tbody>
      </Table>
      <Text size="sm" c="dimmed">
        {reason}.
      </Text>
    </>
  );
}
