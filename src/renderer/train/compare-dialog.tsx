import { Modal, ScrollArea, Select, Stack, Table, Text } from '@mantine/core';
import { useDidUpdate } from '@mantine/hooks';
import { useState } from 'react';
import type { RunComparison } from '../../shared/contract-compare.ts';
import { Spinner } from '../app/spinner.tsx';
import { useComparison } from './use-comparison.ts';
import { signed } from './words.ts';

interface CompareProps {
  /** The run to compare; the dialog is closed without. */
  run: string | undefined;
  /** All runs that have a model. */
  runs: readonly string[];
  onClose: () => void;
}

/** Two runs on the same val images, and what their difference is worth. */
export function CompareRuns({ run, runs, onClose }: CompareProps) {
  const [other, setOther] = useState<string | null>(null);
  // Every opening starts with the choice.
  useDidUpdate(() => setOther(null), [run]);
  const { found, problem } = useComparison(run, other);
  return (
    <Modal opened={run !== undefined} onClose={onClose} title={`Compare ${run ?? ''}`} size="lg" centered>
      <Stack gap="md">
        <Select
          data-autofocus
          label="With"
          placeholder="Choose a run"
          data={runs.filter(name => name !== run)}
          value={other}
          onChange={setOther}
          comboboxProps={{ withinPortal: true }}
        />
        {other !== null && !found && !problem && <Spinner size="sm" label="Comparing" />}
        {problem && <Text c="red">{problem}</Text>}
        {found && <Found comparison={found} />}
      </Stack>
    </Modal>
  );
}

function Found({ comparison }: { comparison: RunComparison }) {
  const { names, settings, scores, meanDice, pooledF1, images, notes, verdict } = comparison;
  const [a, b] = scores;
  const range = ({ low, high }: { low: number; high: number }) => `${signed(low)} to ${signed(high)}`;
  return (
    <>
      <Text fw={600}>{verdict}</Text>
      {notes.map(note => (
        <Text key={note} size="sm" c="dimmed">
          {note}
        </Text>
      ))}
      <Rows
        head={['Score', ...names, 'Difference', '95 % interval']}
        rows={[
          row('Mean Dice', [a.meanDice, b.meanDice], range(meanDice)),
          row('Mean IoU', [a.meanIou, b.meanIou]),
          row('Pooled F1', [a.pooled.f1, b.pooled.f1], range(pooledF1)),
          row('F1 within 2 px', [a.tolerant.f1, b.tolerant.f1]),
        ]}
      />
      {settings.length > 0 && (
        <Rows
          head={['Setting', ...names]}
          rows={settings.map(({ name, values }) => [
            name,
            ...values.map(value => (value === null ? '–' : String(value))),
          ])}
        />
      )}
      <ScrollArea.Autosize mah={220}>
        <Rows
          head={['Dice of image', ...names, 'Difference']}
          rows={images.map(({ image, dice }) => row(image, dice))}
        />
      </ScrollArea.Autosize>
    </>
  );
}

function row(name: string, [a, b]: readonly [number, number], interval?: string): string[] {
  return [name, a.toFixed(3), b.toFixed(3), signed(b - a), ...(interval === undefined ? [] : [interval])];
}

function Rows({ head, rows }: { head: readonly string[]; rows: readonly (readonly string[])[] }) {
  return <Table data={{ head: [...head], body: rows.map(cells => [...cells]) }} verticalSpacing={4} />;
}
