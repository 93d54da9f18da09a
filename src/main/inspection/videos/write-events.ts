import { stringify } from 'csv-stringify/sync';
import { writeFileAtomic } from '../../../node/atomic-file.ts';
import { makeFolder } from '../../../node/folders.ts';
import type { Peak, Track, TrackerState } from '../../../shared/events/track.ts';
import { medianScore, tracksOf } from '../../../shared/events/tracker.ts';
import type { GrayImage, RgbImage } from '../../../shared/image/gray-image.ts';
import { brushOf } from '../../../shared/labels/brush-mask.ts';
import { measureMask } from '../../../shared/measure/measure-mask.ts';
import type { CrackEvent, EventsDocument } from '../../../shared/schemas/inspection.ts';
import { formatTime } from '../../../shared/time.ts';
import { sampleImage } from '../../collect/draw-sample.ts';
import { frameName, rgbPng } from '../../collect/sample-files.ts';
import { readFrames } from '../../media/frames.ts';
import type { InspectVideo } from './inspection.ts';
import { outlined } from './outlined.ts';
import { writeExports } from './write-exports.ts';

/** Measures each crack where it shows best and writes events.json, events.csv and the pictures of the peaks. Throws a StudioError. */
export async function writeEvents(
  inspection: InspectVideo,
  tracker: TrackerState,
  looks: number,
): Promise<EventsDocument> {
  const { index, folder, settings, pictures } = inspection;
  const tracks = tracksOf(tracker);
  if (pictures && tracks.length > 0) await makeFolder(folder.join('peaks'));
  const events: (CrackEvent | undefined)[] = tracks.map(() => undefined);
  const peaks = tracks.map(({ peak }) => peak.frame);
  const reading = { need: { urgency: 'background' }, signal: inspection.signal } as const;
  for await (const { frame, image } of readFrames(index, peaks, reading)) {
    for (const [i, one] of tracks.entries()) {
      if (one.peak.frame !== frame) continue;
      const event = eventOf(i + 1, one, image, inspection);
      events[i] = event;
      if (pictures)
        await writeFileAtomic(folder.join('peaks', peakName(event)), await rgbPng(outlined(image, [event.mask])));
    }
  }
  const { width, height } = index.info;
  const found = events.filter(event => event !== undefined);
  const document: EventsDocument = {
    version: 1,
    video: settings.video.name,
    width,
    height,
    frames_looked_at: looks,
    events: found,
  };
  await writeExports(inspection, document);
  await writeFileAtomic(folder.join('events.json'), `${JSON.stringify(document, null, 1)}\n`);
  await writeFileAtomic(folder.join('events.csv'), eventsCsv(found));
  return document;
}

/** The file of a peak's picture in `peaks/`. */
export function peakName({ id, peak }: Pick<CrackEvent, 'id' | 'peak'>): string {
  return `${String(id).padStart(3, '0')}_${frameName(peak.ms, peak.frame)}.png`;
}

function eventOf(id: number, one: Track, frame: RgbImage, { roi, index }: InspectVideo): CrackEvent {
  const { begin, end, peak } = one;
  // As sharp as the camera was: a blurred picture tells less of thin cracks.
  const crop = sampleImage(frame, roi, { blur: false });
  const mask = maskOf(peak, crop);
  const [crack] = measureMask(mask, { gray: crop, minAreaPx: 1 });
  const { shape: _, ...placed } = brushOf(mask, roi.box.x1, roi.box.y1)!;
  const moment = (frame: number) => ({ frame, ms: index.timesMs[frame], time: formatTime(index.timesMs[frame]) });
  return {
    ...{
      id,
      class: 'crack',
      begin: moment(begin),
      peak: { ...moment(peak.frame), score: round(peak.score) },
      end: moment(end.frame),
    },
    frames_seen: one.hits,
    score_median: medianScore(one),
    score_max: one.scores.findLastIndex(count => count > 0) / 100,
    mask: placed,
    length_px: round(crack.lengthPx),
    width_mean_px: round(crack.width.meanPx),
    width_max_px: round(crack.width.maxPx),
  };
}

function maskOf({ runs }: Peak, { width, height }: GrayImage): GrayImage {
  const data = new Uint8Array(width * height);
  for (let i = 0; i < runs.length; i += 2) data.fill(255, runs[i], runs[i] + runs[i + 1]);
  return { width, height, data };
}

function eventsCsv(events: readonly CrackEvent[]): string {
  const rows = events.map(({ begin, peak, end, mask, ...event }) => ({
    ...{ id: event.id, class: event.class, begin: begin.time, peak: peak.time, end: end.time },
    ...{ begin_frame: begin.frame, peak_frame: peak.frame, end_frame: end.frame, frames_seen: event.frames_seen },
    ...{ score_median: event.score_median, score_max: event.score_max },
    ...{ length_px: event.length_px, width_mean_px: event.width_mean_px, width_max_px: event.width_max_px },
    ...{ x: mask.x, y: mask.y, width: mask.width, height: mask.height },
  }));
  const columns = Object.keys(rows[0] ?? { id: 0, class: 0, begin: 0, peak: 0, end: 0 });
  return stringify(rows, { header: true, columns, escape_formulas: true });
}

function round(value: number): number {
  return Number(value.toFixed(2));
}
