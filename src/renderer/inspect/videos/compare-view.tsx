import { Group, Select, Table, Text } from '@mantine/core';
import type { Output } from '../../../shared/contract.ts';
import type { InspectionId, InspectionRow, ShownEvent } from '../../../shared/contract-inspections.ts';
import { Spinner } from '../../app/spinner.tsx';
import { useStudio } from '../../app/studio-context.tsx';
import stage from '../inspect.module.css';
import { useNewest } from '../use-newest.ts';
import { nameOfInspection } from './inspection-list.tsx';
import { PeakShot } from './peak-shots.tsx';
import classes from './videos.module.css';

interface Props {
  readonly shown: InspectionId;
  /** The other inspections of the same video that came to their end, the latest first. */
  readonly others: readonly InspectionRow[];
  readonly other: InspectionRow | undefined;
  onOther(time: string): void;
  /** Goes to an event of the inspection that is shown. */
  choose(event: number): void;
}

type Sides = Output<'inspections.compare'>['alone'];

/** Two inspections of one video side by side: cracks that both found, and those that one found alone. */
export function CompareView({ shown, others, other, onOther, choose }: Props) {
  const { call } = useStudio();
  const key = other && JSON.stringify([shown, other.video, other.time]);
  const { current: compared, problem } = useNewest(key, async () => {
    const ids = [{ video: other!.video, time: other!.time }, shown];
    const [before, after] = await Promise.all(ids.map(id => call('inspections.read', id)));
    return { before, after, found: await call('inspections.compare', { first: ids[0], second: ids[1] }) };
  });
  if (!other) {
    return (
      <div className={stage.wait} role="status">
        <Text c="dimmed">There is no other inspection of this video: inspect it with another model or threshold.</Text>
      </div>
    );
  }
  return (
    <section className={classes.comparison} aria-label="Comparison">
      <Group gap="md" align="end" wrap="nowrap">
        <Select
          size="xs"
          label="Before"
          w={320}
          data={others.map(row => ({ value: row.time, label: nameOfInspection(row) }))}
          value={other.time}
          onChange={time => time !== null && onOther(time)}
          allowDeselect={false}
        />
        {compared && <Text size="sm">{summaryOf(compared.found)}</Text>}
      </Group>
      {!compared && (problem ? <Text c="red">{problem}</Text> : <Spinner label="Comparing" />)}
      {compared && (
        <Table verticalSpacing={4} horizontalSpacing="md">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Found</Table.Th>
              <Table.Th>Before</Table.Th>
              <Table.Th>Now</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rowsOf(compared.found).map(([name, [first, second]]) => (
              <Table.Tr key={`${first} ${second}`}>
                <Table.Td>{name}</Table.Td>
                <Table.Td>
                  <Found ids={first} events={compared.before.events} />
                </Table.Td>
                <Table.Td>
                  <Found ids={second} events={compared.after.events} choose={choose} />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </section>
  );
}

function summaryOf({ both, alone: [first, second] }: Output<'inspections.compare'>): string {
  return `${both.length} found by both, ${second.length} new, ${first.length} no longer found.`;
}

function rowsOf({ both, alone: [first, second] }: Output<'inspections.compare'>): [name: string, sides: Sides][] {
  return [
    ...second.map((id): [string, Sides] => ['now alone', [[], [id]]]),
    ...first.map((id): [string, Sides] => ['before alone', [[id], []]]),
    ...both.map((sides): [string, Sides] => ['by both', sides]),
  ];
}

interface FoundProps {
  readonly ids: readonly number[];
  readonly events: readonly ShownEvent[];
  choose?(event: number): void;
}

function Found({ ids, events, choose }: FoundProps) {
  const found = events.filter(({ id }) => ids.includes(id));
  if (found.length === 0) return <>–</>;
  return (
    <Group gap="xs">
      {found.map(event => (
        <PeakShot key={event.id} event={event} {...(choose && { choose })} />
      ))}
    </Group>
  );
}
