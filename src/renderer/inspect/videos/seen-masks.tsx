import { useLayoutEffect, useRef } from 'react';
import { maskSeen } from '../../../shared/events/seen-mask.ts';
import { stretchesOf } from '../../../shared/labels/stretches.ts';
import type { Look } from './use-look.ts';
import classes from './videos.module.css';

/** Where the model saw cracks, over a picture that is fitted into the same box. */
export function SeenMasks({ look: { width, height, masks } }: { readonly look: Look }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    context.clearRect(0, 0, width, height);
    context.fillStyle = 'rgb(255 90 60 / 55%)';
    for (const mask of masks ?? [])
      for (const { y, from, to } of stretchesOf(maskSeen(mask))) context.fillRect(from, y, to - from, 1);
  }, [width, height, masks]);
  const count = masks?.length ?? 0;
  const said = masks === null ? 'Not looked at' : `The model sees ${count === 1 ? '1 crack' : `${count} cracks`}`;
  return <canvas ref={canvas} className={classes.peak} {...{ width, height }} role="img" aria-label={said} />;
}
