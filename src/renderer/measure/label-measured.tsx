import { useMemo } from 'react';
import { useStore } from 'zustand';
import type { StoreApi } from 'zustand/vanilla';
import { lengthInWords, widthInWords } from '../../shared/measure/figures.ts';
import type { CrackMeasurement } from '../../shared/measure/measure-crack.ts';
import { measurementOf } from '../../shared/measure/measurement.ts';
import type { ImageLabel, LabelDocument, Point } from '../../shared/schemas/label.ts';
import { notify } from '../app/notify.ts';
import { useShortcuts } from '../app/use-shortcuts.ts';
import { labelAt } from '../canvas/label-shape.ts';
import { toScreen, type Viewport } from '../canvas/viewport.ts';
import { worldOf } from '../label/session-state.ts';
import { useLabelSession } from '../label/use-session.ts';
import { grayPixels } from './gray-pixels.ts';
import classes from './measure.module.css';
import { measureLabel } from './measure-label.ts';
import { useScale } from './use-scale.ts';
import { widthsFromPicture } from './width-from-picture.ts';

interface Props {
  readonly picture: HTMLImageElement;
  readonly document: LabelDocument;
  readonly viewport: Viewport;
  /** Where the pointer is, picture px. */
  readonly hover: StoreApi<{ at: Point | null }>;
}

/** Over the picture: what the label under the pointer, or the one that is selected, measures, and where it is widest; what the ruler spans. */
export function LabelMeasured({ picture, document, viewport, hover }: Props) {
  const session = useLabelSession();
  const state = useStore(session.store);
  useShortcuts('Edit', [
    {
      keys: 'Shift+U',
      label: 'Widths of the selected lines from the picture',
      run() {
        const edits = widthsFromPicture(session.selectedLabels(), picture);
        if (edits.length > 0) session.edit(edits);
        else notify('Select lines along cracks: their widths are then read from the picture.');
      },
    },
  ]);
  const world = worldOf(state, document, 1 / viewport.scale);
  const isSelecting = state.toolName === 'select' && state.tool.name === 'idle';
  const under = useStore(hover, ({ at }) => (at && isSelecting ? labelAt(world.free, at, 0) : undefined));
  const label = isSelecting ? (under ?? world.selected) : null;
  const ruler = state.tool.ruler ?? [];
  if (!label && ruler.length === 0) return null;
  return (
    <svg className={classes.over} aria-hidden>
      <Ruler points={ruler.map(point => toScreen(viewport, point))} />
      {label && <Measured {...{ label, picture, viewport }} image={document.image} />}
    </svg>
  );
}

interface MeasuredProps {
  readonly label: ImageLabel;
  readonly image: string;
  readonly picture: HTMLImageElement;
  readonly viewport: Viewport;
}

function Measured({ label, image, picture, viewport }: MeasuredProps) {
  const scale = useScale({ kind: 'image', image }).kept?.scale?.source ?? null;
  const crack = useMemo(() => {
    const gray = grayPixels(picture);
    return gray && measureLabel(label, gray);
  }, [label, picture]);
  const words = useMemo(() => crack && measurementOf(crack, { scale, classes: null }), [crack, scale]);
  if (!crack || !words) return null;
  const [from, to] = widestCut(crack).map(point => toScreen(viewport, point));
  const [x, y] = [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2];
  return (
    <g>
      <line className={classes.cut} x1={from[0]} y1={from[1]} x2={to[0]} y2={to[1]} />
      <circle className={classes.ring} cx={x} cy={y} r={Math.max(8, Math.hypot(to[0] - x, to[1] - y) + 5)} />
      <text className={classes.words} x={x + 14} y={y - 22} data-testid="measured">
        <tspan>{`${lengthInWords(words)} long, ${widthInWords(words, 'mean')} wide`}</tspan>
        <tspan x={x + 14} dy="1.25em">{`here ${widthInWords(words, 'max')}, the widest`}</tspan>
      </text>
    </g>
  );
}

/** Both ends of the widest section, px of the picture, whose pixels have their centres half a px in. */
function widestCut({ sections }: CrackMeasurement): [Point, Point] {
  const { x, y, nx, ny, width } = sections.reduce((a, b) => (b.width > a.width ? b : a));
  const end = (sign: number): Point => [x + 0.5 + (sign * nx * width) / 2, y + 0.5 + (sign * ny * width) / 2];
  return [end(-1), end(1)];
}

function Ruler({ points }: { points: readonly Point[] }) {
  const way = (points.length > 2 ? [...points, points[0]] : points).map(String).join(' ');
  return (
    <g className={classes.ruler}>
      <polyline points={way} />
      {points.map(([x, y]) => (
        <circle key={`${x} ${y}`} cx={x} cy={y} r={3} />
      ))}
    </g>
  );
}
