import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { TrainingState } from '../../shared/contract-training.ts';
import { attempt, notifyError } from '../app/notify.ts';
import { SidedStage } from '../app/sided-stage.tsx';
import { useProject, useStudio } from '../app/studio-context.tsx';
import { useShortcuts } from '../app/use-shortcuts.ts';
import { Curves } from './curves.tsx';
import { EndNotice } from './end-notice.tsx';
import { Examples } from './examples.tsx';
import { ProgressPanel } from './progress-panel.tsx';
import { RunsTable } from './runs-table.tsx';
import { StartPanel } from './start-panel.tsx';
import classes from './train.module.css';
import { isRunning } from './training-state.ts';
import { createTrainingFeed } from './training-store.ts';
import { useDataState } from './use-data-state.ts';
import { unfinishedRun, useRuns } from './use-runs.ts';
import { useSuggestion } from './use-suggestion.ts';

/** Press the button and watch the network learn; past runs beside it. */
export function TrainStage() {
  const { call } = useStudio();
  const training = useTraining();
  const running = Boolean(training && isRunning(training));
  const runs = useRuns(training);
  const settings = useSuggestion(training !== undefined && !running, training?.config);
  const data = useDataState();
  const [starting, setStarting] = useState(false);
  const begin = (work: () => Promise<unknown>) => {
    setStarting(true);
    attempt(() => work().finally(() => setStarting(false)));
  };
  const reasons = settings.changed ? undefined : settings.suggestion?.reasons;
  const start = () => begin(() => call('training.start', { config: settings.config, reasons }));
  const resume = (run: string, epochs?: number) => begin(() => call('training.resume', { run, epochs }));
  const unfinished = unfinishedRun(runs.list, training);
  const stop = () => attempt(() => call('training.stop', {}));
  const canStart = !running && !starting && settings.suggestion !== undefined && data.hindrance === null;
  useShortcuts('Train', [
    { keys: 'Ctrl+Enter', label: 'Start training', disabled: !canStart, run: start },
    {
      label: 'Resume training',
      disabled: running || starting || !unfinished,
      run: () => unfinished && resume(unfinished.name),
    },
    { label: 'Stop training, keep the best', disabled: !running, run: stop },
  ]);
  const live = training?.run && runs.drawn.some(({ name }) => name === training.run) ? training : null;
  return (
    <SidedStage
      title="Train"
      side={
        <>
          {training && running && <ProgressPanel training={training} onStop={stop} />}
          {training !== undefined && !running && (
            <EndNotice
              training={training}
              runs={runs.list ?? []}
              unfinished={unfinished}
              onResume={() => unfinished && resume(unfinished.name)}
              resuming={starting}
            />
          )}
          {training !== undefined && !running && (
            <StartPanel
              settings={settings}
              data={data}
              onStart={start}
              starting={starting}
              again={Boolean(runs.list?.length)}
            />
          )}
        </>
      }
    >
      <div className={classes.main}>
        <Curves runs={runs.drawn} steps={live?.steps ?? (running ? [] : null)} />
        <Examples run={runs.drawn[0]?.name} />
        <RunsTable runs={runs} training={training} onResume={running ? undefined : resume} />
      </div>
    </SidedStage>
  );
}

/** The training of this project, kept up to date; another project's is none of this page's. */
function useTraining(): TrainingState | null | undefined {
  const studio = useStudio();
  const { folder } = useProject();
  const [feed] = useState(() => createTrainingFeed(studio));
  useEffect(() => feed.connect(notifyError), [feed]);
  const training = useStore(feed.store, store => store.training);
  return training && training.project !== folder ? null : training;
}
