import { useLayoutEffect, useMemo, useRef } from 'react';
import type { Box } from '../../../shared/image/gray-image.ts';
import { clippedTo } from '../../../shared/labels/label-box.ts';
import type { ImageLabel } from '../../../shared/schemas/label.ts';
import type { LabelClass } from '../../../shared/schemas/project.ts';
import { changedBox, DueBands, maskPixels } from '../../canvas/mask-overlay.ts';

const NONE: readonly ImageLabel[] = [];
/** Ms of a frame that may go into painting: the rest of a frame's 16 is for what else the hand asks for. */
const PAINTING = 6;

/**
 * A canvas of the picture's size with the mask that these labels give, painted by the shared rule; only what can have
 * changed is painted anew, a large part of it over several frames. `onPaint` is told each time: a state would make React draw
 * everything twice.
 */
export function useMaskCanvas(
  size: { width: number; height: number } | undefined,
  labels: readonly ImageLabel[],
  classes: readonly LabelClass[],
  onPaint: () => void,
): HTMLCanvasElement | undefined {
  const { width, height } = size ?? { width: 0, height: 0 };
  // Other colours need a fresh canvas, too.
  const surface = useMemo(
    () => (width > 0 ? { canvas: newCanvas(width, height), classes, due: new DueBands() } : undefined),
    [width, height, classes],
  );
  const painted = useRef<{ surface: typeof surface; labels: readonly ImageLabel[] }>(undefined);
  useLayoutEffect(() => {
    const before = painted.current?.surface === surface ? (painted.current?.labels ?? NONE) : NONE;
    painted.current = { surface, labels };
    const changed = changedBox(before, labels);
    const box = changed && clippedTo(changed, { width, height });
    if (box) surface?.due.add(box);
    if (!surface) return;
    const pen = surface.canvas.getContext('2d');
    const paint = (box: Box) => {
      const pixels = maskPixels(labels, box, surface.classes);
      pen?.putImageData(new ImageData(pixels, box.x2 - box.x1), box.x1, box.y1);
    };
    return overFrames(() => {
      const start = performance.now();
      let next = surface.due.take();
      if (!next) return false;
      for (; next; next = performance.now() - start < PAINTING ? surface.due.take() : null) paint(next);
      onPaint();
      return true;
    });
  }, [surface, labels, width, height, onPaint]);
  return surface?.canvas;
}

/** Works now and in every frame as long as there was something to do; gives what ends it. */
function overFrames(work: () => boolean): () => void {
  let frame = 0;
  const step = () => {
    frame = work() ? requestAnimationFrame(step) : 0;
  };
  step();
  return () => cancelAnimationFrame(frame);
}

function newCanvas(width: number, height: number): HTMLCanvasElement {
  return Object.assign(document.createElement('canvas'), { width, height });
}
