import { Table, Text } from '@mantine/core';
import { useEffect, useRef } from 'react';
import type { ShownEvent } from '../../../shared/contract-inspections.ts';
import { Spinner } from '../../app/spinner.tsx';
import stage from '../inspect.module.css';
import type { Events } from './use-events.ts';
import classes from './videos.module.css';

const COLUMNS = ['Event', 'Begin', 'Peak', 'End', 'Length, px', 'Width, px', 'Score', 'Verdict'];

/** The current event where it shows best, above the list of all. */
export function EventsView({ events }: { events: Events }) {
  const { list, current, problem } = events;
  if (!list) {
    return (
      <div className={stage.wait}>{problem ? <Text c="red">{problem}</Text> : <Spinner label="Reading events" />}</div>
    );
  }
  if (!current) {
    return (
      <div className={stage.wait} role="status">
        <Text c="dimmed">No crack was found.</Text>
      </div>
    );
  }
  return (
    <>
      <div className={stage.view}>
        {current.pictureUrl ? (
          <img className={classes.peak} src={current.pictureUrl} alt={`Event ${current.id} at its peak`} />
        ) : (
          <div className={stage.wait}>
            <Text c="dimmed">This inspection kept no pictures.</Text>
          </div>
        )}
      </div>
      <section className={classes.events} aria-label="Events">
        <Table stickyHeader verticalSpacing={4} horizontalSpacing="md" highlightOnHover>
          <Table.Thead>
            <Table.Tr>
              {COLUMNS.map(name => (
                <Table.Th key={name}>{name}</Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {list.map(event => (
              <EventRow key={event.id} event={event} isCurrent={event.id === current.id} choose={events.choose} />
            ))}
          </Table.Tbody>
        </Table>
      </section>
    </>
  );
}

interface RowProps {
  readonly event: ShownEvent;
  readonly isCurrent: boolean;
  choose(event: number): void;
}

function EventRow({ event, isCurrent, choose }: RowProps) {
  const { id, begin, peak, end, length_px, width_mean_px, verdict } = event;
  const row = useRef<HTMLTableRowElement>(null);
  useEffect(() => {
    if (isCurrent) row.current?.scrollIntoView({ block: 'nearest' });
  }, [isCurrent]);
  const given = verdict ? verdict.verdict : '–';
  const said = verdict ? `${verdict.by}, ${new Date(verdict.at).toLocaleString()}` : undefined;
  const cells = [
    id,
    begin.time,
    peak.time,
    end.time,
    length_px.toFixed(0),
    width_mean_px.toFixed(1),
    peak.score.toFixed(2),
  ];
  return (
    <Table.Tr ref={row} aria-current={isCurrent ? 'true' : undefined} onClick={() => choose(id)}>
      {cells.map((cell, i) => (
        <Table.Td key={COLUMNS[i]}>{cell}</Table.Td>
      ))}
      <Table.Td data-verdict={verdict?.verdict} title={said}>
        {given}
      </Table.Td>
    </Table.Tr>
  );
}
