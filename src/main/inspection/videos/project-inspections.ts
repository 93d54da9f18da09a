import { basename, dirname } from 'node:path';
import { namesIn } from '../../../node/folders.ts';
import { provenFile } from '../../../node/open-file.ts';
import type { ProjectPath } from '../../../node/project-path.ts';
import type { Input, Output } from '../../../shared/contract.ts';
import { predictionModeSchema } from '../../../shared/contract-inspect.ts';
import type { InspectionId, InspectionRow } from '../../../shared/contract-inspections.ts';
import { StudioError, usageError } from '../../../shared/errors.ts';
import { verticesOf } from '../../../shared/geometry/roi.ts';
import type { FrameIndex } from '../../../shared/schemas/video.ts';
import { sampleFolderName } from '../../collect/sample-folder.ts';
import { formOf, roiOf, videoPath } from '../../collect/video-list.ts';
import { fullPath } from '../../files/full-path.ts';
import { isPlainName } from '../../files/resolve-inside.ts';
import type { JobContext } from '../../jobs/jobs.ts';
import { openPredictor } from '../../jobs/predictor.ts';
import type { SpawnWorker } from '../../jobs/worker-host.ts';
import { openFrameIndex } from '../../media/frame-index.ts';
import type { OpenProject } from '../../project/open-project.ts';
import type { ProjectHolder } from '../../project/project-holder.ts';
import { modelPath } from '../model-path.ts';
import { inspectInProject } from '../reference/inspect-in-project.ts';
import { otherVideo, readEvents, readSettings } from './inspection-files.ts';
import { publishInspection } from './inspection-progress.ts';
import { type InspectionChoices, startInspection } from './start-inspection.ts';
import { writeExports } from './write-exports.ts';

type Start = Input<'inspections.start'>;

interface ProjectInspectionsOptions {
  readonly project: ProjectHolder;
  readonly spawnWorker: SpawnWorker;
  /** For indexes of videos. Default: the user's. */
  readonly cache?: string;
}

/** Inspects whole videos into the open project, one at a time. All throw a StudioError. */
export class ProjectInspections {
  readonly #options: ProjectInspectionsOptions;
  #running: { readonly job: string | null } | null = null;

  constructor(options: ProjectInspectionsOptions) {
    this.#options = options;
  }

  start(choices: Start, context: JobContext): Promise<InspectionId> {
    return this.#alone(choices, context, (open, context) => this.#inspect(open, choices, context));
  }

  reference(choices: Input<'inspections.reference'>, context: JobContext): Promise<Output<'inspections.reference'>> {
    return this.#alone(choices, context, (open, context) => inspectInProject(open, this.#options, choices, context));
  }

  /** One at a time, for as long as its project is open. */
  async #alone<T>(
    { job }: { job?: string | undefined },
    context: JobContext,
    inspect: (open: OpenProject, context: JobContext) => Promise<T>,
  ): Promise<T> {
    const open = this.#options.project.writable();
    if (this.#running) throw usageError('An inspection runs already: wait until it has ended, or cancel it.');
    this.#running = { job: job ?? null };
    try {
      return await inspect(open, { ...context, signal: AbortSignal.any([context.signal, open.closing]) });
    } catch (error) {
      if (!open.closing.aborted) throw error;
      const sentence =
        'The inspection was stopped, for its project was closed: what was done so far is kept, and it can be resumed.';
      throw new StudioError(sentence, 'failure', { cause: error });
    } finally {
      this.#running = null;
    }
  }

  async #inspect(open: OpenProject, choices: Start, { signal, progress }: JobContext): Promise<InspectionId> {
    const { spawnWorker, cache } = this.#options;
    const model = await modelPath(choices.model, open.layout.models);
    const video = await provenFile(videoPath(open.layout, fullPath(choices.video, 'a video')));
    const form = formOf(open.project, basename(video));
    const onProgress = ({ frames }: { frames: number }) => progress(frames, 0, `${frames} frames counted`);
    const index = await openFrameIndex(video, { cache, form, signal, urgency: 'background', onProgress });
    const done = await makeExports(open, index, choices, signal);
    if (done) return done;
    const settings = await settingsOf(open, index, choices);
    const predictor = await openPredictor({ model, device: choices.device, spawnWorker, signal });
    try {
      const { folder } = await startInspection({
        ...{ ...settings, index, model, predictor, out: open.layout.inspections, signal },
        exports: choices,
        onProgress: publishInspection(progress),
      });
      return { video: basename(dirname(folder)), time: basename(folder) };
    } finally {
      predictor.close();
    }
  }

  async list(): Promise<Output<'inspections.list'>> {
    const { layout } = this.#options.project.get();
    const rows: InspectionRow[] = [];
    for (const video of (await namesIn(layout.inspections)).filter(isPlainName)) {
      for (const time of (await namesIn(layout.inspections.join(video))).filter(isPlainName)) {
        // A folder that holds something else is none of ours.
        const row = await rowOf({ video, time }, layout.inspection(video, time)).catch(() => null);
        if (row) rows.push(row);
      }
    }
    const latest = rows.sort((a, b) => (a.time < b.time ? 1 : a.time > b.time ? -1 : a.video < b.video ? -1 : 1));
    return { inspections: latest, running: this.#running?.job ?? null };
  }
}

/** Makes what is asked for of an inspection that came to its end, which takes no model; null where it has not. */
async function makeExports(
  { layout }: OpenProject,
  index: FrameIndex,
  { resume: time, ...exports }: Start,
  signal: AbortSignal,
): Promise<InspectionId | null> {
  if (time === undefined) return null;
  const video = sampleFolderName(index.info.path);
  const folder = layout.inspection(video, time);
  const [settings, found] = [await readSettings(folder), await readEvents(folder)];
  if (!settings || !found) return null;
  if (settings.video.size !== index.info.size) throw otherVideo(index.info.path);
  await writeExports({ index, folder, settings, exports, signal }, found);
  return { video, time };
}

/** What is to be inspected and how: as chosen, or as the inspection that goes on was begun. */
async function settingsOf(
  { layout, project }: OpenProject,
  { info }: FrameIndex,
  choices: Start,
): Promise<Partial<InspectionChoices>> {
  if (choices.resume === undefined) {
    const { startMs, endMs, every, threshold, mode, minAreaPx, minLengthPx } = choices;
    const roi = choices.roi === undefined ? roiOf(project, basename(info.path)) : choices.roi;
    return { startMs, endMs, every, threshold, mode, minAreaPx, minLengthPx, roi: verticesOf(roi) };
  }
  const folder = layout.inspection(sampleFolderName(info.path), choices.resume);
  const begun = await readSettings(folder);
  if (!begun) throw usageError(`There is no inspection in ${folder} to go on with: begin one.`);
  return {
    ...{ resume: choices.resume, roi: verticesOf(begun.roi), every: begun.every, threshold: begun.threshold },
    ...{ startMs: begun.start_ms ?? undefined, endMs: begun.end_ms ?? undefined },
    ...{ minAreaPx: begun.min_area_px, minLengthPx: begun.min_length_px },
    mode: predictionModeSchema.catch('trained').parse(begun.mode),
  };
}

async function rowOf(id: InspectionId, folder: ProjectPath): Promise<InspectionRow | null> {
  const settings = await readSettings(folder);
  if (!settings) return null;
  const found = await readEvents(folder);
  const { video, model, threshold } = settings;
  return { ...id, file: video.name, model: model.name, threshold, events: found?.events.length ?? null };
}
