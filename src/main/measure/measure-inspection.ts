import { basename } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { provenFile } from '../../node/open-file.ts';
import { type FilePath, type ProjectPath, pathOf } from '../../node/project-path.ts';
import { readIfThere } from '../../node/read-file.ts';
import { usageError } from '../../shared/errors.ts';
import { fillPoly } from '../../shared/geometry/fill-poly.ts';
import { verticesOf } from '../../shared/geometry/roi.ts';
import { rgbToGray } from '../../shared/image/gray.ts';
import type { GrayImage } from '../../shared/image/gray-image.ts';
import { stretchesOf } from '../../shared/labels/stretches.ts';
import { measureMask } from '../../shared/measure/measure-mask.ts';
import { type Interpretation, measurementOf } from '../../shared/measure/measurement.ts';
import {
  type MeasurementRecord,
  type MeasurementsDocument,
  measurementsDocument,
  measurementsDocumentSchema,
} from '../../shared/measure/measurements-document.ts';
import type { CrackEvent, EventsDocument, InspectionSettings } from '../../shared/schemas/inspection.ts';
import type { PictureForm } from '../../shared/schemas/video.ts';
import { readEvents, readSettings } from '../inspection/videos/inspection-files.ts';
import { openFrameIndex, statVideo } from '../media/frame-index.ts';
import { readFrames } from '../media/frames.ts';

export interface MeasureInspection extends Interpretation {
  /** With settings.json and events.json. */
  readonly inspection: ProjectPath;
  /** The video, which makes widths finer; another one than was inspected, or none, is not looked at. */
  readonly video: FilePath | null;
  /** How its frames became the pictures that were inspected. */
  readonly form?: PictureForm;
  readonly cache?: string | null | undefined;
  readonly signal: AbortSignal;
  /** So many of the cracks are measured. */
  onProgress(done: number, total: number): void;
}

/** Measures every crack of an inspection in the frame that shows it best. Throws a StudioError for one that has not come to its end. */
export async function measureInspection(choices: MeasureInspection): Promise<MeasurementsDocument> {
  const { inspection, scale, classes, signal, onProgress } = choices;
  const [settings, found] = [await readSettings(inspection), await readEvents(inspection)];
  if (!settings || !found)
    throw usageError(`${inspection} holds no inspection that has come to its end: name one that has.`);
  const measurements: MeasurementRecord[] = [];
  const roi = verticesOf(settings.roi);
  const inside = roi && fillPoly(roi, found.width, found.height);
  const measure = async (event: CrackEvent, gray: GrayImage | null) => {
    // Thousands of cracks take minutes, in which others are to be heard.
    await setImmediate();
    signal.throwIfAborted();
    measurements.push(recordOf(event, { found, inside, gray, scale, classes }));
    onProgress(measurements.length, found.events.length);
  };
  const path = await inspectedVideo(choices.video, settings);
  if (path === null) for (const event of found.events) await measure(event, null);
  else {
    const { cache, form } = choices;
    const index = await openFrameIndex(path, { cache, signal, ...(form && { form }), urgency: 'background' });
    const peaks = found.events.map(({ peak }) => peak.frame);
    for await (const { frame, image } of readFrames(index, peaks, { need: { urgency: 'background' }, signal })) {
      const gray = rgbToGray(image);
      for (const event of found.events) if (event.peak.frame === frame) await measure(event, gray);
    }
  }
  measurements.sort((a, b) => a.crack - b.crack);
  return measurementsDocument({ scale, classes, from_picture: path !== null, measurements });
}

/** What was measured of an inspection before; null where there is none, or nothing that can be read. */
export async function keptMeasurements(inspection: ProjectPath): Promise<MeasurementsDocument | null> {
  const bytes = await readIfThere(inspection.join('measurements.json'), 64 * 2 ** 20).catch(() => null);
  try {
    return bytes && measurementsDocumentSchema.parse(JSON.parse(bytes.toString('utf8')));
  } catch {
    return null;
  }
}

async function inspectedVideo(video: FilePath | null, settings: InspectionSettings): Promise<string | null> {
  if (video === null || basename(pathOf(video)) !== settings.video.name) return null;
  try {
    const path = await provenFile(video);
    return (await statVideo(path)).size === settings.video.size ? path : null;
  } catch {
    return null;
  }
}

interface Context extends Interpretation {
  readonly found: EventsDocument;
  /** Where there is a region of interest: its pixels are not 0. */
  readonly inside: GrayImage | undefined;
  readonly gray: GrayImage | null;
}

function recordOf(event: CrackEvent, { found, inside, gray, ...how }: Context): MeasurementRecord {
  const mask = maskOf(event, found);
  const fits = gray?.width === found.width && gray.height === found.height;
  const [crack] = measureMask(mask, {
    gray: fits ? gray : null,
    minAreaPx: 1,
    ...(inside && { insideRoi: (x, y) => inside.data[y * found.width + x] !== 0 }),
  });
  const { id, peak } = event;
  return { image: found.video, crack: id, frame: peak.frame, time: peak.time, ...measurementOf(crack, how) };
}

/** The crack in the full frame. */
function maskOf({ mask }: CrackEvent, { width, height }: EventsDocument): GrayImage {
  const data = new Uint8Array(width * height);
  for (const { y, from, to } of stretchesOf(mask)) data.fill(255, y * width + from, y * width + to);
  return { width, height, data };
}
