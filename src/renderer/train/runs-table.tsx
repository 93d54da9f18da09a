import { Badge, Checkbox, Group, Table, Text, VisuallyHidden } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { RunSummary, TrainingState } from '../../shared/contract-training.ts';
import { bestRun } from '../../shared/training/best-run.ts';
import { networkWords } from '../../shared/training/encoders.ts';
import { CompareRuns } from './compare-dialog.tsx';
import { EvaluateRun } from './evaluate-dialog.tsx';
import { ExportModel } from './export-model-dialog.tsx';
import { DeleteRun, ExtendRun, RenameRun } from './run-dialogs.tsx';
import { type RunDialog, RunMenu } from './run-menu.tsx';
import classes from './train.module.css';
import { isAtWork, type Runs } from './use-runs.ts';
import { duration } from './words.ts';

const COLUMNS = ['Run', 'Dice', 'IoU', 'Best epoch', 'Settings', 'Time', 'Started'];

interface TableProps {
  runs: Runs;
  training: TrainingState | null | undefined;
  /** Goes on with a run, up to its last epoch or to `epochs`; absent while another is trained. */
  onResume: ((run: string, epochs?: number) => void) | undefined;
}

/** All runs of the project: choose which are drawn, and what to do with one. */
export function RunsTable({ runs, training, onResume }: TableProps) {
  const [dialog, setDialog] = useState<{ readonly kind: RunDialog; readonly run: RunSummary }>();
  if (!runs.list?.length) return null;
  const withModel = runs.list.filter(run => run.model).map(run => run.name);
  const asked = (kind: RunDialog) => (dialog?.kind === kind ? dialog.run : undefined);
  const close = () => setDialog(undefined);
  const best = bestRun(runs.list)?.name;
  return (
    <section className={classes.runs} aria-label="Runs">
      <Table
        stickyHeader
        verticalSpacing={4}
        horizontalSpacing="md"
        highlightOnHover
        highlightOnHoverColor="var(--studio-panel)"
      >
        <Table.Thead>
          <Table.Tr>
            {COLUMNS.map(name => (
              <Table.Th key={name}>{name}</Table.Th>
            ))}
            <Table.Th>
              <VisuallyHidden>Actions</VisuallyHidden>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {runs.list.map(run => (
            <RunRow
              key={run.name}
              run={run}
              runs={runs}
              atWork={isAtWork(run.name, training)}
              isBest={run.name === best && withModel.length > 1}
            >
              <RunMenu
                run={run}
                disabled={isAtWork(run.name, training)}
                canCompare={withModel.length > 1}
                onResume={onResume && (() => onResume(run.name))}
                open={kind => setDialog({ kind, run })}
              />
            </RunRow>
          ))}
        </Table.Tbody>
      </Table>
      <ExtendRun run={asked('extend')} onClose={close} extend={(run, epochs) => onResume?.(run, epochs)} />
      <EvaluateRun run={asked('evaluate')?.name} onClose={close} />
      <CompareRuns run={asked('compare')?.name} runs={withModel} onClose={close} />
      <ExportModel run={asked('export')?.name} onClose={close} />
      <RenameRun name={asked('rename')?.name} onClose={close} rename={runs.rename} />
      <DeleteRun name={asked('delete')?.name} onClose={close} remove={runs.remove} />
    </section>
  );
}

interface RowProps {
  run: RunSummary;
  runs: Runs;
  atWork: boolean;
  /** Of several with a model, by val Dice. */
  isBest: boolean;
  /** In the last column. */
  children: ReactNode;
}

function RunRow({ run, runs, atWork, isBest, children }: RowProps) {
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
          <Text size="sm" truncate maw={atWork || isBest ? 130 : 200} title={name}>
            {name}
          </Text>
          {atWork && <Note text="training" />}
          {isBest && <Note text="best" />}
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
      <Table.Td w={40}>{children}</Table.Td>
    </Table.Tr>
  );
}

function Note({ text }: { text: string }) {
  return (
    <Badge size="xs" variant="light" style={{ flexShrink: 0 }}>
      {text}
    </Badge>
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
