import { ActionIcon, Badge, Checkbox, Group, Menu, Table, Text } from '@mantine/core';
import { IconArrowsLeftRight, IconDots, IconPencil, IconPlayerTrackNext, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import type { RunSummary, TrainingState } from '../../shared/contract-training.ts';
import { networkWords } from '../../shared/training/encoders.ts';
import { CompareRuns } from './compare-dialog.tsx';
import { DeleteRun, ExtendRun, RenameRun } from './run-dialogs.tsx';
import classes from './train.module.css';
import { isAtWork, isUnfinished, type Runs } from './use-runs.ts';
import { duration } from './words.ts';

const COLUMNS = ['Run', 'Dice', 'IoU', 'Best epoch', 'Settings', 'Time', 'Started', ''];

interface TableProps {
  runs: Runs;
  training: TrainingState | null | undefined;
  /** Goes on with a run, up to its last epoch or to `epochs`; absent while another is trained. */
  onResume: ((run: string, epochs?: number) => void) | undefined;
}

/** All runs of the project: choose which are drawn, compare two, go on with one, rename, delete. */
export function RunsTable({ runs, training, onResume }: TableProps) {
  const [extending, setExtending] = useState<RunSummary>();
  const [comparing, setComparing] = useState<string>();
  const [renaming, setRenaming] = useState<string>();
  const [deleting, setDeleting] = useState<string>();
  if (!runs.list?.length) return null;
  const withModel = runs.list.filter(run => run.model).map(run => run.name);
  return (
    <section className={classes.runs} aria-label="Runs">
      <Table stickyHeader verticalSpacing={4} horizontalSpacing="md" highlightOnHover>
        <Table.Thead>
          <Table.Tr>
            {COLUMNS.map(name => (
              <Table.Th key={name}>{name}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {runs.list.map(run => (
            <RunRow
              key={run.name}
              run={run}
              runs={runs}
              atWork={isAtWork(run.name, training)}
              onResume={onResume && (() => (isUnfinished(run) ? onResume(run.name) : setExtending(run)))}
              onCompare={run.model && withModel.length > 1 ? () => setComparing(run.name) : undefined}
              onRename={() => setRenaming(run.name)}
              onDelete={() => setDeleting(run.name)}
            />
          ))}
        </Table.Tbody>
      </Table>
      <ExtendRun
        run={extending}
        onClose={() => setExtending(undefined)}
        extend={(run, epochs) => onResume?.(run, epochs)}
      />
      <CompareRuns run={comparing} runs={withModel} onClose={() => setComparing(undefined)} />
      <RenameRun name={renaming} onClose={() => setRenaming(undefined)} rename={runs.rename} />
      <DeleteRun name={deleting} onClose={() => setDeleting(undefined)} remove={runs.remove} />
    </section>
  );
}

interface RowProps {
  run: RunSummary;
  runs: Runs;
  atWork: boolean;
  onResume: (() => void) | undefined;
  /** Absent where there is nothing to compare. */
  onCompare: (() => void) | undefined;
  onRename: () => void;
  onDelete: () => void;
}

function RunRow({ run, runs, atWork, onResume, onCompare, onRename, onDelete }: RowProps) {
  const { name, best, config, epochs, seconds, startedAt } = run;
  const colour = runs.drawn.find(each => each.name === name)?.colour;
  return (
    <Table.Tr>
      <Table.Td>
        <Group gap="xs" wrap="nowrap">
          <Checkbox
            size="xs"
            checked={colour !== undefined}
            {...(colour && { color: colour })}
            onChange={() => runs.toggle(name)}
            aria-label={`Draw ${name}`}
            disabled={epochs === 0}
          />
          <Text size="sm" truncate maw={atWork ? 120 : 200} title={name}>
            {name}
          </Text>
          {atWork && (
            <Badge size="xs" variant="light" style={{ flexShrink: 0 }}>
              training
            </Badge>
          )}
        </Group>
      </Table.Td>
      <Table.Td fw={600}>{best ? best.dice.toFixed(3) : '–'}</Table.Td>
      <Table.Td>{best ? best.iou.toFixed(3) : '–'}</Table.Td>
      <Table.Td>{best ? `${best.epoch} of ${epochs}` : '–'}</Table.Td>
      <Table.Td c="dimmed">
        {config ? `${config.size} px, ${networkWords(config)}, batch ${config.batch}` : '–'}
      </Table.Td>
      <Table.Td>{duration(seconds)}</Table.Td>
      <Table.Td c="dimmed">{startTime(startedAt)}</Table.Td>
      <Table.Td w={40}>
        <Menu position="bottom-end" withinPortal>
          <Menu.Target>
            <ActionIcon variant="subtle" color="gray" size="sm" aria-label={`Actions on ${name}`} disabled={atWork}>
              <IconDots size={16} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            {run.resumable && (
              <Menu.Item
                leftSection={<IconPlayerTrackNext size={14} />}
                onClick={onResume}
                disabled={onResume === undefined}
              >
                {isUnfinished(run) ? 'Resume' : 'Train longer …'}
              </Menu.Item>
            )}
            {onCompare && (
              <Menu.Item leftSection={<IconArrowsLeftRight size={14} />} onClick={onCompare}>
                Compare with …
              </Menu.Item>
            )}
            <Menu.Item leftSection={<IconPencil size={14} />} onClick={onRename}>
              Rename
            </Menu.Item>
            <Menu.Item color="red" leftSection={<IconTrash size={14} />} onClick={onDelete}>
              Delete
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </Table.Td>
    </Table.Tr>
  );
}

/** `23 Nov, 07:21`: the year is in the run's name. */
function startTime(startedAt: number): string {
  return new Date(startedAt).toLocaleString('en-GB', {
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
  });
}
