import { useLayoutEffect, useMemo, useRef } from 'react';
import { colourOf } from '../../shared/image/colour.ts';
import classes from './inspect.module.css';
import { classTable, paint, pixelTable, type View } from './overlay.ts';
import type { Prediction } from './use-prediction.ts';

interface Props {
  readonly prediction: Prediction;
  /** 0 to 1. */
  readonly threshold: number;
  readonly view: View;
  /** Of the classes that the model tells apart, `#rrggbb`. */
  readonly colours: readonly string[];
  /** Whether it is shown at all. */
  readonly isShown: boolean;
}

/** What the model says, a pixel for each of the picture's box; fills the element around it. */
export function OverlayCanvas({ prediction, threshold, view, colours, isShown }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { width, height } = prediction;
  // One buffer as long as the size stays: a 1080p frame has 8 MiB, and a slider moves sixty times a second.
  const buffer = useMemo(() => {
    const image = new ImageData(width, height);
    return { image, pixels: new Uint32Array(image.data.buffer) };
  }, [width, height]);
  useLayoutEffect(() => {
    if (!isShown) return;
    const told = prediction.classes ? colours.map(colourOf) : [];
    const table = told.length > 0 ? classTable(view, threshold, told) : pixelTable(view, threshold);
    paint(buffer.pixels, prediction, table);
    canvas.current?.getContext('2d')?.putImageData(buffer.image, 0, 0);
  }, [buffer, prediction, threshold, view, colours, isShown]);
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
