import { Stack } from '@mantine/core';
import { useEffect, useMemo, useState } from 'react';
import type { RunSummary } from '../../shared/contract-training.ts';
import type { InputMode } from '../../shared/model-usage.ts';
import type { ImageSummary } from '../../shared/schemas/label.ts';
import { coloursOf } from '../../shared/schemas/project.ts';
import { lastSource, type PictureKind, rememberSource, type SourceKind } from '../app/inspect-source.ts';
import { attempt } from '../app/notify.ts';
import { SidedStage } from '../app/sided-stage.tsx';
import { Spinner } from '../app/spinner.tsx';
import { useProject, useStudio } from '../app/studio-context.tsx';
import { useChoices } from './choices.ts';
import { FrameBar } from './frame-bar.tsx';
import { ImageStrip } from './image-strip.tsx';
import classes from './inspect.module.css';
import { ModelSection } from './model-section.tsx';
import { NothingToSee } from './nothing-to-see.tsx';
import { scoresAt, type View } from './overlay.ts';
import { OverlayCanvas } from './overlay-canvas.tsx';
import { Picture } from './picture.tsx';
import { Figures, type Legend, ModeSection, ThresholdSection, ViewSection } from './side-panel.tsx';
import { SourceSection } from './source-section.tsx';
import { useDrop } from './use-drop.ts';
import { useImages } from './use-images.ts';
import { useInspectShortcuts } from './use-inspect-shortcuts.ts';
import { keyOf, useModels } from './use-models.ts';
import { type Subject, usePicture } from './use-picture.ts';
import { useMatching, usePrediction } from './use-prediction.ts';
import { useSeen } from './use-seen.ts';
import { useSentRun } from './use-sent-run.ts';
import { useVideo, type VideoState } from './use-video.ts';
import { useZoom } from './use-zoom.ts';
import { VideosInspection } from './videos/videos-inspection.tsx';

/** A trained model looks at images, and at frames of the video. */
export function InspectStage() {
  const material = useMaterial();
  const [kind, onKind] = useSourceKind();
  if (material && kind === 'videos') return <VideosInspection runs={material.runs} onKind={onKind} />;
  if (material && kind !== 'videos') return <Inspection {...material} kind={kind} setKind={onKind} />;
  return (
    <div className={classes.wait}>
      <Spinner label="Looking for models and images" />
    </div>
  );
}

interface Material {
  /** Those with a model. */
  readonly runs: readonly RunSummary[];
  readonly training: readonly ImageSummary[];
}

function useMaterial(): Material | undefined {
  const { call } = useStudio();
  const [material, setMaterial] = useState<Material>();
  useEffect(
    () =>
      attempt(async () => {
        const [{ runs }, { images }] = await Promise.all([call('runs.list', {}), call('labels.list', {})]);
        setMaterial({ runs: runs.filter(({ model }) => model), training: images });
      }),
    [call],
  );
  return material;
}

interface InspectionProps extends Material {
  readonly kind: PictureKind;
  setKind(kind: SourceKind): void;
}

function Inspection({ runs, training, kind, setKind }: InspectionProps) {
  const [choices, change] = useChoices();
  const [wantedView, setView] = useState<View>('mask');
  const [isShown, setShown] = useState(true);
  const [isSeen, setSeen] = useState(false);
  const models = useModels(runs, choices, change);
  useSentRun(models);
  const images = useImages(training, choices, change);
  const video = useVideo(kind === 'frame');
  const subject = kind === 'frame' ? frameOf(video) : images.current;
  const picture = usePicture(subject);
  const zoom = useZoom(picture.answer);
  const model = keyOf(models.chosen);
  const otherMode = choices.other?.model === model ? choices.other?.mode : undefined;
  const asked = usePrediction(models.facts.answer && models.chosen, subject?.source, otherMode ?? 'trained');
  const prediction = useMatching(asked.answer, picture.answer);
  const canCompare = Boolean(prediction?.truth);
  const view = wantedView === 'comparison' && !canCompare ? 'mask' : wantedView;
  const { threshold } = choices;
  const side = models.facts.answer?.inputSize ?? null;
  const mode = otherMode ?? models.facts.answer?.inputMode ?? 'resize';
  const seen = useSeen(isSeen ? picture.answer?.source : undefined, mode === 'resize' ? side : null);
  const legend = useLegend(models.facts.answer?.classes);
  const colours = useMemo(() => legend.map(([colour]) => colour), [legend]);
  const scores = prediction && scoresAt(prediction.histogram, threshold, canCompare);

  const setThreshold = (value: number) => change({ threshold: Math.min(0.99, Math.max(0.01, value)) });
  const setMode = (wanted: InputMode) => change({ other: { model, mode: wanted } });
  useInspectShortcuts({
    ...{ kind, setKind, images, video, mode, setMode },
    shiftThreshold: by => setThreshold(threshold + by),
    toggleOverlay: () => setShown(before => !before),
    toggleSeen: () => setSeen(before => !before),
    toggleZoom: zoom.toggle,
  });
  const drop = useDrop(models, images, () => setKind('images'));
  return (
    <SidedStage
      {...drop}
      title="Inspect"
      side={
        <Stack gap="md">
          <SourceSection kind={kind} onKind={setKind} images={images} video={video} />
          <ModelSection models={models} asking={{ threshold, mode: otherMode ?? 'trained' }} />
          <ModeSection mode={mode} onMode={setMode} model={models.facts.answer} />
          <ThresholdSection threshold={threshold} onThreshold={setThreshold} disabled={view === 'probability'} />
          <ViewSection
            {...{ view, canCompare, isShown, isSeen, legend }}
            onView={setView}
            onShown={setShown}
            onSeen={setSeen}
          />
          <Figures
            prediction={prediction}
            isStale={asked.loading}
            scores={scores}
            whole={kind === 'frame' ? 'of the crop' : 'of the image'}
          />
        </Stack>
      }
    >
      <div className={classes.main}>
        {subject ? (
          <Picture
            picture={picture}
            zoom={zoom}
            seen={seen}
            overlay={prediction && <OverlayCanvas {...{ prediction, threshold, view, isShown }} colours={colours} />}
            prediction={asked}
          />
        ) : (
          <NothingToSee kind={kind} video={video} />
        )}
        {kind === 'images' && images.list.length > 0 && <ImageStrip images={images} />}
        {kind === 'frame' && video.kind === 'open' && <FrameBar video={video} />}
      </div>
    </SidedStage>
  );
}

/** The classes that a model tells apart in the colours that the project knows them by. */
function useLegend(names: readonly string[] = NO_CLASSES): Legend {
  const { project } = useProject();
  return useMemo(() => coloursOf(names, project.classes).map((colour, i) => [colour, names[i]]), [names, project]);
}

const NO_CLASSES: readonly string[] = [];

function useSourceKind(): readonly [SourceKind, (kind: SourceKind) => void] {
  const { folder } = useProject();
  const [kind, setKind] = useState(() => lastSource(folder));
  const choose = (wanted: SourceKind) => {
    rememberSource(folder, wanted);
    setKind(wanted);
  };
  return [kind, choose];
}

/** The frame, as it would be saved. */
function frameOf(state: VideoState): Subject | undefined {
  if (state.kind !== 'open') return undefined;
  const { frame, maskOutside } = state;
  const { video, roi } = state.video;
  const source = { kind: 'frame', video, frame, roi, options: { blur: true, maskOutside } } as const;
  return { source, title: `Frame ${frame}` };
}
