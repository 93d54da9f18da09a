import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { writeFileAtomic } from '../../../node/atomic-file.ts';
import { listFolder, makeFolder } from '../../../node/folders.ts';
import { type FilePath, type ProjectPath, pathOf, projectPath } from '../../../node/project-path.ts';
import { exists, readBytes, readIfThere } from '../../../node/read-file.ts';
import type { PredictionMode } from '../../../shared/contract-inspect.ts';
import { StudioError } from '../../../shared/errors.ts';
import { LOW_SHARE } from '../../../shared/events/detections.ts';
import type { Vertex } from '../../../shared/geometry/line.ts';
import { placeRoi } from '../../../shared/geometry/roi.ts';
import { MODEL_USAGE } from '../../../shared/model-usage.ts';
import {
  type EventsDocument,
  type Every,
  type InspectionSettings,
  inspectionSettingsSchema,
} from '../../../shared/schemas/inspection.ts';
import type { FrameIndex } from '../../../shared/schemas/video.ts';
import { sampleFolderName } from '../../collect/sample-folder.ts';
import type { Predictor } from '../../jobs/predictor.ts';
import { inspectVideo } from './inspect-video.ts';
import type { InspectionProgress } from './inspection.ts';

/** What a person chooses; what is left out is the model's, or usual. */
export interface InspectionChoices {
  readonly index: FrameIndex;
  readonly model: FilePath;
  readonly predictor: Predictor;
  /** Gets `<name of the video>/<time>/`. */
  readonly out: FilePath;
  readonly roi?: readonly Vertex[] | undefined;
  readonly startMs?: number | undefined;
  readonly endMs?: number | undefined;
  readonly every?: Every | undefined;
  readonly threshold?: number | undefined;
  readonly mode?: PredictionMode | undefined;
  readonly minAreaPx?: number | undefined;
  readonly minLengthPx?: number | undefined;
  /** Go on with the newest of this video that did not come to its end. */
  readonly resume?: boolean | undefined;
  readonly pictures?: boolean | undefined;
  readonly subtitles?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: InspectionProgress) => void) | undefined;
}

const USUAL = { minAreaPx: 50, minLengthPx: 20 } as const;

/** Begins an inspection of a video, or goes on with one. Throws a StudioError. */
export async function startInspection(
  choices: InspectionChoices,
): Promise<{ folder: string; document: EventsDocument }> {
  const { index, predictor, signal, onProgress, pictures = true, subtitles = false } = choices;
  const { width, height } = index.info;
  const roi = placeRoi(choices.roi, width, height);
  const settings = { ...(await settingsOf(choices)), mode: choices.mode ?? ('trained' as const) };
  const folder = await folderFor(choices, settings);
  const document = await inspectVideo({
    index,
    roi,
    predictor,
    settings,
    folder,
    pictures,
    subtitles,
    signal,
    onProgress,
  });
  return { folder: folder.path, document };
}

async function settingsOf(choices: InspectionChoices): Promise<InspectionSettings> {
  const { index, model, predictor, roi, startMs = null, endMs = null, every = 'auto' } = choices;
  const { path, size, modifiedMs, frames } = index.info;
  const named = Number(predictor.metadata.threshold);
  const own = named > 0 && named < 1 ? named : MODEL_USAGE.threshold;
  const threshold = choices.threshold ?? own;
  return {
    version: 1,
    video: { name: basename(path), size, modified_ms: modifiedMs, frames },
    model: {
      name: basename(pathOf(model)),
      sha256: createHash('sha256')
        .update(await readBytes(model))
        .digest('hex'),
    },
    roi: roi ? roi.map(({ x, y }) => [x, y]) : null,
    start_ms: startMs,
    end_ms: endMs,
    every,
    threshold,
    low: threshold * LOW_SHARE,
    mode: choices.mode ?? 'trained',
    min_area_px: choices.minAreaPx ?? USUAL.minAreaPx,
    min_length_px: choices.minLengthPx ?? USUAL.minLengthPx,
  };
}

async function folderFor(
  { out, index, resume }: InspectionChoices,
  settings: InspectionSettings,
): Promise<ProjectPath> {
  const videos = projectPath(out).join(sampleFolderName(index.info.path));
  if (resume) return unfinished(videos, settings);
  await makeFolder(out);
  const folder = await freeFolder(videos);
  await makeFolder(folder);
  await writeFileAtomic(folder.join('settings.json'), `${JSON.stringify(settings, null, 1)}\n`);
  return folder;
}

/** Named by the time of its beginning, `20261127T210503`. */
async function freeFolder(videos: ProjectPath): Promise<ProjectPath> {
  const time = new Date().toISOString().slice(0, 19).replaceAll(/[-:]/g, '');
  for (let i = 0; ; i++) {
    const folder = videos.join(i === 0 ? time : `${time}_${i}`);
    if (!(await exists(folder))) return folder;
  }
}

/** The newest inspection with these settings that did not come to its end. Throws a StudioError where there is none. */
async function unfinished(videos: ProjectPath, settings: InspectionSettings): Promise<ProjectPath> {
  const names = (await exists(videos)) ? (await listFolder(videos)).sort().reverse() : [];
  let other = false;
  for (const name of names) {
    const folder = videos.join(name);
    const text = await readIfThere(folder.join('settings.json'));
    if (!text || (await exists(folder.join('events.json')))) continue;
    const kept = inspectionSettingsSchema.safeParse(JSON.parse(text.toString('utf8')));
    if (kept.success && JSON.stringify(kept.data) === JSON.stringify(inspectionSettingsSchema.parse(settings)))
      return folder;
    other = true;
  }
  throw new StudioError(
    other
      ? `The inspection begun in ${videos} was made with another model or other settings: name the same ones, or begin anew.`
      : `There is no inspection in ${videos} to go on with: begin one.`,
  );
}
