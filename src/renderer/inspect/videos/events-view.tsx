import { Table, Text } from '@mantine/core';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { ShownEvent } from '../../../shared/contract-inspections.ts';
import { lengthInWords, widthInWords } from '../../../shared/measure/figures.ts';
import type { MeasurementRecord } from '../../../shared/measure/measurements-document.ts';
import { Spinner } from '../../app/spinner.tsx';
import type { Size } from '../../canvas/viewport.ts';
import type { MeasuredEvents } from '../../measure/use-measured-events.ts';
import { WidestMark } from '../../measure/widest-mark.tsx';
import stage from '../inspect.module.css';
import { FramePicture } from './frame-picture.tsx';
import { PeakShots } from './peak-shots.tsx';
import { Timeline } from './timeline.tsx';
import type { Events } from './use-events.ts';
import type { Look, ShownFrame } from './use-look.ts';
import classes from './videos.module.css';

const COLUMNS = ['Event', 'Verdict', 'Begin', 'Peak', 'End', 'Length', 'Mean width', 'Largest', 'Score', 'Remark'];

interface Props {
  readonly events: Events;
  readonly measured: MeasuredEvents;
  /** Full path of the video, where it is known. */
  readonly file: string | undefined;
  /** The frame that is shown in the place of an event. */
  readonly frame: ShownFrame | undefined;
  /** What the model saw in it. */
  readonly look: Look | undefined;
  onFrame(frame: ShownFrame | undefined): void;
  /** What is said of the current event. */
  readonly children: ReactNode;
}

/** The current event where it shows best, above the timeline and the list of all. */
export function EventsView({ events, measured, file, frame, look, onFrame, children }: Props) {
  const { all, list, current, problem } = events;
  if (!all || !list) {
    return (
      <div className={stage.wait}>{problem ? <Text c="red">{problem}</Text> : <Spinner label="Reading events" />}</div>
    );
  }
  const choose = (event: number) => {
    onFrame(undefined);
    events.choose(event);
  };
  return (
    <>
      <div className={stage.view}>
        {frame ? (
          <FramePicture {...{ file, look }} frame={frame.frame} />
        ) : current?.pictureUrl ? (
          <Peak event={current} url={current.pictureUrl} measured={measured.of.get(current.id)} />
        ) : (
          <div className={stage.wait} role="status">
            <Text c="dimmed">{nothingToShow(events)}</Text>
          </div>
        )}
      </div>
      {children}
      <Timeline events={{ ...events, choose }} atMs={frame?.ms} onFrame={(frame, ms) => onFrame({ frame, ms })} />
      <PeakShots events={list} current={frame ? 0 : (current?.id ?? 0)} choose={choose} />
      <section className={classes.events} aria-label="Events">
        <Table stickyHeader verticalSpacing={4} horizontalSpacing="sm" highlightOnHover>
          <Table.Thead>
            <Table.Tr>
              {COLUMNS.map(name => (
                <Table.Th key={name}>{name}</Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {list.map(event => (
              <EventRow
                key={event.id}
                event={event}
                measured={measured.of.get(event.id)}
                isCurrent={event.id === current?.id}
                choose={choose}
              />
            ))}
          </Table.Tbody>
        </Table>
      </section>
    </>
  );
}

function nothingToShow({ all = [], current }: Events): string {
  if (all.length === 0) return 'No crack was found.';
  return current ? 'This inspection kept no pictures.' : 'No event is listed: choose others above.';
}

interface PeakProps {
  readonly event: ShownEvent;
  readonly url: string;
  readonly measured: MeasurementRecord | undefined;
}

/** The frame that shows the event best, with the place where it is widest. */
function Peak({ event: { id }, url, measured }: PeakProps) {
  const [size, setSize] = useState<Size>();
  return (
    <>
      <img
        className={classes.peak}
        src={url}
        alt={`Event ${id} at its peak`}
        onLoad={({ currentTarget: { naturalWidth: width, naturalHeight: height } }) => setSize({ width, height })}
      />
      {size && measured && <WidestMark measured={measured} size={size} />}
    </>
  );
}

interface RowProps {
  readonly event: ShownEvent;
  /** Undefined until it is measured. */
  readonly measured: MeasurementRecord | undefined;
  readonly isCurrent: boolean;
  choose(event: number): void;
}

function EventRow({ event, measured, isCurrent, choose }: RowProps) {
  const { id, begin, peak, end, length_px, width_mean_px, width_max_px, verdict } = event;
  const row = useRef<HTMLTableRowElement>(null);
  useEffect(() => {
    if (isCurrent) row.current?.scrollIntoView({ block: 'nearest' });
  }, [isCurrent]);
  const given = verdict ? verdict.verdict : '–';
  const said = verdict ? `${verdict.by}, ${new Date(verdict.at).toLocaleString()}` : undefined;
  const cells = [
    begin.time,
    peak.time,
    end.time,
    measured ? lengthInWords(measured) : `${length_px.toFixed(0)} px`,
    measured ? widthInWords(measured, 'mean') : `${width_mean_px.toFixed(1)} px`,
    measured ? widthInWords(measured, 'max') : `${width_max_px.toFixed(1)} px`,
    peak.score.toFixed(2),
  ];
  return (
    <Table.Tr ref={row} aria-current={isCurrent ? 'true' : undefined} onClick={() => choose(id)}>
      <Table.Td>{id}</Table.Td>
      <Table.Td data-verdict={verdict?.verdict} title={said}>
        {given}
      </Table.Td>
      {cells.map((cell, i) => (
        <Table.Td key={COLUMNS[i + 2]}>{cell}</Table.Td>
      ))}
      <Table.Td className={classes.remark}>{verdict?.remark}</Table.Td>
    </Table.Tr>
  );
}
