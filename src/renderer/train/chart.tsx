import { Text, useComputedColorScheme } from '@mantine/core';
import { type ReactNode, useEffect, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { Columns } from './series.ts';
import classes from './train.module.css';

export interface ChartSeries {
  readonly label: string;
  readonly colour: string;
  readonly dashed?: boolean;
  /** Drawn thin and pale, behind the others. */
  readonly faint?: boolean;
  /** Marks each value where there is room. */
  readonly dots?: boolean;
}

interface ChartProps {
  readonly title: string;
  /** What the lines mean, at the right of the title. */
  readonly meaning?: ReactNode;
  /** What one unit of x is: `epoch`, `step`. */
  readonly unit: string;
  readonly series: readonly ChartSeries[];
  /** x, then a column a series. */
  readonly data: Columns;
  /** Fixed ends of y. */
  readonly range?: readonly [number, number] | undefined;
  /** Said while there is nothing to draw. */
  readonly empty: string;
}

/** One chart: series in, drawing out. The values under the pointer are told below it. */
export function Chart({ title, meaning, unit, series, data, range, empty }: ChartProps) {
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot>(null);
  const scheme = useComputedColorScheme('dark');
  const latest = useRef(data);
  latest.current = data;
  // Made anew only when what is shown changes, not with every list of series; the colours are the scheme's.
  const shape = JSON.stringify({ series, unit, range, scheme });
  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const shown: Pick<ChartProps, 'series' | 'unit' | 'range'> = JSON.parse(shape);
    const made = new uPlot(optionsFor(shown, element), latest.current, element);
    plot.current = made;
    const observer = new ResizeObserver(() => made.setSize(sizeOf(element)));
    observer.observe(element);
    return () => {
      observer.disconnect();
      made.destroy();
      plot.current = null;
    };
  }, [shape]);
  useEffect(() => plot.current?.setData(data), [data]);
  const isEmpty = data[0].length === 0;
  return (
    <figure className={classes.chart} aria-label={`${title} by ${unit}`} data-points={data[0].length}>
      <figcaption className={classes.chartTitle}>
        <Text span size="sm" fw={600}>
          {title}
        </Text>
        <Text span size="xs" c="dimmed">
          {meaning}
        </Text>
      </figcaption>
      <div ref={place} className={classes.plot} data-empty={isEmpty || undefined} />
      {isEmpty && (
        <Text size="sm" c="dimmed" className={classes.chartEmpty}>
          {empty}
        </Text>
      )}
    </figure>
  );
}

/** Height of uPlot's legend below the drawing, px. */
const LEGEND = 24;
/** With more lines than this the legend would be larger than the drawing. */
const LEGEND_LINES = 6;

function sizeOf(element: HTMLElement) {
  return { width: Math.max(120, element.clientWidth), height: Math.max(60, element.clientHeight - LEGEND) };
}

function optionsFor(
  { series, unit, range }: Pick<ChartProps, 'series' | 'unit' | 'range'>,
  element: HTMLElement,
): uPlot.Options {
  const style = getComputedStyle(element);
  const line = style.getPropertyValue('--studio-line');
  const axis = {
    stroke: style.getPropertyValue('--mantine-color-dimmed'),
    grid: { stroke: line, width: 1 },
    ticks: { stroke: line, width: 1, size: 4 },
    font: '11px Inter, sans-serif',
  };
  const wholeNumbers = [1, 2, 5].flatMap(first => [0, 1, 2, 3, 4, 5].map(power => first * 10 ** power));
  return {
    ...sizeOf(element),
    legend: { show: series.length <= LEGEND_LINES },
    cursor: { y: false, points: { size: 7 } },
    scales: {
      x: { time: false, range: (_, min, max) => (min === max ? [min - 0.5, max + 0.5] : [min, max]) },
      y: yScale(range),
    },
    axes: [
      { ...axis, size: 26, incrs: wholeNumbers.sort((a, b) => a - b), space: 40 },
      { ...axis, size: 48 },
    ],
    series: [
      { label: unit, value: (_, value) => (value == null ? '–' : String(value)) },
      ...series.map(({ label, colour, dashed, faint, dots }) => ({
        label,
        stroke: faint ? `${colour}59` : colour,
        width: faint ? 1 : 2,
        ...(dashed && { dash: [6, 4] }),
        points: dots ? { size: 5, fill: colour } : { show: false },
        value: (_: uPlot, value: number | null) => (value == null ? '–' : value.toFixed(4)),
      })),
    ],
  };
}

function yScale(range: ChartProps['range']): uPlot.Scale {
  return range ? { range: [range[0], range[1]] } : {};
}
