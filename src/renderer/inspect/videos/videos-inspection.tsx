import { Button, Checkbox, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import type { InspectionRow } from '../../../shared/contract-inspections.ts';
import type { RunSummary } from '../../../shared/contract-training.ts';
import type { SourceKind } from '../../app/inspect-source.ts';
import { JobProgress } from '../../app/job-progress.tsx';
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
import { EventsView } from './events-view.tsx';
import { InspectionList } from './inspection-list.tsx';
import { ReferenceSection } from './reference-section.tsx';
import { ReportButton } from './report-button.tsx';
import { type Events, useEvents } from './use-events.ts';
import { useInspections } from './use-inspections.ts';
import { useProjectVideos } from './use-project-videos.ts';
import { VideoChoice } from './video-choice.tsx';

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
  const events = useEvents(inspections.shown);
  const inspected = inspections.list?.find(each => each.time === inspections.shown?.time)?.file;
  const videoOf = (file: string | undefined) => videos.list.find(({ name, exists }) => exists && name === file)?.path;
  const measured = useMeasuredEvents(inspections.shown, videoOf(inspected));
  const current = events.current && measured.of.get(events.current.id);
  useVideosShortcuts(events, onKind);
  const { chosen: model } = models;
  const [hasSubtitles, setSubtitles] = useState(false);
  const annotate = hasSubtitles ? 'subtitles' : 'none';
  const { isRunning, runner, start, shown } = inspections;
  const resumeOf = (row: InspectionRow) => {
    const video = videoOf(row.file);
    if (!model || video === undefined) return undefined;
    return () => start([{ video, resume: row.time, annotate }], model);
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
          <Checkbox
            size="xs"
            label="Subtitles of the events, for any player"
            checked={hasSubtitles}
            disabled={isRunning}
            onChange={event => setSubtitles(event.currentTarget.checked)}
          />
          <Button
            disabled={!model || videos.chosen.length === 0 || isRunning}
            onClick={() =>
              model &&
              start(
                videos.chosen.map(video => ({ video, annotate })),
                model,
              )
            }
          >
            Start
          </Button>
          <JobProgress runner={runner} />
          <InspectionList inspections={inspections} resumeOf={resumeOf} />
          <ReferenceSection videos={videos.chosen} model={model} disabled={isRunning} />
          {current && <CrackFigures measured={current} />}
          {shown && events.list && <ReportButton inspection={shown} />}
        </Stack>
      }
    >
      <div className={stage.main}>
        {shown ? (
          <EventsView events={events} measured={measured} />
        ) : (
          <div className={stage.wait} role="status">
            <Text c="dimmed">Choose videos and a model, and press Start: every crack is found once.</Text>
          </div>
        )}
      </div>
    </SidedStage>
  );
}

function useVideosShortcuts({ go, judge }: Events, onKind: (kind: SourceKind) => void): void {
  useShortcuts('Inspect', [
    { keys: 'N', label: 'Next event', repeats: true, run: () => go(1) },
    { keys: 'P', label: 'Previous event', repeats: true, run: () => go(-1) },
    { keys: 'Y', label: 'True: a crack (again: take it back)', run: () => judge('true') },
    { keys: 'X', label: 'False: no crack (again: take it back)', run: () => judge('false') },
    { keys: 'U', label: 'Unsure (again: take it back)', run: () => judge('unsure') },
    sourceShortcut('videos', onKind),
  ]);
}
