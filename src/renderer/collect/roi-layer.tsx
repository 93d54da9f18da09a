import type { KonvaEventObject } from 'konva/lib/Node';
import { useRef, useState } from 'react';
import { Circle, Layer, Line, Stage } from 'react-konva';
import { distanceBetween } from '../../shared/geometry/paths.ts';
import type { Point } from '../../shared/schemas/label.ts';
import { attempt } from '../app/notify.ts';
import { type Size, toPicture, type Viewport } from '../canvas/viewport.ts';
import classes from './collect.module.css';
import { FinishedRoi, numbered, vertexOnScreen, YELLOW } from './finished-roi.tsx';
import { type RoiAction, type RoiState, rectangleBetween, roiOf } from './roi-editor.ts';
import { useCollect, useCollectStore } from './use-collect.ts';

interface Props {
  readonly view: Size;
  readonly viewport: Viewport;
  onZoom(at: Point, deltaY: number): void;
}

/** CSS px around the first vertex within which a click closes, and that the hand must move for a rectangle. */
const REACH = 9;

/** The ROI over the frame: drawn by clicks or, as a rectangle, by dragging; then changed by hand. */
export function RoiLayer({ view, viewport, onZoom }: Props) {
  const { store } = useCollect();
  const roi = useCollectStore(state => state.roi);
  const isStill = useCollectStore(state => state.rate === 0);
  const [pointer, setPointer] = useState<Point | null>(null);
  const edit = (action: RoiAction) => attempt(() => store.getState().edit(action));
  const rectangle = useRectangle(!hasBegun(roi), corners => {
    const [from, to] = corners.map(corner => toPicture(viewport, corner));
    const drawn = rectangleBetween(from!, to!);
    if (drawn) edit({ kind: 'set', roi: drawn });
  });
  const screen = (points: readonly Point[]) => points.map(point => vertexOnScreen(viewport, point));

  const click = ({ evt, target }: KonvaEventObject<MouseEvent>) => {
    if (evt.button !== 0 || evt.detail > 1 || target.getStage() !== target || rectangle.wasDrawn()) return;
    const at: Point = [evt.offsetX, evt.offsetY];
    const isFirst = roi.kind === 'drawing' && hasBegun(roi) && distanceBetween(screen(roi.points)[0], at) < REACH;
    edit(isFirst && roi.points.length >= 3 ? { kind: 'close' } : { kind: 'add', at: toPicture(viewport, at) });
  };
  return (
    // The browser's double click, not Konva's, which takes any two quick clicks for one, wherever they fall.
    <div
      role="application"
      aria-label="Region of interest"
      className={classes.overlay}
      onDoubleClick={() => edit({ kind: 'close' })}
    >
      <Stage
        {...view}
        style={{ cursor: roi.kind === 'drawing' || !roiOf(roi) ? 'crosshair' : 'default' }}
        onClick={click}
        onMouseDown={({ evt, target }) => {
          if (evt.button === 0 && target.getStage() === target) rectangle.begin([evt.offsetX, evt.offsetY]);
        }}
        onMouseUp={({ evt }) => rectangle.end([evt.offsetX, evt.offsetY])}
        onContextMenu={({ evt }) => {
          evt.preventDefault();
          edit({ kind: 'close' });
        }}
        onMouseMove={({ evt }) => setPointer([evt.offsetX, evt.offsetY])}
        onMouseLeave={() => setPointer(null)}
        onWheel={({ evt }) => {
          evt.preventDefault();
          onZoom([evt.offsetX, evt.offsetY], evt.deltaY);
        }}
      >
        <Layer>
          {rectangle.corner && pointer && <Rectangle from={rectangle.corner} to={pointer} />}
          {roi.kind === 'drawing' ? (
            <Drawing points={screen(roi.points)} pointer={pointer} />
          ) : (
            roi.roi && <FinishedRoi roi={screen(roi.roi)} viewport={viewport} edit={edit} />
          )}
        </Layer>
      </Stage>
      {isStill && <Hint roi={roi} />}
    </div>
  );
}

/** Whether a vertex has been set, or all of them. */
function hasBegun(roi: RoiState): boolean {
  return roi.kind === 'drawing' ? roi.points.length > 0 : roi.roi !== null;
}

/** A rectangle that is drawn from corner to corner, CSS px. */
function useRectangle(allowed: boolean, onDrawn: (corners: readonly [Point, Point]) => void) {
  const [corner, setCorner] = useState<Point | null>(null);
  const drawn = useRef(false);
  return {
    corner,
    begin(at: Point) {
      drawn.current = false;
      if (allowed) setCorner(at);
    },
    end(at: Point) {
      setCorner(null);
      if (!corner || distanceBetween(corner, at) < REACH) return;
      drawn.current = true;
      onDrawn([corner, at]);
    },
    /** The click that ends a rectangle is none. */
    wasDrawn: () => drawn.current,
  };
}

function Rectangle({ from: [ax, ay], to: [bx, by] }: { from: Point; to: Point }) {
  if (distanceBetween([ax, ay], [bx, by]) < REACH) return null;
  const points = [ax, ay, bx, ay, bx, by, ax, by];
  return <Line points={points} closed stroke={YELLOW} strokeWidth={1.5} dash={[6, 4]} listening={false} />;
}

function Drawing({ points, pointer }: { points: readonly Point[]; pointer: Point | null }) {
  const line = pointer && points.length > 0 ? [...points, pointer] : points;
  return (
    <>
      <Line points={line.flat()} stroke={YELLOW} strokeWidth={1.5} dash={[6, 4]} listening={false} />
      {numbered(points).map(({ vertex, x, y }) => (
        <Circle key={vertex} x={x} y={y} radius={vertex === 0 ? 6 : 3.5} fill={YELLOW} listening={false} />
      ))}
    </>
  );
}

function Hint({ roi }: { roi: RoiState }) {
  if (roi.kind === 'dragging' || (roi.kind === 'idle' && roi.roi)) return null;
  return (
    <div className={classes.hint}>
      {hasBegun(roi)
        ? 'Click to add · right click, double click or Enter closes · Z removes the last · Esc cancels'
        : 'Click around the part that matters, or drag a rectangle, to draw the ROI; without one the whole frame is saved'}
    </div>
  );
}
