import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { writeFileAtomic } from '../../../node/atomic-file.ts';
import { makeFolder, namesIn } from '../../../node/folders.ts';
import { type FilePath, type ProjectPath, pathOf, projectPath } from '../../../node/project-path.ts';
import { exists, readBytes, readIfThere } from '../../../node/read-file.ts';
import type { PredictionMode } from '../../../shared/contract-inspect.ts';
import { StudioError } from '../../../shared/errors.ts';
import { LOW_SHARE } from '../../../shared/events/detections.ts';
import type { Shard } from '../../../shared/events/shard.ts';
import type { Vertex } from '../../../shared/geometry/line.ts';
import { placeRoi } from '../../../shared/geometry/roi.ts';
import { MODEL_USAGE } from '../../../shared/model-usage.ts';
import {
  type EventExports,
  type EventsDocument,
  type Every,
  type InspectionSettings,
  inspectionSettingsSchema,
} from '../../../shared/schemas/inspection.ts';
import type { FrameIndex } from '../../../shared/schemas/video.ts';
import { sampleFolderName } from '../../collect/sample-folder.ts';
import type { Predictor } from '../../jobs/predictor.ts';
import { inspectShard, inspectVideo } from './inspect-video.ts';
import type { InspectionProgress, InspectVideo } from './inspection.ts';
import { readEvents, sameSettings } from './inspection-files.ts';
import { KnownLooks } from './known-looks.ts';
import { framesToLookAt } from './schedule.ts';
import { joinedFiles, shardFolder } from './shards.ts';
import { writeExports } from './write-exports.ts';

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
  /** Go on with the newest of this video that did not come to its end, or with the one of this name. */
  readonly resume?: boolean | string | undefined;
  /** Put together what all shards of this video saw; the model looks again only where none did. */
  readonly join?: boolean | undefined;
  readonly pictures?: boolean | undefined;
  readonly exports?: EventExports | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: InspectionProgress) => void) | undefined;
}

const USUAL = { minAreaPx: 50, minLengthPx: 20 } as const;

export interface StartedInspection {
  readonly folder: string;
  readonly document: EventsDocument;
  /** There was nothing to go on with: it had come to its end before. */
  readonly wasFinished: boolean;
}

/** Begins an inspection of a video, or goes on with one. Throws a StudioError. */
export async function startInspection(choices: InspectionChoices): Promise<StartedInspection> {
  const settings = await settingsOf(choices);
  const videos = videosFolder(choices);
  const due = framesToLookAt(choices.index, settings);
  const known = choices.join ? new KnownLooks(await joinedFiles(videos, settings, due)) : undefined;
  try {
    const folder = await folderFor(choices, videos, settings);
    const found = choices.resume ? await readEvents(folder) : null;
    const inspection = { ...inspectionOf(choices, settings, folder), known };
    if (found) await writeExports(inspection, found);
    const document = found ?? (await inspectVideo(inspection));
    return { folder: folder.path, document, wasFinished: found !== null };
  } finally {
    await known?.close();
  }
}

/** Looks at one stretch of a video, or goes on with it, for `join`; `looks`: at how many frames. Throws a StudioError. */
export async function startShard(choices: InspectionChoices, shard: Shard): Promise<{ folder: string; looks: number }> {
  const settings = await settingsOf(choices);
  await makeFolder(choices.out);
  const folder = await shardFolder(videosFolder(choices), settings, shard);
  return { folder: folder.path, looks: await inspectShard(inspectionOf(choices, settings, folder), shard) };
}

type Settings = InspectVideo['settings'];

function inspectionOf(choices: InspectionChoices, settings: Settings, folder: ProjectPath): InspectVideo {
  const { index, predictor, signal, onProgress, pictures = true, exports } = choices;
  const roi = placeRoi(choices.roi, index.info.width, index.info.height);
  return { index, roi, predictor, settings, folder, pictures, exports, signal, onProgress };
}

/** Where the inspections of a video are. */
function videosFolder({ out, index }: InspectionChoices): ProjectPath {
  return projectPath(out).join(sampleFolderName(index.info.path));
}

async function settingsOf(choices: InspectionChoices): Promise<Settings> {
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
  { out, resume }: InspectionChoices,
  videos: ProjectPath,
  settings: InspectionSettings,
): Promise<ProjectPath> {
  if (resume) return begunFolder(videos, settings, resume);
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

/** The newest inspection with these settings, first of those that did not come to their end. Throws a StudioError where there is none. */
async function begunFolder(
  videos: ProjectPath,
  settings: InspectionSettings,
  resume: true | string,
): Promise<ProjectPath> {
  const names = typeof resume === 'string' ? [resume] : (await namesIn(videos)).sort().reverse();
  let [other, finished] = [false, undefined as ProjectPath | undefined];
  for (const name of names) {
    const folder = videos.join(name);
    const text = await readIfThere(folder.join('settings.json'));
    if (!text) continue;
    const isDone = await exists(folder.join('events.json'));
    const kept = inspectionSettingsSchema.safeParse(JSON.parse(text.toString('utf8')));
    if (!kept.success || !sameSettings(kept.data, settings)) other ||= !isDone;
    else if (isDone) finished ??= folder;
    else return folder;
  }
  if (finished) return finished;
  throw new StudioError(
    other
      ? `The inspection begun in ${videos} was made with another model or other settings: name the same ones, or begin anew.`
      : `There is no inspection in ${videos} to go on with: begin one.`,
  );
}
