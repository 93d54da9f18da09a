import { useLayoutEffect, useMemo, useRef } from 'react';
import { clippedTo } from '../../../shared/labels/label-box.ts';
import type { ImageLabel } from '../../../shared/schemas/label.ts';
import type { LabelClass } from '../../../shared/schemas/project.ts';
import { changedBox, maskPixels } from '../../canvas/mask-overlay.ts';

const NONE: readonly ImageLabel[] = [];

/**
 * A canvas of the picture's size with the mask that these labels give, painted by the shared rule; only what can have
 * changed is painted anew. `onPaint` is told each time: a state would make React draw everything twice.
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
    () => (width > 0 ? { canvas: newCanvas(width, height), classes } : undefined),
    [width, height, classes],
  );
  const painted = useRef<{ surface: typeof surface; labels: readonly ImageLabel[] }>(undefined);
  useLayoutEffect(() => {
    const before = painted.current?.surface === surface ? (painted.current?.labels ?? NONE) : NONE;
    painted.current = { surface, labels };
    const changed = changedBox(before, labels);
    const box = changed && clippedTo(changed, { width, height });
    if (!surface || !box) return;
    const pixels = maskPixels(labels, box, surface.classes);
    surface.canvas.getContext('2d')?.putImageData(new ImageData(pixels, box.x2 - box.x1), box.x1, box.y1);
    onPaint();
  }, [surface, labels, width, height, onPaint]);
  return surface?.canvas;
}

function newCanvas(width: number, height: number): HTMLCanvasElement {
  return Object.assign(document.createElement('canvas'), { width, height });
}
