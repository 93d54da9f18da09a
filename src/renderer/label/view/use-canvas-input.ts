import { type PointerEvent, type RefObject, useEffect, useRef, useState } from 'react';
import { createStore } from 'zustand/vanilla';
import type { Point } from '../../../shared/schemas/label.ts';
import { edgePan, panned, type Size, toPicture, type Viewport, wheelFactor, zoomedAt } from '../../canvas/viewport.ts';
import type { LabelSession } from '../session.ts';
import type { Pointer } from '../tools/tool.ts';
import { toolOf } from '../tools/tools.ts';
import { useSpace } from './use-space.ts';

interface View {
  readonly viewport: Viewport;
  readonly picture: Size;
  readonly view: Size;
}

/** Wheel and pointer of the canvas, given to the viewport (space or middle button drags) or to the tool. */
export function useCanvasInput(element: RefObject<HTMLDivElement | null>, session: LabelSession, view: View | null) {
  const latest = useRef(view);
  latest.current = view;
  const space = useSpace();
  const [panning, setPanning] = useState(false);
  // A store, because every move of the pointer changes it and the picture is not drawn anew for that.
  const [hover] = useState(() => createStore<{ at: Point | null }>(() => ({ at: null })));
  const last = useRef<Point>([0, 0]);

  const placeOf = (event: { clientX: number; clientY: number }): Point => {
    const { left, top } = element.current?.getBoundingClientRect() ?? { left: 0, top: 0 };
    return [event.clientX - left, event.clientY - top];
  };

  useEffect(() => {
    const target = element.current;
    const turn = (event: WheelEvent) => {
      event.preventDefault();
      if (!latest.current) return;
      const { viewport, picture, view } = latest.current;
      if (turnsWidth(session, event)) return session.widen((event.deltaY || event.deltaX) < 0 ? 1 : -1);
      const { left, top } = target?.getBoundingClientRect() ?? { left: 0, top: 0 };
      const at: Point = [event.clientX - left, event.clientY - top];
      session.store.setState({ viewport: zoomedAt(viewport, at, wheelFactor(event.deltaY), picture, view) });
    };
    // React listens to the wheel passively: the page would scroll or zoom as well.
    target?.addEventListener('wheel', turn, { passive: false });
    return () => target?.removeEventListener('wheel', turn);
  }, [element, session]);

  function pan(event: PointerEvent): void {
    if (!latest.current) return;
    const { viewport, picture, view } = latest.current;
    const [x, y] = placeOf(event);
    session.store.setState({ viewport: panned(viewport, x - last.current[0], y - last.current[1], picture, view) });
    last.current = [x, y];
  }

  function give(handler: 'onPointerDown' | 'onPointerMove' | 'onPointerUp', event: PointerEvent): void {
    if (!latest.current) return;
    const { viewport } = latest.current;
    // A fast hand makes several moves between two frames: without them a freehand line would cut its curves.
    const moves = handler === 'onPointerMove' ? event.nativeEvent.getCoalescedEvents() : [];
    for (const each of moves.length > 0 ? moves : [event]) {
      session.pointer(handler, pointerOf(event, toPicture(viewport, placeOf(each))));
    }
  }

  const drag = useDrag(at => {
    if (!latest.current || session.store.getState().tool.name === 'idle') return;
    const { viewport, picture, view } = latest.current;
    const [dx, dy] = edgePan(placeOf(at), viewport, picture, view);
    if (dx === 0 && dy === 0) return;
    session.store.setState({ viewport: panned(viewport, dx, dy, picture, view) });
    session.pointer('onPointerMove', pointerOf(at, toPicture(viewport, placeOf(at))));
  });

  const handlers = {
    onPointerDown(event: PointerEvent<HTMLDivElement>) {
      event.currentTarget.setPointerCapture(event.pointerId);
      // Keys are the stage's again, not those of a field that had them.
      if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
      last.current = placeOf(event);
      if (event.button === 1 || (event.button === 0 && space)) setPanning(true);
      else if (event.button !== 1) give('onPointerDown', event);
      if (event.button === 0 && !space) drag.begin(event);
    },
    onPointerMove(event: PointerEvent<HTMLDivElement>) {
      if (latest.current) hover.setState({ at: toPicture(latest.current.viewport, placeOf(event)) });
      if (panning) pan(event);
      else give('onPointerMove', event);
      drag.move(event);
    },
    onPointerUp(event: PointerEvent<HTMLDivElement>) {
      drag.end();
      if (panning) setPanning(false);
      else give('onPointerUp', event);
    },
    onPointerCancel() {
      drag.end();
      setPanning(false);
      session.handle('onCancel');
    },
    onPointerLeave: () => hover.setState({ at: null }),
    onContextMenu: (event: { preventDefault(): void }) => event.preventDefault(),
  };
  return { handlers, hover, grabbing: panning, grab: space };
}

/** Calls `each` once a frame while the pointer drags: held still at the edge of the view it makes no events. */
function useDrag(each: (at: PointerEvent) => void) {
  const latest = useRef(each);
  latest.current = each;
  const [drag] = useState(() => {
    let at: PointerEvent | null = null;
    let frame = 0;
    const tick = () => {
      if (at) latest.current(at);
      frame = requestAnimationFrame(tick);
    };
    const end = () => {
      at = null;
      cancelAnimationFrame(frame);
    };
    return {
      begin(event: PointerEvent) {
        end();
        at = event;
        frame = requestAnimationFrame(tick);
      },
      move(event: PointerEvent) {
        if (at) at = event;
      },
      end,
    };
  });
  useEffect(() => drag.end, [drag]);
  return drag;
}

function pointerOf(event: PointerEvent, at: Point): Pointer {
  return {
    at,
    button: event.button === 2 ? 'right' : 'left',
    shift: event.shiftKey,
    alt: event.altKey,
    ctrl: event.ctrlKey || event.metaKey,
  };
}

/** While a line or stroke is drawn the wheel changes its width, with Shift always; with Ctrl it zooms in any case. */
function turnsWidth({ store }: LabelSession, event: WheelEvent): boolean {
  const { toolName, tool } = store.getState();
  if (event.ctrlKey) return false;
  return event.shiftKey || (tool.name !== 'idle' && toolOf(toolName).width !== null);
}
