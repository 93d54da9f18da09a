import * as z from 'zod';
import { inMillimetres, lengthUncertaintyPx } from './in-millimetres.ts';
import type { CrackMeasurement } from './measure-crack.ts';
import { clockPosition, rulerOf, type ScaleSource } from './scale.ts';
import { type WidthClasses, widthClassOf } from './width-classes.ts';

const figure = z.number();

/** One crack, as files have it: `_px` in the picture, `_mm` on the surface, `_sd` one standard deviation of the figure of that name. */
export const measurementSchema = z.object({
  length_px: figure,
  length_px_sd: figure,
  total_length_px: figure,
  total_length_px_sd: figure,
  width_mean_px: figure,
  width_median_px: figure,
  width_p95_px: figure,
  width_max_px: figure,
  width_px_sd: figure,
  /** x and y in the picture. */
  width_max_at: z.tuple([figure, figure]),
  width_source: z.enum(['mask', 'gray']),
  width_doubtful: z.boolean(),
  orientation_deg: figure,
  tortuosity: figure,
  branches: z.int(),
  junctions: z.int(),
  open_ends: z.int(),
  area_px: z.int(),
  /** Where there is a scale. */
  length_mm: figure.optional(),
  length_mm_sd: figure.optional(),
  total_length_mm: figure.optional(),
  total_length_mm_sd: figure.optional(),
  width_mean_mm: figure.optional(),
  width_median_mm: figure.optional(),
  width_p95_mm: figure.optional(),
  width_max_mm: figure.optional(),
  width_mm_sd: figure.optional(),
  area_mm2: figure.optional(),
  /** On the wall of a pipe, in hours. */
  clock: figure.optional(),
  width_class: z.string().optional(),
  /** False where the uncertainty reaches over a limit of the class. */
  width_class_certain: z.boolean().optional(),
});
export type Measurement = z.infer<typeof measurementSchema>;

/** How measurements become figures of the surface; without a scale they stay in px and have no class. */
export interface Interpretation {
  readonly scale: ScaleSource | null;
  readonly classes: WidthClasses | null;
}

/** The figures of a crack that was measured. */
export function measurementOf(measured: CrackMeasurement, { scale, classes }: Interpretation): Measurement {
  const { width } = measured;
  return {
    length_px: measured.lengthPx,
    length_px_sd: lengthUncertaintyPx(measured.lengthPx),
    total_length_px: measured.totalLengthPx,
    total_length_px_sd: lengthUncertaintyPx(measured.totalLengthPx),
    width_mean_px: width.meanPx,
    width_median_px: width.medianPx,
    width_p95_px: width.p95Px,
    width_max_px: width.maxPx,
    width_px_sd: width.uncertaintyPx,
    width_max_at: [width.maxAt.x, width.maxAt.y],
    width_source: width.source,
    width_doubtful: width.doubtful,
    orientation_deg: measured.orientationDeg,
    tortuosity: measured.tortuosity,
    branches: measured.branches,
    junctions: measured.junctions,
    open_ends: measured.openEnds,
    area_px: measured.areaPx,
    ...(scale && onSurface(measured, scale, classes)),
  };
}

function onSurface(measured: CrackMeasurement, scale: ScaleSource, classes: WidthClasses | null) {
  const mm = inMillimetres(measured, rulerOf(scale));
  const share = mm.uncertainty.lengthMm / mm.lengthMm;
  const class_ = classes && widthClassOf(mm.widthMeanMm, mm.uncertainty.widthMm, classes);
  return {
    length_mm: mm.lengthMm,
    length_mm_sd: mm.uncertainty.lengthMm,
    total_length_mm: mm.totalLengthMm,
    total_length_mm_sd: mm.totalLengthMm * share,
    width_mean_mm: mm.widthMeanMm,
    width_median_mm: mm.widthMedianMm,
    width_p95_mm: mm.widthP95Mm,
    width_max_mm: mm.widthMaxMm,
    width_mm_sd: mm.uncertainty.widthMm,
    area_mm2: mm.areaMm2,
    ...(scale.kind === 'pipe' && { clock: clockPosition(scale, measured.width.maxAt) }),
    ...(class_ && { width_class: class_.name, width_class_certain: class_.certain }),
  };
}
