import { useDidUpdate, useElementSize, useMergedRef } from '@mantine/hooks';
import { type PointerEvent, useCallback, useRef, useState } from 'react';
import type { Box } from '../../shared/image/gray-image.ts';
import type { Point } from '../../shared/schemas/label.ts';
import { fitted, panned, type Size, type Viewport, wheelFactor, zoomedAt } from '../canvas/viewport.ts';

/** How a picture lies in its view: whole until the wheel zooms and the pointer drags it. */
export interface Zoom {
  /** Of the view. */
  readonly ref: (element: HTMLDivElement | null) => void;
  /** Undefined while there is no picture. */
  readonly viewport: Viewport | undefined;
  readonly isZoomed: boolean;
  /** From the whole picture to its box, and back from whatever is seen. */
  toggle(): void;
  /** The view's pointer. */
  readonly hand: {
    onPointerDown(event: PointerEvent<HTMLDivElement>): void;
    onPointerMove(event: PointerEvent<HTMLDivElement>): void;
    onDoubleClick(): void;
  };
}

export function useZoom(picture: (Size & { readonly box: Box }) | undefined): Zoom {
  const { ref: measured, ...view } = useElementSize<HTMLDivElement>();
  const [zoomed, setZoomed] = useState<Viewport | null>(null);
  const viewport = picture && (zoomed ?? fitted(picture, view));
  const last = useRef<Point>([0, 0]);
  const turned = useRef<(at: Point, deltaY: number) => void>(() => {});
  turned.current = (at, deltaY) => {
    if (!picture || !viewport) return;
    const next = zoomedAt(viewport, at, wheelFactor(deltaY), picture, view);
    setZoomed(next.scale <= fitted(picture, view).scale ? null : next);
  };
  const wheel = useCallback((element: HTMLDivElement | null) => listenToWheel(element, turned), []);

  // Another size, of the picture or of the window, is seen whole again.
  useDidUpdate(() => setZoomed(null), [picture?.width, picture?.height, view.width, view.height]);

  const toggle = () => setZoomed(zoomed || !picture ? null : fittedTo(picture.box, view));
  return {
    ref: useMergedRef(measured, wheel),
    ...{ viewport, toggle, isZoomed: zoomed !== null },
    hand: {
      onPointerDown(event) {
        last.current = [event.clientX, event.clientY];
        if (zoomed) event.currentTarget.setPointerCapture(event.pointerId);
      },
      onPointerMove({ buttons, clientX, clientY }) {
        if (buttons !== 1 || !zoomed || !picture) return;
        const [x, y] = last.current;
        last.current = [clientX, clientY];
        setZoomed(panned(zoomed, clientX - x, clientY - y, picture, view));
      },
      onDoubleClick: toggle,
    },
  };
}

/** React listens to the wheel passively: the page would zoom as well. */
function listenToWheel(
  element: HTMLDivElement | null,
  turned: { readonly current: (at: Point, deltaY: number) => void },
): (() => void) | undefined {
  if (!element) return undefined;
  const turn = (event: WheelEvent) => {
    event.preventDefault();
    const { left, top } = element.getBoundingClientRect();
    turned.current([event.clientX - left, event.clientY - top], event.deltaY);
  };
  element.addEventListener('wheel', turn, { passive: false });
  return () => element.removeEventListener('wheel', turn);
}

function fittedTo({ x1, y1, x2, y2 }: Box, view: Size): Viewport {
  const { scale, x, y } = fitted({ width: x2 - x1, height: y2 - y1 }, view);
  return { scale, x: x - x1 * scale, y: y - y1 * scale };
}
