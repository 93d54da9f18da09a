import type { MeasurementRecord } from '../../shared/measure/measurements-document.ts';
import { type ReportData, standingOf } from '../../shared/report/report-data.ts';

/** An event as files have it. */
export type ReportRecord = Readonly<Record<string, unknown>>;

/** The events of a report as files have them, one record each, with all that was measured. */
export function reportRecords(
  { events }: ReportData,
  measured: ReadonlyMap<number, MeasurementRecord>,
): ReportRecord[] {
  return events.map(event => {
    const {
      image: _,
      crack: __,
      frame: ___,
      time: ____,
      ...figures
    }: Partial<MeasurementRecord> = measured.get(event.id) ?? {};
    const { begin, peak, end, box, verdict } = event;
    return {
      ...{ event: event.id, standing: standingOf(event), class: event.class },
      ...{ verdict: verdict?.verdict ?? '', verdict_by: verdict?.by ?? '', verdict_at: verdict?.at ?? '' },
      remark: verdict?.remark ?? '',
      ...{ begin: begin.time, peak: peak.time, end: end.time, peak_frame: peak.frame, peak_ms: peak.ms },
      ...{
        distance_m: event.distanceM,
        score: event.score_max,
        x: box.x,
        y: box.y,
        width: box.width,
        height: box.height,
      },
      ...figures,
    };
  });
}

/** The whole report for other programs: as the page says it, without its pictures. */
export function reportDocument(data: ReportData, records: readonly ReportRecord[]) {
  const { fields, video, model, settings, unit, scale, classes, unseen, knowsUnseen, studio, madeAt } = data;
  const table = (rows: ReportData['fields']) => Object.fromEntries(rows);
  return {
    version: 1,
    ...{ made_at: madeAt, studio, fields: table(fields), video: table(video), model: table(model) },
    ...{ settings: table(settings), unit, scale, classes },
    unseen: unseen.map(({ kind, fromMs, toMs, looks }) => ({ kind, from_ms: fromMs, to_ms: toMs, looks })),
    unseen_known: knowsUnseen,
    from_picture: data.fromPicture,
    events: records,
  };
}
