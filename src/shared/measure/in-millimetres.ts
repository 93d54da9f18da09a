import type { Place } from './grid.ts';
import type { CrackMeasurement, Section } from './measure-crack.ts';
import type { Ruler } from './scale.ts';
import { lengthOf } from './skeleton-graph.ts';
import { meanOf, medianOf, quantileOf } from './statistics.ts';

/** The figures of a crack on the surface; px stay what they are in the picture. */
export interface MeasurementMm {
  readonly lengthMm: number;
  readonly totalLengthMm: number;
  readonly widthMeanMm: number;
  readonly widthMedianMm: number;
  readonly widthP95Mm: number;
  readonly widthMaxMm: number;
  readonly areaMm2: number;
  /** One standard deviation each. */
  readonly uncertainty: { readonly lengthMm: number; readonly widthMm: number };
}

/** Both ends of a line, px, one standard deviation each, and how far a line traced through pixels may be off as a share. */
const LENGTH_UNCERTAINTY = { end: 0.5, share: 0.003 } as const;

/** How far a length may be off, px, one standard deviation. */
export function lengthUncertaintyPx(lengthPx: number): number {
  return Math.hypot(Math.SQRT2 * LENGTH_UNCERTAINTY.end, LENGTH_UNCERTAINTY.share * lengthPx);
}

/**
 * A crack as it is on the surface: centre lines and edges are mapped, the picture is not resampled. u(w)² = (s u_px)² + (w u_s)² with s mm
 * a px and u_s the scale's own uncertainty, as a share.
 */
export function inMillimetres(crack: CrackMeasurement, { toMm, relativeUncertainty }: Ruler): MeasurementMm {
  const lengths = crack.centreLines.map(line => lengthOf(line.map(toMm)));
  const widths = crack.sections.map(section => widthMm(section, toMm));
  const mmPerPx = meanOf(crack.sections.map(section => widthMm({ ...section, width: 1 }, toMm)));
  const areaPerPx = meanOf(crack.sections.map(section => areaAround(section, toMm)));
  const widthMeanMm = meanOf(widths);
  const scaled = (value: number, px: number) => Math.hypot(mmPerPx * px, value * relativeUncertainty);
  return {
    lengthMm: lengths[0],
    totalLengthMm: lengths.reduce((sum, length) => sum + length, 0),
    widthMeanMm,
    widthMedianMm: medianOf(widths),
    widthP95Mm: quantileOf(widths, 0.95),
    widthMaxMm: widths.reduce((most, width) => Math.max(most, width), -Infinity),
    areaMm2: crack.areaPx * areaPerPx,
    uncertainty: {
      lengthMm: scaled(lengths[0], lengthUncertaintyPx(crack.lengthPx)),
      widthMm: scaled(widthMeanMm, crack.width.uncertaintyPx),
    },
  };
}

/** Square to the crack on the surface, which a cut square to it in the picture is not when the camera looks from aside. */
function widthMm({ x, y, nx, ny, width }: Section, toMm: Ruler['toMm']): number {
  const half = width / 2;
  const across = vector(toMm({ x: x - half * nx, y: y - half * ny }), toMm({ x: x + half * nx, y: y + half * ny }));
  const along = vector(toMm({ x: x - ny, y: y + nx }), toMm({ x: x + ny, y: y - nx }));
  return Math.abs(across.x * along.y - across.y * along.x) / Math.hypot(along.x, along.y);
}

function vector(from: Place, to: Place): Place {
  return { x: to.x - from.x, y: to.y - from.y };
}

/** What a pixel covers at a place, mm². */
function areaAround({ x, y }: Place, toMm: Ruler['toMm']): number {
  const corner = toMm({ x, y });
  const [right, down] = [vector(corner, toMm({ x: x + 1, y })), vector(corner, toMm({ x, y: y + 1 }))];
  return Math.abs(right.x * down.y - right.y * down.x);
}
