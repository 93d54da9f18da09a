import type { KonvaEventObject } from 'konva/lib/Node';
import { useState } from 'react';
import { Circle, Layer, Line, Shape, Stage } from 'react-konva';
import { distanceBetween } from '../../shared/geometry/paths.ts';
import type { Point } from '../../shared/schemas/label.ts';
import { attempt } from '../app/notify.ts';
import { type Size, toPicture, toScreen, type Viewport } from '../canvas/viewport.ts';
import classes from './collect.module.css';
import { type RoiAction, type RoiState, roiOf } from './roi-editor.ts';
import { useCollect, useCollectStore } from './use-collect.ts';

interface Props {
  readonly view: Size;
  readonly viewport: Viewport;
  onZoom(at: Point, deltaY: number): void;
}

const YELLOW = '#ffd84a';
/** CSS px around the first vertex within which a click closes. */
const REACH = 9;

/** The ROI over the frame: drawn by clicks, its vertices dragged. */
export function RoiLayer({ view, viewport, onZoom }: Props) {
  const { store } = useCollect();
  const roi = useCollectStore(state => state.roi);
  const isStill = useCollectStore(state => state.rate === 0);
  const [pointer, setPointer] = useState<Point | null>(null);
  const edit = (action: RoiAction) => attempt(() => store.getState().edit(action));
  const screen = (points: readonly Point[]) => points.map(point => vertexOnScreen(viewport, point));

  const click = ({ evt, target }: KonvaEventObject<MouseEvent>) => {
    if (evt.button !== 0 || evt.detail > 1 || target.getStage() !== target) return;
    const at: Point = [evt.offsetX, evt.offsetY];
    const isFirst = roi.kind === 'drawing' && distanceBetween(screen(roi.points)[0], at) < REACH;
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
          {roi.kind === 'drawing' ? (
            <Drawing points={screen(roi.points)} pointer={pointer} />
          ) : (
            roi.roi && <Finished roi={screen(roi.roi)} viewport={viewport} edit={edit} />
          )}
        </Layer>
      </Stage>
      {isStill && <Hint roi={roi} />}
    </div>
  );
}

/** A vertex is a pixel: it is drawn in that pixel's middle, where `fillPoly` has it. */
function vertexOnScreen(viewport: Viewport, [x, y]: Point): Point {
  return toScreen(viewport, [x + 0.5, y + 0.5]);
}

/** A vertex has no other name than its number. */
function numbered(points: readonly Point[]): { vertex: number; x: number; y: number }[] {
  return points.map(([x, y], vertex) => ({ vertex, x, y }));
}

function Drawing({ points, pointer }: { points: readonly Point[]; pointer: Point | null }) {
  const line = pointer ? [...points, pointer] : points;
  return (
    <>
      <Line points={line.flat()} stroke={YELLOW} strokeWidth={1.5} dash={[6, 4]} listening={false} />
      {numbered(points).map(({ vertex, x, y }) => (
        <Circle key={vertex} x={x} y={y} radius={vertex === 0 ? 6 : 3.5} fill={YELLOW} listening={false} />
      ))}
    </>
  );
}

interface FinishedProps {
  readonly roi: readonly Point[];
  readonly viewport: Viewport;
  edit(action: RoiAction): void;
}

function Finished({ roi, viewport, edit }: FinishedProps) {
  const { info } = useCollectStore(state => state.video);
  return (
    <>
      <Shape
        listening={false}
        fill="rgba(6, 8, 10, 0.34)"
        fillRule="evenodd"
        sceneFunc={(context, shape) => {
          context.beginPath();
          context.rect(viewport.x, viewport.y, info.width * viewport.scale, info.height * viewport.scale);
          roi.forEach(([x, y], i) => {
            if (i === 0) context.moveTo(x, y);
            else context.lineTo(x, y);
          });
          context.closePath();
          context.fillShape(shape);
        }}
      />
      <Line points={roi.flat()} closed stroke={YELLOW} strokeWidth={1.5} listening={false} />
      {numbered(roi).map(({ vertex, x, y }) => (
        <Circle
          key={vertex}
          {...{ x, y, radius: 4.5, hitStrokeWidth: 14, draggable: true }}
          fill="#14181c"
          stroke={YELLOW}
          strokeWidth={1.5}
          onMouseEnter={({ target }) => setCursor(target.getStage(), 'grab')}
          onMouseLeave={({ target }) => setCursor(target.getStage(), 'default')}
          onDragStart={() => edit({ kind: 'grab', vertex })}
          onDragMove={({ target }) => edit({ kind: 'drag', to: toPicture(viewport, [target.x(), target.y()]) })}
          onDragEnd={() => edit({ kind: 'drop' })}
        />
      ))}
    </>
  );
}

function setCursor(stage: { container(): HTMLDivElement } | null, cursor: string): void {
  if (stage) stage.container().style.cursor = cursor;
}

function Hint({ roi }: { roi: RoiState }) {
  if (roi.kind === 'dragging' || (roi.kind === 'idle' && roi.roi)) return null;
  const started = roi.kind === 'drawing' && roi.points.length > 0;
  return (
    <div className={classes.hint}>
      {started
        ? 'Click to add · right click, double click or Enter closes · Z removes the last · Esc cancels'
        : 'Click around the part that matters to draw the ROI; without one the whole frame is saved'}
    </div>
  );
}
