import { Circle, Line, Shape } from 'react-konva';
import { nearestOnLine } from '../../shared/geometry/paths.ts';
import type { Point } from '../../shared/schemas/label.ts';
import { toPicture, toScreen, type Viewport } from '../canvas/viewport.ts';
import type { RoiAction } from './roi-editor.ts';
import { useCollectStore } from './use-collect.ts';

export const YELLOW = '#ffd84a';

interface Props {
  /** CSS px. */
  readonly roi: readonly Point[];
  readonly viewport: Viewport;
  edit(action: RoiAction): void;
}

/** A vertex is a pixel: it is drawn in that pixel's middle, where `fillPoly` has it. */
export function vertexOnScreen(viewport: Viewport, [x, y]: Point): Point {
  return toScreen(viewport, [x + 0.5, y + 0.5]);
}

/** A vertex has no other name than its number. */
export function numbered(points: readonly Point[]): { vertex: number; x: number; y: number }[] {
  return points.map(([x, y], vertex) => ({ vertex, x, y }));
}

/** The ROI as it counts: its vertices and the whole are dragged, a click on its outline adds a vertex, a right click takes one. */
export function FinishedRoi({ roi, viewport, edit }: Props) {
  return (
    <>
      <Outside roi={roi} viewport={viewport} />
      <Whole roi={roi} viewport={viewport} edit={edit} />
      <Line
        points={roi.flat()}
        closed
        stroke={YELLOW}
        strokeWidth={1.5}
        fillEnabled={false}
        hitStrokeWidth={12}
        onMouseEnter={({ target }) => setCursor(target.getStage(), 'copy')}
        onMouseLeave={({ target }) => setCursor(target.getStage(), 'default')}
        onClick={({ evt }) => {
          if (evt.button !== 0) return;
          const at: Point = [evt.offsetX, evt.offsetY];
          edit({ kind: 'insert', behind: nearestOnLine(at, roi, true).segment, at: toPicture(viewport, at) });
        }}
      />
      {numbered(roi).map(({ vertex, x, y }) => (
        <Circle
          key={vertex}
          {...{ x, y, radius: 4.5, hitStrokeWidth: 14, draggable: true }}
          fill="#14181c"
          stroke={YELLOW}
          strokeWidth={1.5}
          onMouseEnter={({ target }) => setCursor(target.getStage(), 'grab')}
          onMouseLeave={({ target }) => setCursor(target.getStage(), 'default')}
          onContextMenu={event => {
            event.cancelBubble = true;
            event.evt.preventDefault();
            edit({ kind: 'remove', vertex });
          }}
          onDragStart={() => edit({ kind: 'grab', vertex })}
          onDragMove={({ target }) => edit({ kind: 'drag', to: toPicture(viewport, [target.x(), target.y()]) })}
          onDragEnd={() => edit({ kind: 'drop' })}
        />
      ))}
    </>
  );
}

/** What is not kept, darkened. */
function Outside({ roi, viewport }: Omit<Props, 'edit'>) {
  const { info } = useCollectStore(state => state.video);
  return (
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
  );
}

/** The inside, by which all of it is moved. */
function Whole({ roi, viewport, edit }: Props) {
  return (
    <Line
      points={roi.flat()}
      closed
      draggable
      fill="rgba(0, 0, 0, 0.001)"
      onMouseEnter={({ target }) => setCursor(target.getStage(), 'move')}
      onMouseLeave={({ target }) => setCursor(target.getStage(), 'default')}
      onDragStart={() => edit({ kind: 'grab', vertex: null })}
      onDragMove={({ target }) => {
        edit({ kind: 'drag', to: [target.x() / viewport.scale, target.y() / viewport.scale] });
        // The ROI's own vertices say where it lies.
        target.position({ x: 0, y: 0 });
      }}
      onDragEnd={() => edit({ kind: 'drop' })}
    />
  );
}

function setCursor(stage: { container(): HTMLDivElement } | null, cursor: string): void {
  if (stage) stage.container().style.cursor = cursor;
}
