import * as z from 'zod';
import { type Point, pointSchema } from '../schemas/point.ts';
import type { Place } from './grid.ts';
import { homographyOf } from './homography.ts';
import { meanOf } from './statistics.ts';

const lengthMm = z.number().positive().max(1e7);
const known = z.object({ from: pointSchema, to: pointSchema, mm: lengthMm });

/** How the scale of a picture is known; places in px of the picture. There is no default: without a scale everything is in px. */
export const scaleSourceSchema = z.discriminatedUnion('kind', [
  /** Lines over known lengths, e.g. a ruler in the picture or a side of the ROI; several are averaged. */
  z.object({ kind: z.literal('lines'), lines: z.array(known).min(1).max(100) }),
  /** The corners of a rectangle of known sides, e.g. a tile or a marker, in order from its upper left one, seen from anywhere. */
  z.object({
    kind: z.literal('rectangle'),
    corners: z.array(pointSchema).length(4),
    widthMm: lengthMm,
    heightMm: lengthMm,
  }),
  /** A camera straight above the surface. */
  z.object({
    kind: z.literal('camera'),
    pixelPitchUm: z.number().positive().max(1000),
    distanceMm: lengthMm,
    focalMm: z.number().positive().max(1e5),
  }),
  /** A pipe seen along its axis: the circle of its wall where cracks are looked at. */
  z.object({
    kind: z.literal('pipe'),
    diameterMm: lengthMm,
    centre: pointSchema,
    radiusPx: z.number().positive().max(1e6),
  }),
  /** Measured elsewhere. */
  z.object({
    kind: z.literal('given'),
    mmPerPx: z.number().positive().max(1e4),
    relativeUncertainty: z.number().min(0).max(1).default(0),
  }),
]);
export type ScaleSource = z.infer<typeof scaleSourceSchema>;

/** A scale as it is kept with a video or a folder of pictures: how it is known, from whom, and since when (ISO 8601). */
export const scaleSchema = z.object({
  source: scaleSourceSchema,
  by: z.string().max(200),
  at: z.string().max(40),
});
export type Scale = z.infer<typeof scaleSchema>;

/** Places of a picture as places on the surface. */
export interface Ruler {
  readonly toMm: (place: Place) => Place;
  /** One standard deviation of a length, as a share of it. */
  readonly relativeUncertainty: number;
}

/** A person sets the end of a line to this, px, one standard deviation. */
const CLICK = 0.5;
/** What a distance and a lens are known to, as a share, where nobody says. */
const CAMERA_UNCERTAINTY = 0.02;

/** Throws a RangeError when a length in the picture is 0 px, or when three corners lie on a line. */
export function rulerOf(source: ScaleSource): Ruler {
  switch (source.kind) {
    case 'lines':
      return rulerOfLines(source.lines);
    case 'rectangle':
      return rulerOfRectangle(source);
    case 'camera':
      return evenRuler((source.distanceMm * source.pixelPitchUm) / 1000 / source.focalMm, CAMERA_UNCERTAINTY);
    case 'pipe':
      return evenRuler(source.diameterMm / 2 / source.radiusPx, CLICK / source.radiusPx);
    case 'given':
      return evenRuler(source.mmPerPx, source.relativeUncertainty);
  }
}

/** The scale of the same surface in a picture whose upper left corner is moved by so many px: of a crop, to the left and up. */
export function shifted(source: ScaleSource, dx: number, dy: number): ScaleSource {
  const moved = ([x, y]: Point): Point => [x + dx, y + dy];
  switch (source.kind) {
    case 'lines':
      return { ...source, lines: source.lines.map(line => ({ ...line, from: moved(line.from), to: moved(line.to) })) };
    case 'rectangle':
      return { ...source, corners: source.corners.map(moved) };
    case 'pipe':
      return { ...source, centre: moved(source.centre) };
    case 'camera':
    case 'given':
      return source;
  }
}

/** The place on the wall of a pipe as on the face of a clock, 12 at the top: in hours, 0 to 12. */
export function clockPosition({ centre }: Extract<ScaleSource, { kind: 'pipe' }>, place: Place): number {
  const hours = (Math.atan2(place.x - centre[0], centre[1] - place.y) * 6) / Math.PI;
  return (hours + 12) % 12;
}

function evenRuler(mmPerPx: number, relativeUncertainty: number): Ruler {
  return { toMm: ({ x, y }) => ({ x: x * mmPerPx, y: y * mmPerPx }), relativeUncertainty };
}

function rulerOfLines(lines: Extract<ScaleSource, { kind: 'lines' }>['lines']): Ruler {
  const scales = lines.map(({ from, to, mm }) => {
    const px = Math.hypot(to[0] - from[0], to[1] - from[1]);
    if (px === 0) throw new RangeError('A line of the scale has no length in the picture.');
    return { mmPerPx: mm / px, clicked: (Math.SQRT2 * CLICK) / px };
  });
  const mmPerPx = meanOf(scales.map(scale => scale.mmPerPx));
  const clicked = meanOf(scales.map(scale => scale.clicked)) / Math.sqrt(scales.length);
  return evenRuler(mmPerPx, Math.max(clicked, spreadOf(scales.map(scale => scale.mmPerPx / mmPerPx))));
}

/** The standard deviation of the mean of values around 1; 0 of a single one. */
function spreadOf(values: readonly number[]): number {
  if (values.length < 2) return 0;
  const squares = values.reduce((sum, value) => sum + (value - 1) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1) / values.length);
}

function rulerOfRectangle({ corners, widthMm, heightMm }: Extract<ScaleSource, { kind: 'rectangle' }>): Ruler {
  const places = corners.map(([x, y]) => ({ x, y }));
  const onSurface = [
    { x: 0, y: 0 },
    { x: widthMm, y: 0 },
    { x: widthMm, y: heightMm },
    { x: 0, y: heightMm },
  ];
  const sides = places.map((place, i) => Math.hypot(place.x - places[(i + 1) % 4].x, place.y - places[(i + 1) % 4].y));
  return { toMm: homographyOf(places, onSurface), relativeUncertainty: (Math.SQRT2 * CLICK) / Math.min(...sides) };
}
