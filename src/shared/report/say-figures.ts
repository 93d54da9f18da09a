import type { Measurement } from '../measure/measurement.ts';
import type { ReportEvent } from './report-data.ts';
import type { Say } from './words.ts';

/** The mean width of a crack, its uncertainty and its length, in mm where there is a scale, else in px. */
export function widthOf({ width_mean_mm, width_mean_px }: Measurement): number {
  return width_mean_mm ?? width_mean_px;
}

export function widthSdOf({ width_mm_sd, width_px_sd }: Measurement): number {
  return width_mm_sd ?? width_px_sd;
}

export function lengthOf({ length_mm, length_px }: Measurement): number {
  return length_mm ?? length_px;
}

/** Where a crack is, line by line: in the video, along the asset, on the wall of a pipe, in the frame. */
export function positionLines({ peak, distanceM, measured: { clock }, box }: ReportEvent, say: Say): string[] {
  return [
    peak.time,
    ...(distanceM === null ? [] : [`${distanceM.toFixed(2)} m`]),
    ...(clock === undefined ? [] : [say('clock', { clock: clock.toFixed(1) })]),
    `${say('frame')} ${peak.frame}`,
    `x ${Math.round(box.x + box.width / 2)}, y ${Math.round(box.y + box.height / 2)} px`,
  ];
}

/** Who said what and when; or that nobody did. */
export function verdictText({ verdict }: ReportEvent, say: Say): string {
  if (!verdict) return say('none');
  const said = verdict.verdict === 'unsure' ? say('unsure') : say('true');
  return say('by', { verdict: said, by: verdict.by, at: verdict.at.slice(0, 10) });
}
