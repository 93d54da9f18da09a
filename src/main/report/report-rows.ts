import type { Scale, ScaleSource } from '../../shared/measure/scale.ts';
import { scaleInWords } from '../../shared/measure/scale-words.ts';
import type { Row } from '../../shared/report/report-data.ts';
import type { EventsDocument, Every, InspectionSettings, LookRecord } from '../../shared/schemas/inspection.ts';
import { formatTime } from '../../shared/time.ts';

/** What was looked at. */
export function videoRows(
  { video, start_ms, end_ms }: InspectionSettings,
  { width, height, frames_looked_at }: EventsDocument,
  looks: readonly LookRecord[],
): Row[] {
  const to = end_ms ?? looks.at(-1)?.ms;
  return [
    ['File', `${video.name}, ${(video.size / 1e6).toFixed(1)} MB`],
    ['Frames', `${video.frames} of ${width} × ${height} px`],
    ['Inspected', `${formatTime(start_ms ?? 0)} to ${to === undefined ? 'the end' : formatTime(to)}`],
    ['Frames looked at', String(frames_looked_at)],
  ];
}

export function settingsRows(settings: InspectionSettings, { width, height }: EventsDocument): Row[] {
  const { threshold, low, every, mode, min_area_px, min_length_px, roi } = settings;
  return [
    ['Threshold', `${threshold}, and what hangs together with it down to ${Number(low.toFixed(3))}`],
    ['Looked at', everyText(every)],
    ['Mode', mode],
    ['Smallest crack', `${min_area_px} px in area, ${min_length_px} px in length`],
    [
      'Within',
      roi ? `the ROI ${roi.map(([x, y]) => `${x},${y}`).join(' ')}` : `the whole frame of ${width} × ${height} px`,
    ],
  ];
}

function everyText(every: Every): string {
  if (every === 'auto') return 'five frames a second, every frame where a crack comes or goes';
  return 'frames' in every ? `each ${every.frames}. frame` : `a frame in ${every.ms} ms`;
}

/** How a scale is known, and who set it when, where it is kept. */
export function scaleText(scale: ScaleSource, kept: Scale | null): string {
  return [scaleInWords(scale), ...(kept ? [`set by ${kept.by} on ${kept.at.slice(0, 10)}`] : [])].join('; ');
}
