import { Button, Loader, Text, Title } from '@mantine/core';
import { useEffect, useMemo, useState } from 'react';
import type { RunSummary } from '../../shared/contract-training.ts';
import type { ImageSummary } from '../../shared/schemas/label.ts';
import { goToStage } from '../app/go-to-stage.ts';
import { attempt } from '../app/notify.ts';
import { useStudio } from '../app/studio-context.tsx';
import { useShortcuts } from '../app/use-shortcuts.ts';
import { ImageStrip } from './image-strip.tsx';
import classes from './inspect.module.css';
import { scoresAt, type View } from './overlay.ts';
import { Picture } from './picture.tsx';
import { SidePanel } from './side-panel.tsx';
import { usePrediction } from './use-prediction.ts';

/** A trained model looks at the images of the project. */
export function InspectStage() {
  const material = useMaterial();
  if (!material) {
    return (
      <div className={classes.wait}>
        <Loader aria-label="Looking for models and images" />
      </div>
    );
  }
  if (material.runs.length === 0)
    return <Nothing text="There is no trained model yet." stage="train" verb="Go to Train" />;
  if (material.images.length === 0)
    return <Nothing text="There are no images yet." stage="collect" verb="Go to Collect" />;
  return <Inspection {...material} />;
}

interface Material {
  /** Those with a model. */
  readonly runs: readonly RunSummary[];
  readonly images: readonly ImageSummary[];
}

function useMaterial(): Material | undefined {
  const { call } = useStudio();
  const [material, setMaterial] = useState<Material>();
  useEffect(
    () =>
      attempt(async () => {
        const [{ runs }, { images }] = await Promise.all([call('runs.list', {}), call('labels.list', {})]);
        setMaterial({ runs: runs.filter(({ model }) => model), images });
      }),
    [call],
  );
  return material;
}

function Nothing({ text, stage, verb }: { text: string; stage: string; verb: string }) {
  return (
    <div className={classes.wait}>
      <Title order={1} size="h2">
        Inspect
      </Title>
      <Text c="dimmed">{text}</Text>
      <Button onClick={() => goToStage(stage)}>{verb}</Button>
    </div>
  );
}

function Inspection({ runs, images }: Material) {
  const [run, setRun] = useState(runs[0]?.name);
  const [image, setImage] = useState(images[0]?.name);
  const [threshold, setThreshold] = useState(0.5);
  const [view, setView] = useState<View>('mask');
  const [shown, setShown] = useState(true);
  const asked = usePrediction(run, image);
  const { prediction } = asked;
  const scores = useMemo(() => prediction && scoresAt({ ...prediction, threshold }), [prediction, threshold]);
  const go = (by: number) => {
    const index = images.findIndex(({ name }) => name === image) + by;
    if (index >= 0 && index < images.length) setImage(images[index].name);
  };
  const shift = (by: number) => setThreshold(value => Math.min(0.99, Math.max(0.01, value + by)));
  useShortcuts('Inspect', [
    { keys: ['A', 'Left'], label: 'Previous image', repeats: true, run: () => go(-1) },
    { keys: ['D', 'Right'], label: 'Next image', repeats: true, run: () => go(1) },
    { keys: '[', label: 'Lower threshold', repeats: true, run: () => shift(-0.01) },
    { keys: ']', label: 'Higher threshold', repeats: true, run: () => shift(0.01) },
    { keys: 'M', label: 'Show or hide the overlay', run: () => setShown(value => !value) },
  ]);
  const side = { runs, run, threshold, view, shown, prediction, scores };
  return (
    <div className={classes.stage}>
      <div className={classes.side}>
        <SidePanel {...side} onRun={setRun} onThreshold={setThreshold} onView={setView} onShown={setShown} />
      </div>
      <div className={classes.main}>
        <Picture asked={asked} threshold={threshold} view={view} shown={shown} />
        <ImageStrip images={images} current={image} onChoose={setImage} />
      </div>
    </div>
  );
}
