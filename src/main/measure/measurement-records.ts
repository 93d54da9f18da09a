import { stringify } from 'csv-stringify/sync';
import { inMillimetres, lengthUncertaintyPx } from '../../shared/measure/in-millimetres.ts';
import type { CrackMeasurement } from '../../shared/measure/measure-crack.ts';
import { clockPosition, rulerOf, type ScaleSource } from '../../shared/measure/scale.ts';
import { type WidthClasses, widthClassOf } from '../../shared/measure/width-classes.ts';

/** How measurements become figures of the surface; without a scale they stay in px and have no class. */
export interface Interpretation {
  readonly scale: ScaleSource | null;
  readonly classes: WidthClasses | null;
}

/** One crack, as files have it: `_px` in the picture, `_mm` on the surface, `_sd` one standard deviation of the figure of that name. */
export type MeasurementRecord = Readonly<Record<string, string | number | boolean | null | readonly number[]>>;

/** The record of a crack; `crack` numbers those of an image from 1, the longest first. */
export function measurementRecord(
  image: string,
  crack: number,
  measured: CrackMeasurement,
  { scale, classes }: Interpretation,
): MeasurementRecord {
  const { width } = measured;
  const lengthSd = lengthUncertaintyPx(measured.lengthPx);
  return {
    image,
    crack,
    length_px: measured.lengthPx,
    length_px_sd: lengthSd,
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

function onSurface(measured: CrackMeasurement, scale: ScaleSource, classes: WidthClasses | null): MeasurementRecord {
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

/** The records as a spreadsheet reads them: one line each, a heading, places as `x y`; nothing in a name is taken for a formula. */
export function measurementsCsv(records: readonly MeasurementRecord[]): string {
  const columns = [...new Set(records.flatMap(record => Object.keys(record)))];
  const cast = {
    number: (value: number) => String(Number(value.toFixed(4))),
    boolean: (value: boolean) => String(value),
    object: (value: object) => (Array.isArray(value) ? value.map(number => number.toFixed(1)).join(' ') : ''),
  };
  return stringify([...records], { header: true, columns, cast, escape_formulas: true });
}
