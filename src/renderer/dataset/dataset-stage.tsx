import { Alert, Button, Group, ScrollArea, Skeleton, Text, Title } from '@mantine/core';
import { IconArrowRight, IconFileExport, IconFileImport, IconWand } from '@tabler/icons-react';
import { useState } from 'react';
import { goToStage } from '../app/go-to-stage.ts';
import { useProject } from '../app/studio-context.tsx';
import { useShortcuts } from '../app/use-shortcuts.ts';
import { ExportLabelsDialog } from '../interchange/export-labels-dialog.tsx';
import { ImportDialog } from '../interchange/import-dialog.tsx';
import { AdviceList } from './advice.tsx';
import { Counts } from './counts.tsx';
import classes from './dataset.module.css';
import { HealthPanel } from './health-panel.tsx';
import { LastBulk } from './last-bulk.tsx';
import { LikenessAdvice } from './likeness-advice.tsx';
import { SplitPanel } from './split-panel.tsx';
import { useDataset } from './use-dataset.ts';
import { useLikeness } from './use-likeness.ts';

/** What a training will learn from, whether that is enough, and one button to prepare it. */
export function DatasetStage() {
  const dataset = useDataset();
  const { readOnly } = useProject();
  const { summary, problem, preparing, prepare } = dataset;
  const likeness = useLikeness(summary?.eligible ?? 0, dataset.refresh);
  const ready = summary !== undefined && summary.positives > 0 && !readOnly;
  const upToDate = summary?.split?.changed === 0;
  const [importing, setImporting] = useState(false);
  const [exporting, setExporting] = useState(false);
  useShortcuts('Dataset', [
    { keys: 'Ctrl+Enter', label: 'Prepare for training', disabled: !ready || preparing, run: prepare },
    { label: 'Count again', run: dataset.refresh },
    { label: 'Import labels', disabled: readOnly !== null, run: () => setImporting(true) },
    { label: 'Export labels', run: () => setExporting(true) },
  ]);
  return (
    <ScrollArea h="100%">
      <div className={classes.page}>
        <header className={classes.header}>
          <div>
            <Title order={1}>Dataset</Title>
            <Text c="dimmed">Prepare cleans the masks and deals the images to train and val.</Text>
            <Group gap={4} mt={6} ml={-8}>
              <Button
                size="compact-sm"
                variant="subtle"
                leftSection={<IconFileImport size={16} />}
                disabled={readOnly !== null}
                onClick={() => setImporting(true)}
              >
                Import labels …
              </Button>
              <Button
                size="compact-sm"
                variant="subtle"
                leftSection={<IconFileExport size={16} />}
                onClick={() => setExporting(true)}
              >
                Export labels …
              </Button>
              <LastBulk onChange={dataset.refresh} disabled={readOnly !== null} />
            </Group>
          </div>
          <div style={{ display: 'flex', gap: 8, flexShrink: 0 }}>
            <Button
              variant={upToDate ? 'default' : 'filled'}
              leftSection={<IconWand size={16} />}
              onClick={prepare}
              loading={preparing}
              disabled={!ready}
            >
              {summary?.split ? 'Prepare again' : 'Prepare'}
            </Button>
            {upToDate && (
              <Button rightSection={<IconArrowRight size={16} />} onClick={() => goToStage('train')}>
                Go on to Train
              </Button>
            )}
          </div>
        </header>
        <ImportDialog opened={importing} onClose={() => setImporting(false)} onChange={dataset.refresh} />
        <ExportLabelsDialog opened={exporting} onClose={() => setExporting(false)} />
        {problem && (
          <Alert color="red" variant="light" mb="md" role="alert">
            {problem}
          </Alert>
        )}
        {summary ? (
          <>
            <div className={classes.columns}>
              <div className={classes.column}>
                <Counts summary={summary} dataset={dataset} />
                <SplitPanel summary={summary} dataset={dataset} />
              </div>
              <div className={classes.column}>
                <AdviceList advice={summary.advice}>
                  <LikenessAdvice likeness={likeness} />
                </AdviceList>
              </div>
            </div>
            {summary.images > 0 && <HealthPanel />}
          </>
        ) : (
          !problem && <Skeleton h={320} radius="md" aria-label="Counting" />
        )}
      </div>
    </ScrollArea>
  );
}
