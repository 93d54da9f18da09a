import type { Component } from '../image/components.ts';
import type { Box, GrayImage } from '../image/gray-image.ts';
import type { Station } from './centre-line.ts';
import type { Place } from './grid.ts';
import { lengthOf } from './skeleton-graph.ts';
import { meanOf, medianOf, quantileOf } from './statistics.ts';
import { type CrackTrace, traceCrack } from './trace-crack.ts';
import { inDoubt, stationWidths } from './widths.ts';

/** What is measured of a crack in a picture; lengths and places in px, whole numbers being centres of pixels. */
export interface CrackMeasurement {
  readonly box: Box;
  readonly areaPx: number;
  /** Of the longest way through the crack, from tip to tip. */
  readonly lengthPx: number;
  /** With all branches. */
  readonly totalLengthPx: number;
  readonly width: WidthMeasurement;
  /** The mean axis, weighted by length: 0 is level, 90 upright, growing anticlockwise as one looks at it. */
  readonly orientationDeg: number;
  /** Length of the longest way by the distance of its ends: 1 for a straight one; of a ring, by one pixel. */
  readonly tortuosity: number;
  readonly branches: number;
  readonly junctions: number;
  /** Tips that the picture's edge, or that of the ROI, cuts off: the length is a lower bound. */
  readonly openEnds: number;
  /** The longest way first, then the side branches; a place about every px. */
  readonly centreLines: readonly (readonly Place[])[];
  /** The crack's width, across the centre lines, about every px. */
  readonly sections: readonly Section[];
}

/** A cut across a crack: its middle, the unit vector across, and the width, px. */
export interface Section extends Station {
  readonly width: number;
}

export interface WidthMeasurement {
  readonly meanPx: number;
  readonly medianPx: number;
  readonly p95Px: number;
  readonly maxPx: number;
  readonly maxAt: Place;
  /** How far a single width may be off, px, one standard deviation. */
  readonly uncertaintyPx: number;
  /** What most widths were read from. */
  readonly source: 'mask' | 'gray';
  /** Mask and gray image differ by more than 1.5 px in the mean. */
  readonly doubtful: boolean;
}

/** What is known of a picture besides its mask. */
export interface Surroundings {
  /** The picture, which makes widths finer; null: the mask alone. */
  readonly gray: GrayImage | null;
  readonly width: number;
  readonly height: number;
  /** Whether a pixel can be crack at all; absent: everywhere in the picture. */
  readonly insideRoi?: (x: number, y: number) => boolean;
}

/** One standard deviation of a width, px: of 2 px and more, of thinner ones by the gray profile, and by the mask alone. */
const UNCERTAINTY = { wide: 0.3, thinGray: 0.3, thinMask: 0.5 } as const;

/** Measures one component of a mask. */
export function measureCrack(component: Component, surroundings: Surroundings): CrackMeasurement {
  const { gray, width, height, insideRoi } = surroundings;
  const trace = traceCrack(component, width, place => {
    const [x, y] = [Math.round(place.x), Math.round(place.y)];
    return x >= 0 && y >= 0 && x < width && y < height && (insideRoi?.(x, y) ?? true);
  });
  const centreLines = trace.branches.map(({ line }) => line);
  const lengths = centreLines.map(lengthOf);
  const lengthPx = Math.max(1, lengths[0]);
  const [start, end] = [centreLines[0][0], centreLines[0].at(-1)!];
  return {
    box: component.box,
    areaPx: component.pixels.length,
    lengthPx,
    totalLengthPx: lengthPx + lengths.slice(1).reduce((sum, length) => sum + length, 0),
    ...measureWidth(trace, gray),
    orientationDeg: meanAxis(centreLines),
    tortuosity: Math.max(1, lengthPx / Math.max(1, Math.hypot(end.x - start.x, end.y - start.y))),
    ...trace.counts,
    openEnds: trace.openEnds,
    centreLines,
  };
}

function measureWidth({ branches }: CrackTrace, gray: GrayImage | null) {
  const stations = branches.flatMap(branch => branch.stations);
  const reaches = branches.flatMap(branch => branch.reaches);
  const widths = stationWidths(gray, stations, reaches);
  const sections = stations.map(({ x, y, nx, ny }, i): Section => ({ x, y, nx, ny, width: widths[i].width }));
  const values = sections.map(section => section.width);
  const widest = sections.reduce((a, b) => (b.width > a.width ? b : a));
  const meanPx = meanOf(values);
  const fromGray = widths.filter(({ source }) => source === 'gray').length * 2 > widths.length;
  const thin = fromGray ? UNCERTAINTY.thinGray : UNCERTAINTY.thinMask;
  const width: WidthMeasurement = {
    meanPx,
    medianPx: medianOf(values),
    p95Px: quantileOf(values, 0.95),
    maxPx: widest.width,
    maxAt: { x: widest.x, y: widest.y },
    uncertaintyPx: meanPx >= 2 ? UNCERTAINTY.wide : thin,
    source: fromGray ? 'gray' : 'mask',
    doubtful: inDoubt(
      widths,
      reaches.map(({ along, against }) => along + against),
    ),
  };
  return { width, sections };
}

/** The mean of axes, which are the same turned by half a circle: of their doubled angles, weighted by length. */
function meanAxis(lines: readonly (readonly Place[])[]): number {
  let [cos, sin] = [0, 0];
  for (const line of lines) {
    for (let i = 1; i < line.length; i++) {
      const [dx, dy] = [line[i].x - line[i - 1].x, line[i].y - line[i - 1].y];
      const length = Math.hypot(dx, dy);
      if (length === 0) continue;
      // y grows downwards in pictures.
      cos += (dx * dx - dy * dy) / length;
      sin += (-2 * dx * dy) / length;
    }
  }
  return ((Math.atan2(sin, cos) * 90) / Math.PI + 180) % 180;
}
