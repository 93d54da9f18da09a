import { useDidUpdate } from '@mantine/hooks';
import { useCallback, useEffect, useState } from 'react';
import type { RunSummary, TrainingState } from '../../shared/contract-training.ts';
import type { EpochMetrics } from '../../shared/schemas/training.ts';
import { attempt } from '../app/notify.ts';
import { useStudio } from '../app/studio-context.tsx';
import type { DrawnRun } from './curves.tsx';
import { isRunning } from './training-state.ts';

/** Told apart on dark and light, and by most people who do not see red or green. */
const COLOURS = ['#3fa994', '#e8743b', '#4c8dff', '#d6549f', '#c9a227', '#8f6fe0'] as const;

/** The project's runs: the list, which of them are drawn, and the verbs. */
export interface Runs {
  /** Undefined until known. */
  readonly list: readonly RunSummary[] | undefined;
  readonly drawn: readonly DrawnRun[];
  toggle(name: string): void;
  rename(name: string, to: string): Promise<void>;
  remove(name: string): Promise<void>;
}

/** `training`: the one at work, or the last one, of this project. It is drawn as it learns. */
export function useRuns(training: TrainingState | null | undefined): Runs {
  const { call } = useStudio();
  const [list, setList] = useState<readonly RunSummary[]>();
  const [chosen, setChosen] = useState<readonly string[] | undefined>();
  const read = useReadRuns();
  const refresh = useCallback(async () => {
    const { runs } = await call('runs.list', {});
    setList(runs);
  }, [call]);
  const [run, phase, epochs] = [training?.run, training?.phase, training?.epochs.length];
  useEffect(() => attempt(refresh), [refresh]);
  // The list changes with the training.
  useDidUpdate(() => attempt(refresh), [run, phase, epochs]);
  // Whoever starts a training wants to see it; whoever comes back, the newest.
  useEffect(() => {
    if (run) setChosen([run]);
  }, [run]);
  const names = chosen ?? list?.slice(0, 1).map(({ name }) => name) ?? [];
  const drawn = names.flatMap((name, i): DrawnRun[] => {
    const live = training?.run === name ? training.epochs : undefined;
    const epochs = live ?? read.epochs(name, list?.find(each => each.name === name)?.epochs ?? 0);
    return epochs ? [{ name, colour: COLOURS[i % COLOURS.length], epochs }] : [];
  });
  return {
    list,
    drawn: useStable(drawn),
    toggle: name => setChosen(names.includes(name) ? names.filter(each => each !== name) : [...names, name]),
    async rename(name, to) {
      await call('runs.rename', { run: name, name: to });
      setChosen(names.map(each => (each === name ? to.trim() : each)));
      await refresh();
    },
    async remove(name) {
      await call('runs.delete', { run: name });
      setChosen(names.filter(each => each !== name));
      await refresh();
    },
  };
}

/** Whether the run is being trained now. */
export function isAtWork(run: string, training: TrainingState | null | undefined): boolean {
  return Boolean(training && training.run === run && isRunning(training));
}

/** Whether its training was stopped or cut off and can go on. */
export function isUnfinished({ resumable, config, epochs, exhausted }: RunSummary): boolean {
  return resumable && !exhausted && config !== null && epochs < config.epochs;
}

/** The run to offer for going on: that of the last training, or the newest; undefined when it is done or cannot go on. */
export function unfinishedRun(
  list: readonly RunSummary[] | undefined,
  training: TrainingState | null | undefined,
): RunSummary | undefined {
  const run = training ? list?.find(({ name }) => name === training.run) : list?.[0];
  return run && isUnfinished(run) ? run : undefined;
}

/** Epochs of past runs, each read once when it is first asked for. */
function useReadRuns() {
  const { call } = useStudio();
  const [known, setKnown] = useState<ReadonlyMap<string, readonly EpochMetrics[] | null>>(new Map());
  const [asked] = useState(() => new Set<string>());
  return {
    /** Undefined until they are there; read again when there are more than were read. */
    epochs(name: string, count: number): readonly EpochMetrics[] | undefined {
      const key = `${name} ${count}`;
      if (count > 0 && !asked.has(key)) {
        asked.add(key);
        // A run that was renamed or deleted meanwhile is gone from the next list; nobody need be told.
        call('runs.read', { run: name }).then(
          ({ epochs }) => setKnown(before => new Map(before).set(key, epochs)),
          () => {},
        );
      }
      return known.get(key) ?? undefined;
    },
  };
}

/** The same list for as long as its runs have the same epochs, so that charts are drawn only when something is new. */
function useStable(drawn: readonly DrawnRun[]): readonly DrawnRun[] {
  const [kept, setKept] = useState(drawn);
  const same =
    kept.length === drawn.length &&
    kept.every(({ name, colour, epochs }, i) => {
      const other = drawn[i];
      return name === other.name && colour === other.colour && epochs === other.epochs;
    });
  if (!same) setKept(drawn);
  return same ? kept : drawn;
}
