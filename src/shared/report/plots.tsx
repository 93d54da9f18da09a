import type { ReactNode } from 'react';
import { widthInWords } from '../measure/figures.ts';
import { binsOf, largestOf, ticksTo, timeTicksTo } from './axis.ts';
import type { Report } from './crack-table.tsx';
import { byStanding, type ReportEvent } from './report-data.ts';
import { widthOf, widthSdOf } from './say-figures.ts';

/** Of a plot and of its edges, px. */
const SIZE = { width: 340, height: 210, left: 46, right: 18, top: 14, bottom: 40 } as const;
const INNER = { width: SIZE.width - SIZE.left - SIZE.right, height: SIZE.height - SIZE.top - SIZE.bottom };
/** Bins of the histogram. */
const BINS = 10;

/** The widths of findings and opinions over the time of the video, or over the way along the asset where it is known of all. */
export function WidthsOver({ report }: { report: Report }) {
  const { data, say } = report;
  const { finding, opinion } = byStanding(data.events);
  const shown = [...opinion, ...finding];
  const hasDistance = shown.every(({ distanceM }) => distanceM !== null);
  const at = ({ distanceM, peak }: ReportEvent) => (hasDistance && distanceM !== null ? distanceM : peak.ms / 1000);
  const last = largestOf(shown.map(at), hasDistance ? 0 : data.endMs / 1000);
  const across = hasDistance ? ticksTo(last) : timeTicksTo(last);
  // Hours and minutes, or minutes and seconds.
  const small = across[across.length - 1] >= 3600 ? 60 : 1;
  const timeLabel = (seconds: number) =>
    `${Math.floor(seconds / small / 60)}:${String(Math.floor(seconds / small) % 60).padStart(2, '0')}`;
  const up = ticksTo(
    largestOf(
      shown.map(({ measured }) => widthOf(measured) + widthSdOf(measured)),
      0,
    ),
    4,
  );
  const x = (event: ReportEvent) => SIZE.left + (at(event) / across[across.length - 1]) * INNER.width;
  const y = (width: number) => SIZE.top + (1 - width / up[up.length - 1]) * INNER.height;
  const title = say(hasDistance ? 'overDistance' : 'overTime');
  return (
    <Plot
      title={title}
      alt={shown.map(event => `${event.peak.time}: ${widthInWords(event.measured, 'mean')}`)}
      across={{
        ticks: across,
        label: hasDistance ? say('distanceAxis') : say('timeAxis', { unit: small === 60 ? 'h:min' : 'min:s' }),
        text: hasDistance ? String : timeLabel,
      }}
      up={{ ticks: up, label: say('widthAxis', { unit: data.unit }) }}
      legend={[
        { name: say('finding'), className: 'dot' },
        ...(opinion.length > 0 ? [{ name: say('opinion'), className: 'ring' }] : []),
      ]}
    >
      {shown.map(event => {
        const [mean, sd] = [widthOf(event.measured), widthSdOf(event.measured)];
        const className = event.verdict?.verdict === 'true' ? 'dot' : 'ring';
        const [top, bottom] = [y(mean + sd), y(Math.max(0, mean - sd))];
        return (
          <g key={event.id}>
            <line className="error" x1={x(event)} x2={x(event)} y1={top} y2={bottom} />
            <circle className={className} cx={x(event)} cy={y(mean)} r="3.2" />
          </g>
        );
      })}
    </Plot>
  );
}

/** How many findings are how wide. */
export function WidthHistogram({ report: { data, say } }: { report: Report }) {
  const widths = byStanding(data.events).finding.map(({ measured }) => widthOf(measured));
  const across = ticksTo(largestOf(widths, 0), BINS);
  const bins = binsOf(widths, across);
  const up = ticksTo(largestOf(bins, 1), 4).filter(Number.isInteger);
  const width = INNER.width / bins.length;
  return (
    <Plot
      title={say('histogram')}
      alt={bins.map((count, i) => `${across[i]}–${across[i + 1]} ${data.unit}: ${count}`)}
      across={{ ticks: across, label: say('histogramAxis', { unit: data.unit }), text: String }}
      up={{ ticks: up, label: say('findings') }}
    >
      {bins.map((count, i) => {
        const height = (count / up[up.length - 1]) * INNER.height;
        const left = SIZE.left + i * width + 1;
        const top = SIZE.top + INNER.height - height;
        return <rect key={across[i]} className="bar" x={left} y={top} width={Math.max(1, width - 2)} height={height} />;
      })}
    </Plot>
  );
}

interface Axis {
  readonly ticks: readonly number[];
  readonly label: string;
}

interface PlotProps {
  readonly title: string;
  /** What a screen reader says of it. */
  readonly alt: readonly string[];
  readonly across: Axis & { text(value: number): string };
  readonly up: Axis;
  readonly legend?: readonly { readonly name: string; readonly className: string }[];
  readonly children: ReactNode;
}

/** More are not read out: they stand in the tables. */
const MOST_READ = 20;

function Plot({ title, alt, across, up, legend = [], children }: PlotProps) {
  const bottom = SIZE.top + INNER.height;
  const middle = { x: SIZE.left + INNER.width / 2, y: SIZE.top + INNER.height / 2 };
  const placed = (axis: Axis, length: number) =>
    axis.ticks.map(tick => (tick / axis.ticks[axis.ticks.length - 1]) * length);
  const [columns, rows] = [placed(across, INNER.width), placed(up, INNER.height)];
  // Names of ticks that would stand on each other are left out.
  const everySecond = across.ticks.length > 7;
  return (
    <figure>
      <figcaption>{title}</figcaption>
      <svg
        viewBox={`0 0 ${SIZE.width} ${SIZE.height}`}
        role="img"
        aria-label={`${title}. ${alt.slice(0, MOST_READ).join('; ')}`}
      >
        {rows.map((up_, i) => (
          <g key={up.ticks[i]}>
            <line className="grid" x1={SIZE.left} x2={SIZE.left + INNER.width} y1={bottom - up_} y2={bottom - up_} />
            <text x={SIZE.left - 6} y={bottom - up_ + 3} textAnchor="end">
              {up.ticks[i]}
            </text>
          </g>
        ))}
        {columns.map((right, i) => (
          <g key={across.ticks[i]}>
            <line className="grid" x1={SIZE.left + right} x2={SIZE.left + right} y1={bottom} y2={bottom + 3} />
            {!(everySecond && i % 2 === 1) && (
              <text x={SIZE.left + right} y={bottom + 14} textAnchor="middle">
                {across.text(across.ticks[i])}
              </text>
            )}
          </g>
        ))}
        <text className="label" x={middle.x} y={SIZE.height - 8} textAnchor="middle">
          {across.label}
        </text>
        <text className="label" transform={`translate(11 ${middle.y}) rotate(-90)`} textAnchor="middle">
          {up.label}
        </text>
        {children}
      </svg>
      {legend.length > 0 && (
        <div className="legend">
          {legend.map(({ name, className }) => (
            <span key={name}>
              <svg viewBox="0 0 10 10" width="10" height="10" aria-hidden="true">
                <circle className={className} cx="5" cy="5" r="3.2" />
              </svg>
              {name}
            </span>
          ))}
        </div>
      )}
    </figure>
  );
}
