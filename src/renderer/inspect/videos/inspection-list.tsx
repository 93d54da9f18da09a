import { Button, Group, Stack, Text, Title, UnstyledButton } from '@mantine/core';
import type { InspectionRow } from '../../../shared/contract-inspections.ts';
import type { Inspections } from './use-inspections.ts';
import classes from './videos.module.css';

interface Props {
  readonly inspections: Inspections;
  /** Goes on with one; undefined where its video or a model is not at hand. */
  resumeOf(row: InspectionRow): (() => void) | undefined;
  /** Whether something is to be made of those that are done. */
  readonly exports: boolean;
}

/** All inspections of the project: choose whose events are shown, or go on with one that was interrupted. */
export function InspectionList({ inspections: { list = [], shown, show, isRunning }, resumeOf, exports }: Props) {
  if (list.length === 0) return null;
  return (
    <Stack gap={4} component="section" aria-label="Inspections">
      <Title order={2} size="sm">
        Inspections
      </Title>
      {list.map(row => (
        <Group key={`${row.video}/${row.time}`} gap="xs" wrap="nowrap">
          <UnstyledButton
            className={classes.inspection}
            aria-current={row.video === shown?.video && row.time === shown.time ? 'true' : undefined}
            disabled={row.events === null}
            onClick={() => show({ video: row.video, time: row.time })}
          >
            <Text size="sm" truncate>
              {row.file}
            </Text>
            <Text size="xs" c="dimmed" truncate>
              {`${when(row.time)} · ${found(row)}`}
            </Text>
          </UnstyledButton>
          {(row.events === null || exports) && (
            <Button size="compact-xs" variant="default" disabled={isRunning || !resumeOf(row)} onClick={resumeOf(row)}>
              {row.events === null ? 'Go on' : 'Make'}
            </Button>
          )}
        </Group>
      ))}
    </Stack>
  );
}

/** When it was, with which model, and what it found. */
export function nameOfInspection(row: InspectionRow): string {
  return `${when(row.time)} · ${row.model} · ${found(row)}`;
}

function found({ events }: InspectionRow): string {
  if (events === null) return 'not finished';
  return events === 1 ? '1 crack' : `${events} cracks`;
}

/** `20261127T210503`, UTC, as people here write it. */
function when(time: string): string {
  const found = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)/.exec(time);
  if (!found) return time;
  const [year, month, day, hour, minute, second] = found.slice(1).map(Number);
  const options = { dateStyle: 'medium', timeStyle: 'short' } as const;
  return new Date(Date.UTC(year, month - 1, day, hour, minute, second)).toLocaleString('en-GB', options);
}
