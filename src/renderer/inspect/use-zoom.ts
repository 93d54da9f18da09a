import { useElementSize, useMergedRef } from '@mantine/hooks';
import { type PointerEvent, useEffect, useRef, useState } from 'react';
import type { Point } from '../../shared/schemas/label.ts';
import { fitted, panned, type Size, type Viewport, wheelFactor, zoomedAt } from '../canvas/viewport.ts';

/** How a picture lies in its view: fitted until the wheel zooms and the pointer drags; a double click fits it again. */
export function useZoom(picture: Size | undefined) {
  const size = useElementSize();
  const element = useRef<HTMLDivElement>(null);
  const [zoomed, setZoomed] = useState<Viewport | null>(null);
  const last = useRef<Point>([0, 0]);
  const view = { width: size.width, height: size.height };
  const viewport = picture && (zoomed ?? fitted(picture, view));
  const latest = useRef({ picture, view, viewport });
  latest.current = { picture, view, viewport };

  // Another size, of the picture or of the window, is seen whole again.
  // biome-ignore lint/correctness/useExhaustiveDependencies: sizes are what it waits for.
  useEffect(() => setZoomed(null), [picture?.width, picture?.height, view.width, view.height]);
  useEffect(() => {
    const target = element.current;
    const turn = (event: WheelEvent) => {
      event.preventDefault();
      const { picture, view, viewport } = latest.current;
      if (!picture || !viewport || !target) return;
      const { left, top } = target.getBoundingClientRect();
      const at: Point = [event.clientX - left, event.clientY - top];
      const next = zoomedAt(viewport, at, wheelFactor(event.deltaY), picture, view);
      setZoomed(next.scale <= fitted(picture, view).scale ? null : next);
    };
    // React listens to the wheel passively: the page would zoom as well.
    target?.addEventListener('wheel', turn, { passive: false });
    return () => target?.removeEventListener('wheel', turn);
  }, []);

  return {
    ref: useMergedRef(size.ref, element),
    viewport,
    isZoomed: zoomed !== null,
    hand: {
      onPointerDown(event: PointerEvent<HTMLDivElement>) {
        last.current = [event.clientX, event.clientY];
        if (zoomed) event.currentTarget.setPointerCapture(event.pointerId);
      },
      onPointerMove(event: PointerEvent) {
        if (event.buttons !== 1 || !zoomed || !picture) return;
        const [x, y] = last.current;
        last.current = [event.clientX, event.clientY];
        setZoomed(panned(zoomed, event.clientX - x, event.clientY - y, picture, view));
      },
      onDoubleClick: () => setZoomed(null),
    },
  };
}
