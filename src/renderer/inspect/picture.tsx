import { Loader, Text } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { useEffect, useRef } from 'react';
import { projectFileUrl } from '../app/project-file-url.ts';
import { fitted } from '../canvas/viewport.ts';
import classes from './inspect.module.css';
import { overlayPixels, type View } from './overlay.ts';
import type { Asked, Prediction } from './use-prediction.ts';

interface PictureProps {
  asked: Asked;
  threshold: number;
  view: View;
  /** Whether the overlay is shown at all. */
  shown: boolean;
}

/** The image as large as it goes, and over it what the model says. */
export function Picture({ asked: { prediction, loading, problem }, threshold, view, shown }: PictureProps) {
  const { ref, width, height } = useElementSize();
  const box = prediction && fitted(prediction, { width, height });
  return (
    <div ref={ref} className={classes.view}>
      {prediction && box && (
        <div
          className={classes.frame}
          data-loading={loading || undefined}
          style={{
            width: prediction.width * box.scale,
            height: prediction.height * box.scale,
            translate: `${box.x}px ${box.y}px`,
          }}
        >
          <img
            src={projectFileUrl(`data/dl_train/images/${prediction.image}`)}
            alt={prediction.image}
            className={classes.layer}
          />
          <Overlay prediction={prediction} threshold={threshold} view={view} shown={shown} />
        </div>
      )}
      {!prediction && (
        <div className={classes.wait} role="status">
          {problem ? (
            <Text c="red" maw={480} ta="center">
              {problem}
            </Text>
          ) : (
            <Loader aria-label="Predicting" />
          )}
        </div>
      )}
    </div>
  );
}

interface OverlayProps {
  prediction: Prediction;
  threshold: number;
  view: View;
  shown: boolean;
}

function Overlay({ prediction, threshold, view, shown }: OverlayProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { width, height } = prediction;
  useEffect(() => {
    const pixels = overlayPixels({ ...prediction, threshold, view });
    canvas.current?.getContext('2d')?.putImageData(new ImageData(pixels, width, height), 0, 0);
  }, [prediction, threshold, view, width, height]);
  return (
    <canvas
      ref={canvas}
      width={width}
      height={height}
      className={classes.layer}
      style={{ visibility: shown ? 'visible' : 'hidden' }}
      aria-label="Prediction"
      role="img"
    />
  );
}
