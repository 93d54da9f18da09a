import { Button, Checkbox, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import type { InspectionRow } from '../../../shared/contract-inspections.ts';
import type { RunSummary } from '../../../shared/contract-training.ts';
import type { EventExports } from '../../../shared/schemas/inspection.ts';
import { keysOf } from '../../../shared/table.ts';
import { formatTime } from '../../../shared/time.ts';
import { Choice } from '../../app/choice.tsx';
import type { SourceKind } from '../../app/inspect-source.ts';
import { JobProgress } from '../../app/job-progress.tsx';
import { withKey } from '../../app/keys.ts';
import { SidedStage } from '../../app/sided-stage.tsx';
import { useShortcuts } from '../../app/use-shortcuts.ts';
import { CrackFigures } from '../../measure/crack-figures.tsx';
import { useMeasuredEvents } from '../../measure/use-measured-events.ts';
import { useChoices } from '../choices.ts';
import stage from '../inspect.module.css';
import { ModelSection } from '../model-section.tsx';
import { SourceChoice } from '../source-section.tsx';
import { sourceShortcut } from '../use-inspect-shortcuts.ts';
import { useModels } from '../use-models.ts';
import { useSentRun } from '../use-sent-run.ts';
import { AskedView } from './asked-view.tsx';
import { CompareView } from './compare-view.tsx';
import { EventOrder } from './event-order.tsx';
import { EventsView } from './events-view.tsx';
import { ExportsChoice, hasExports } from './exports-choice.tsx';
import { InspectionList } from './inspection-list.tsx';
import { ReferenceSection } from './reference-section.tsx';
import { ReportButton } from './report-button.tsx';
import { type ReviewShortcuts, reviewShortcuts } from './review-shortcuts.ts';
import { useAsked } from './use-asked.ts';
import { useDataset } from './use-dataset.ts';
import { type Events, useEvents } from './use-events.ts';
import type { Wanted } from './use-inspection-job.ts';
import { type Inspections, useInspections } from './use-inspections.ts';
import { type ShownFrame, useLook } from './use-look.ts';
import { useProjectVideos } from './use-project-videos.ts';
import { VerdictBar } from './verdict-bar.tsx';
import { VideoChoice } from './video-choice.tsx';
import classes from './videos.module.css';

interface Props {
  readonly runs: readonly RunSummary[];
  onKind(kind: SourceKind): void;
}

/** A trained model looks at whole videos, and a person at the cracks that it found. */
export function VideosInspection({ runs, onKind }: Props) {
  const [choices, change] = useChoices();
  const models = useModels(runs, choices, change);
  useSentRun(models);
  const videos = useProjectVideos();
  const inspections = useInspections();
  const row = rowOf(inspections);
  const inspected = row?.file;
  const videoOf = (file: string | undefined) => videos.list.find(({ name, exists }) => exists && name === file)?.path;
  const file = videoOf(inspected);
  const dataset = useDataset(inspections.shown, file);
  const { sendsVerdicts } = choices;
  const events = useEvents(inspections.shown, event => sendsVerdicts && dataset.send({ event }));
  const measured = useMeasuredEvents(inspections.shown, file);
  const current = events.current && measured.of.get(events.current.id);
  const [view, setView] = useState<View>('events');
  const [frame, setFrame] = useState<ShownFrame>();
  const asked = useAsked(inspections.shown, view === 'ask');
  const eventFrame = frame?.frame ?? events.current?.peak.frame;
  const { look, step, play } = useLook(inspections.shown, view === 'ask' ? asked.current?.frame : eventFrame, setFrame);
  const others = othersOf(inspections);
  const [before, setBefore] = useState<string>();
  const toLabel = () => {
    if (view === 'ask') return asked.current && dataset.label({ frame: asked.current.frame });
    if (frame) return dataset.label({ frame: frame.frame });
    if (events.current) dataset.label({ event: events.current.id });
  };
  const go = (by: 1 | -1) => {
    setFrame(undefined);
    (view === 'ask' ? asked : events).go(by);
  };
  const judge: Events['judge'] = verdict => view === 'events' && !frame && events.judge(verdict);
  const shortcuts = reviewShortcuts({
    ...{ go, judge, toLabel },
    play: () => view === 'events' && play(),
    step: by => view === 'events' && step(by),
    turn: () => setView(nextOf(view)),
  });
  useShortcuts('Inspect', [...Object.values(shortcuts), sourceShortcut('videos', onKind)]);
  const { chosen: model } = models;
  const [exports, setExports] = useState<EventExports>({});
  const { isRunning, runner, start, shown } = inspections;
  const begin = (wanted: readonly Wanted[]) =>
    start(wanted, model, ({ video, time }) => {
      setFrame(undefined);
      // What a new model changed is seen at once.
      const isAgain = (row: InspectionRow) => row.video === video && row.time !== time && row.events !== null;
      setView(inspections.list?.some(isAgain) ? 'compare' : 'events');
    });
  const resumeOf = (row: InspectionRow) => {
    const video = videoOf(row.file);
    return video === undefined ? undefined : () => begin([{ video, resume: row.time, exports }]);
  };
  return (
    <SidedStage
      title="Inspect"
      side={
        <Stack gap="md">
          <SourceChoice kind="videos" onKind={onKind} />
          <VideoChoice
            {...{ videos: videos.list, chosen: videos.chosen, disabled: isRunning }}
            onChange={videos.choose}
            onOpen={videos.open}
          />
          <ModelSection models={models} asking={{ threshold: choices.threshold, mode: 'trained' }} />
          <ExportsChoice exports={exports} disabled={isRunning} onChange={setExports} />
          <Checkbox
            size="xs"
            label="Verdicts send the frame to the dataset"
            checked={sendsVerdicts}
            onChange={event => change({ sendsVerdicts: event.currentTarget.checked })}
          />
          <Button
            disabled={videos.chosen.length === 0 || isRunning}
            onClick={() => begin(videos.chosen.map(video => ({ video, exports })))}
          >
            Start
          </Button>
          <JobProgress runner={runner} />
          <InspectionList {...{ inspections, resumeOf, exports: hasExports(exports) }} />
          {current && <CrackFigures measured={current} />}
          {shown && events.list && <ReportButton inspection={shown} />}
          <ReferenceSection videos={videos.chosen} model={model} disabled={isRunning} />
        </Stack>
      }
    >
      <div className={classes.main}>
        {shown && (
          <Group className={classes.bar} gap="xs" wrap="nowrap">
            <Choice label="What is shown" value={view} options={VIEWS} onChange={setView} />
            {view === 'events' && <EventOrder {...events} />}
          </Group>
        )}
        {!shown && (
          <div className={stage.wait} role="status">
            <Text c="dimmed">Choose videos and a model, and press Start: every crack is found once.</Text>
          </div>
        )}
        {shown && view === 'events' && (
          <EventsView {...{ events, measured, file, frame, look }} onFrame={setFrame}>
            {frame ? (
              <FrameBar {...{ frame, shortcuts }} />
            ) : (
              events.current && <VerdictBar {...{ event: events.current, shortcuts, events, dataset }} />
            )}
          </EventsView>
        )}
        {shown && view === 'ask' && <AskedView {...{ asked, file, shortcuts, look }} />}
        {shown && view === 'compare' && (
          <CompareView
            {...{ shown, others }}
            other={others.find(({ time }) => time === before) ?? others[0]}
            onOther={setBefore}
            choose={event => {
              setView('events');
              setFrame(undefined);
              events.choose(event);
            }}
          />
        )}
      </div>
    </SidedStage>
  );
}

const VIEWS = { events: 'Events', ask: 'Ask me next', compare: 'Compare' } as const;
type View = keyof typeof VIEWS;

function nextOf(view: View): View {
  const all = keysOf(VIEWS);
  return all[(all.indexOf(view) + 1) % all.length];
}

/** The way from a frame that shows no event: what the model missed. */
function FrameBar({ frame: { frame, ms }, shortcuts: { label } }: { frame: ShownFrame; shortcuts: ReviewShortcuts }) {
  return (
    <Group className={classes.verdicts} gap="xs">
      <Button size="compact-sm" onClick={() => label.run()}>
        {withKey(label, 'Missed: label this frame')}
      </Button>
      <Text size="xs" c="dimmed">{`Frame ${frame}, ${formatTime(ms)}`}</Text>
    </Group>
  );
}

function rowOf({ list, shown }: Inspections): InspectionRow | undefined {
  return list?.find(({ video, time }) => video === shown?.video && time === shown.time);
}

/** The other inspections of the video that is shown, those before it first: they are what it is compared with. */
function othersOf(inspections: Inspections): InspectionRow[] {
  const shown = rowOf(inspections);
  const others =
    inspections.list?.filter(row => row !== shown && row.file === shown?.file && row.events !== null) ?? [];
  const isBefore = ({ time }: InspectionRow) => shown !== undefined && time < shown.time;
  return [...others.filter(isBefore), ...others.filter(row => !isBefore(row))];
}
