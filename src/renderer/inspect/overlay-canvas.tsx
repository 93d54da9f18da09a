import { useLayoutEffect, useMemo, useRef } from 'react';
import classes from './inspect.module.css';
import { paint, pixelTable, type View } from './overlay.ts';
import type { Prediction } from './use-prediction.ts';

interface Props {
  readonly prediction: Prediction;
  /** 0 to 1. */
  readonly threshold: number;
  readonly view: View;
  /** Whether it is shown at all. */
  readonly isShown: boolean;
}

/** What the model says, a pixel for each of the picture's box; fills the element around it. */
export function OverlayCanvas({ prediction, threshold, view, isShown }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { width, height } = prediction;
  // One buffer as long as the size stays: a 1080p frame has 8 MiB, and a slider moves sixty times a second.
  const buffer = useMemo(() => {
    const image = new ImageData(width, height);
    return { image, pixels: new Uint32Array(image.data.buffer) };
  }, [width, height]);
  useLayoutEffect(() => {
    if (!isShown) return;
    paint(buffer.pixels, prediction, pixelTable(view, threshold));
    canvas.current?.getContext('2d')?.putImageData(buffer.image, 0, 0);
  }, [buffer, prediction, threshold, view, isShown]);
  return (
    <canvas
      ref={canvas}
      width={width}
      height={height}
      className={classes.layer}
      style={{ visibility: isShown ? 'visible' : 'hidden' }}
      aria-label="Prediction"
      role="img"
    />
  );
}
