import type { Size } from '../image/gray-image.ts';
import type { ReportEvent } from './report-data.ts';

/** Of the drawing, px. */
const WIDTH = 64;

/** Where in the frame a crack is, as a small plan. What it shows stands in words beside it. */
export function FramePlan({ frame, box }: { frame: Size; box: ReportEvent['box'] }) {
  const scale = WIDTH / frame.width;
  const height = Math.min(2 * WIDTH, frame.height * scale);
  const side = (length: number) => Math.max(2, length * scale);
  return (
    <svg
      className="plan"
      viewBox={`0 0 ${WIDTH} ${height.toFixed(1)}`}
      width={WIDTH}
      height={height}
      aria-hidden="true"
    >
      <rect className="frame" x="0.5" y="0.5" width={WIDTH - 1} height={height - 1} />
      <rect className="mark" x={box.x * scale} y={box.y * scale} width={side(box.width)} height={side(box.height)} />
    </svg>
  );
}
