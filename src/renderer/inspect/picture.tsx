import { Button, Loader, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Point } from '../../shared/schemas/label.ts';
import { Spinner } from '../app/spinner.tsx';
import classes from './inspect.module.css';
import type { Newest } from './use-newest.ts';
import type { Shown } from './use-picture.ts';
import type { Zoom } from './use-zoom.ts';

interface Props {
  readonly picture: Newest<Shown>;
  readonly zoom: Zoom;
  /** What the model is given of the box, to be shown in its place. */
  readonly seen: string | undefined;
  /** What lies over the picture's box. */
  readonly overlay: ReactNode;
  /** How the prediction is getting on. */
  readonly prediction: Pick<Newest<unknown>, 'loading' | 'problem' | 'again'>;
}

/** The picture as large as it goes, and what the model says at its place upon it. */
export function Picture({ picture: { answer, loading, problem }, zoom, seen, overlay, prediction }: Props) {
  const { ref, viewport, isZoomed, hand } = zoom;
  return (
    <div ref={ref} className={classes.view} data-zoomed={isZoomed || undefined} {...hand}>
      {answer && viewport && (
        <div
          className={classes.frame}
          data-loading={loading || undefined}
          style={{
            width: answer.width * viewport.scale,
            height: answer.height * viewport.scale,
            translate: `${viewport.x}px ${viewport.y}px`,
          }}
        >
          <img
            src={answer.url}
            alt={answer.title}
            className={classes.layer}
            draggable={false}
            style={{ imageRendering: viewport.scale >= 3 ? 'pixelated' : 'auto' }}
          />
          <div
            className={classes.box}
            data-stale={prediction.loading || undefined}
            style={{ ...placeOf(answer), imageRendering: viewport.scale >= 1 ? 'pixelated' : 'auto' }}
          >
            {seen !== undefined && (
              <img src={seen} alt="What the model sees" className={classes.layer} draggable={false} />
            )}
            {overlay}
          </div>
          {answer.source.kind === 'frame' && answer.source.roi && <Outline roi={answer.source.roi} shown={answer} />}
        </div>
      )}
      {!answer && (problem || loading) && (
        <div className={classes.wait} role="status">
          {problem ? <Problem text={problem} /> : <Spinner label="Loading the picture" />}
        </div>
      )}
      {answer && <Progress prediction={prediction} />}
    </div>
  );
}

/** Where the box lies in the picture. */
function placeOf({ box, width, height }: Shown) {
  const percent = (part: number, whole: number) => `${(100 * part) / whole}%`;
  return {
    left: percent(box.x1, width),
    top: percent(box.y1, height),
    width: percent(box.x2 - box.x1, width),
    height: percent(box.y2 - box.y1, height),
  };
}

/** The ROI and, dashed, the box around it. A vertex is a pixel: it is drawn in its middle, where `fillPoly` has it. */
function Outline({ roi, shown }: { roi: readonly Point[]; shown: Shown }) {
  const { width, height, box } = shown;
  return (
    <svg className={classes.layer} viewBox={`0 0 ${width} ${height}`} role="img" aria-label="ROI">
      <rect x={box.x1} y={box.y1} width={box.x2 - box.x1} height={box.y2 - box.y1} className={classes.crop} />
      <polygon points={roi.map(([x, y]) => `${x + 0.5},${y + 0.5}`).join(' ')} className={classes.roi} />
    </svg>
  );
}

function Progress({ prediction: { loading, problem, again } }: Pick<Props, 'prediction'>) {
  if (problem) {
    return (
      <div className={classes.note} role="alert">
        {problem}
        <Button size="compact-xs" variant="default" ml="sm" onClick={again}>
          Try again
        </Button>
      </div>
    );
  }
  return (
    loading && (
      <div className={classes.note} data-waiting role="status">
        <Loader size={12} color="gray" mr={8} />
        Predicting
      </div>
    )
  );
}

function Problem({ text }: { text: string }) {
  return (
    <Text c="red" maw={480} ta="center">
      {text}
    </Text>
  );
}
