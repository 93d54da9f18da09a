import { Button, Group, Table, Text } from '@mantine/core';
import { formatTime } from '../../../shared/time.ts';
import { withKey } from '../../app/keys.ts';
import { Spinner } from '../../app/spinner.tsx';
import stage from '../inspect.module.css';
import { FramePicture } from './frame-picture.tsx';
import type { ReviewShortcuts } from './review-shortcuts.ts';
import type { Asked } from './use-asked.ts';
import type { Look } from './use-look.ts';
import classes from './videos.module.css';

interface Props {
  readonly asked: Asked;
  readonly file: string | undefined;
  readonly shortcuts: ReviewShortcuts;
  readonly look: Look | undefined;
}

/** The frames from which the model would learn most, one after the other, each with the way into Label. */
export function AskedView({ asked: { list, problem, current, choose }, file, shortcuts, look }: Props) {
  if (!current) {
    const nothing = 'There is no frame to ask about: all that teach something are in the dataset.';
    return (
      <div className={stage.wait} role="status">
        {list ? <Text c="dimmed">{nothing}</Text> : (problem ?? <Spinner label="Looking for frames" />)}
      </div>
    );
  }
  return (
    <>
      <div className={stage.view}>
        <FramePicture {...{ file, look }} frame={current.frame} />
      </div>
      <Group className={classes.verdicts} gap="xs">
        <Button size="compact-sm" onClick={() => shortcuts.label.run()}>
          {withKey(shortcuts.label, 'Save and label')}
        </Button>
        <Text size="xs" c="dimmed">
          The model is least sure of these, and they differ most; some are without a crack, as far as it sees.
        </Text>
      </Group>
      <section className={classes.events} aria-label="Frames to ask about">
        <Table stickyHeader verticalSpacing={4} horizontalSpacing="md" highlightOnHover>
          <Table.Thead>
            <Table.Tr>
              {['Frame', 'Time', 'Doubt', 'The model sees', 'Largest probability'].map(name => (
                <Table.Th key={name}>{name}</Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {list?.map(({ frame, ms, doubt, kind, score }) => (
              <Table.Tr
                key={frame}
                aria-current={frame === current.frame ? 'true' : undefined}
                onClick={() => choose(frame)}
              >
                <Table.Td>{frame}</Table.Td>
                <Table.Td>{formatTime(ms)}</Table.Td>
                <Table.Td>{doubt.toFixed(2)}</Table.Td>
                <Table.Td>{kind === 'crack' ? 'a crack' : 'nothing'}</Table.Td>
                <Table.Td>{score.toFixed(2)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </section>
    </>
  );
}
