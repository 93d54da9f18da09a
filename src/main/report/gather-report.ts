import { basename } from 'node:path';
import packageJson from '../../../package.json' with { type: 'json' };
import type { ProjectPath } from '../../node/project-path.ts';
import { StudioError, usageError } from '../../shared/errors.ts';
import type { MeasurementRecord } from '../../shared/measure/measurements-document.ts';
import { scaleFor } from '../../shared/measure/scales.ts';
import type { WidthClasses } from '../../shared/measure/width-classes.ts';
import { type DistanceMark, distanceAt } from '../../shared/report/distance.ts';
import { byStanding, type ReportData, type ReportEvent, type ReportPicture } from '../../shared/report/report-data.ts';
import { unseenStretches } from '../../shared/report/unseen.ts';
import type { CrackEvent, EventsDocument } from '../../shared/schemas/inspection.ts';
import { readEvents, readLooks, readSettings, readVerdicts } from '../inspection/videos/inspection-files.ts';
import { measureInspection } from '../measure/measure-inspection.ts';
import { readScales } from '../measure/project-scales.ts';
import { fieldRows } from './field-rows.ts';
import { modelRows } from './model-rows.ts';
import { peakPicture } from './peak-pictures.ts';
import type { LoadedTemplate } from './read-template.ts';
import { scaleText, settingsRows, videoRows } from './report-rows.ts';
import type { ReportWishes } from './report-wishes.ts';

export interface GatherReport
  extends Pick<ReportWishes, 'folder' | 'layout' | 'values' | 'scale' | 'distance' | 'evaluation' | 'video' | 'cache'> {
  readonly template: LoadedTemplate;
  readonly classes: WidthClasses | null;
  readonly signal: AbortSignal;
  onProgress(done: number, total: number): void;
}

/** A report, and every event as files have it. */
export interface GatheredReport {
  readonly data: ReportData;
  readonly records: ReadonlyMap<number, MeasurementRecord>;
}

/** Pictures in one report; further events are without one. It keeps the file below 20 MB. */
const MOST_PICTURES = 400;

/** Gathers all that a report says of an inspection that came to its end. Throws a StudioError. */
export async function gatherReport(gathering: GatherReport): Promise<GatheredReport> {
  const { folder, layout, template, evaluation, distance, classes, cache, signal, onProgress } = gathering;
  const [settings, document] = [await readSettings(folder), await readEvents(folder)];
  if (!settings || !document) {
    throw usageError(
      `There is no inspection in ${folder} that came to its end: name its folder, or go on with it first.`,
    );
  }
  const known = { date: dateOf(basename(folder.path)) };
  const fields = fieldRows(template.template.fields, gathering.values, known);
  const kept = layout && scaleFor(await readScales(layout), { kind: 'video', video: settings.video.name });
  const scale = gathering.scale ?? kept?.source ?? null;
  const { measurements, from_picture } = await measureInspection({
    ...{ inspection: folder, scale, classes, cache, signal, onProgress },
    video: gathering.video ?? layout?.videos.join(settings.video.name) ?? null,
  });
  const records = new Map(measurements.map(measured => [measured.crack, measured]));
  const looks = await readLooks(folder);
  const data: ReportData = {
    fields,
    video: videoRows(settings, document, looks),
    model: await modelRows(settings.model, layout?.models ?? null, evaluation),
    settings: settingsRows(settings, document),
    frame: { width: document.width, height: document.height },
    unit: scale ? 'mm' : 'px',
    fromPicture: from_picture,
    scale: scale && scaleText(scale, gathering.scale ? null : kept),
    classes: scale && classes,
    events: await eventsOf({ folder, document, records, distance }),
    endMs: settings.end_ms ?? looks.at(-1)?.ms ?? 0,
    unseen: unseenStretches(looks),
    knowsUnseen: looks.some(({ sharpness }) => sharpness !== undefined),
    logo: template.logo,
    studio: packageJson.version,
    madeAt: new Date().toISOString(),
  };
  return { data, records };
}

interface Known {
  readonly folder: ProjectPath;
  readonly document: EventsDocument;
  readonly records: ReadonlyMap<number, MeasurementRecord>;
  readonly distance: readonly DistanceMark[];
}

/** The events in the order of time, with pictures of the findings first. */
async function eventsOf({ folder, document, records, distance }: Known): Promise<ReportEvent[]> {
  const verdicts = await readVerdicts(folder);
  const judged = document.events.map(event => ({ ...event, verdict: verdicts[event.id] ?? null }));
  const { finding, opinion } = byStanding(judged);
  const pictures = new Map<number, ReportPicture | null>();
  for (const event of [...finding, ...opinion].slice(0, MOST_PICTURES)) {
    pictures.set(event.id, await peakPicture(folder, event, document));
  }
  return judged
    .sort((a, b) => a.peak.ms - b.peak.ms)
    .map(event => ({
      ...momentsOf(event),
      verdict: event.verdict,
      distanceM: distanceAt(distance, event.peak.ms),
      box: { x: event.mask.x, y: event.mask.y, width: event.mask.width, height: event.mask.height },
      measured: measurementIn(records, event.id),
      picture: pictures.get(event.id) ?? null,
    }));
}

function measurementIn(records: Known['records'], id: number): MeasurementRecord {
  const measured = records.get(id);
  if (measured) return measured;
  throw new StudioError(`Event ${id} of the inspection could not be measured: inspect the video again.`);
}

function momentsOf({ id, class: name, begin, peak, end, score_max }: CrackEvent) {
  return { id, class: name, begin, peak, end, score_max };
}

/** The day of `20261127T210503`; nothing of another name. */
function dateOf(time: string): string {
  const found = /^(\d{4})(\d\d)(\d\d)T/.exec(time);
  return found ? found.slice(1).join('-') : '';
}
