import { randomUUID } from 'node:crypto';
import { basename, join } from 'node:path';
import type { Input, Output } from '../../shared/contract.ts';
import type { CollectedSample, OpenVideo, VideoRow } from '../../shared/contract-collect.ts';
import type { Publish } from '../../shared/emitter.ts';
import { fileError } from '../../shared/errors.ts';
import { placeRoi, verticesOf } from '../../shared/geometry/roi.ts';
import type { Point } from '../../shared/schemas/label.ts';
import type { PictureForm, VideoInfo } from '../../shared/schemas/video.ts';
import { fullPath } from '../files/full-path.ts';
import type { OpenedFiles } from '../files/opened-files.ts';
import { statOf } from '../files/read.ts';
import type { JobContext } from '../jobs/jobs.ts';
import type { IndexProgress } from '../media/count-frames.ts';
import { lookAtVideo } from '../media/first-look.ts';
import { keptFrameIndex } from '../media/frame-index.ts';
import type { IndexedVideo } from '../media/frame-pictures.ts';
import { readFrames, requireFrame } from '../media/frames.ts';
import { Indexing } from '../media/indexing.ts';
import type { OpenVideos } from '../media/open-videos.ts';
import { playable } from '../media/playable.ts';
import { videoNotes } from '../media/probe.ts';
import { makeProxy } from '../media/proxy.ts';
import { selectFrames } from '../media/select-frames.ts';
import type { OpenProject } from '../project/open-project.ts';
import type { ProjectHolder } from '../project/project-holder.ts';
import { cacheFolder } from '../settings.ts';
import { CollectedSamples, restoreSample } from './collected.ts';
import { OpenedVideos } from './opened-videos.ts';
import { sampleFolderName } from './sample-folder.ts';
import { saveSample } from './samples.ts';
import { SaveQueue, type SaveSource } from './save-queue.ts';
import { formOf, listVideos, rememberVideo, roiOf, videoPath, withForm, withRoi } from './video-list.ts';

export interface CollectingOptions {
  readonly project: ProjectHolder;
  readonly videos: OpenVideos;
  readonly openedFiles: OpenedFiles;
  readonly publish: Publish;
  readonly closing: AbortSignal;
  /** For proxies and indexes. Default: the user's cache. */
  readonly cache?: string | undefined;
}

/** Videos that are opened in the project, and the frames that are saved from them. All throw a StudioError. */
export class Collecting {
  readonly #project: ProjectHolder;
  readonly #videos: OpenVideos;
  readonly #openedFiles: OpenedFiles;
  readonly #saves: SaveQueue;
  readonly #publish: Publish;
  readonly #cache: string;
  readonly #opened: OpenedVideos;
  readonly #indexes: string;
  readonly #indexing: Indexing;

  constructor({ project, videos, openedFiles, publish, closing, cache = cacheFolder }: CollectingOptions) {
    this.#project = project;
    this.#videos = videos;
    this.#openedFiles = openedFiles;
    this.#publish = publish;
    this.#cache = cache;
    this.#opened = new OpenedVideos(cache);
    this.#indexes = join(cache, 'frame-index');
    this.#indexing = new Indexing(this.#indexes);
    this.#saves = new SaveQueue({
      index: video => this.#index(video, closing),
      frames: videos.frames,
      signal: closing,
      onSaved: ({ save, video }, frame, sample, problem) =>
        publish('sample.saved', { save, video, frame, sample, problem }),
    });
  }

  /** Shows a video by its index, if that is kept, or by its first frame; takes up the saves that a crash left undone. */
  async openVideo(path: string, form: PictureForm | undefined, { signal }: JobContext): Promise<OpenVideo> {
    fullPath(path, 'a video');
    await statOf(videoPath(this.#project.get().layout, path)).catch(error => {
      throw fileError('read', path, error);
    });
    const name = basename(path);
    const shown = form ?? formOf(this.#project.get().project, name);
    const kept = await keptFrameIndex(path, { form: shown, cache: this.#indexes });
    const look = kept ? undefined : await lookAtVideo(path, shown, signal);
    const video = this.#videos.add(kept?.info ?? look!.info, kept ?? null, look?.picture);
    const { info, index } = this.#videos.get(video);
    await this.#opened.remember(path);
    await this.#changeSettings(open => ({ ...rememberVideo(open, path), ...withForm(open.project, name, shown) }));
    await this.#saves.resume(this.#source(video));
    return {
      ...{ video, name, info, isIndexed: index !== null, timesMs: index?.timesMs ?? promisedTimes(info) },
      url: this.#openedFiles.open(`video-${video}`, path),
      playable: playable(info),
      roi: roiOf(this.#project.get().project, name),
      notice: videoNotes(info).join(' ') || null,
    };
  }

  /** Counts a video's frames, once for all who wait for that. */
  async indexVideo(video: string, { signal, progress }: JobContext): Promise<Output<'video.index'>> {
    const { index } = await this.#index(video, signal, tellProgress(progress));
    return { info: index.info, timesMs: index.timesMs, notice: videoNotes(index.info).join(' ') || null };
  }

  async listVideos(): Promise<VideoRow[]> {
    return listVideos(this.#project.get(), await this.#opened.list());
  }

  /** Makes a copy that Chromium plays; gives its URL. */
  async makeProxy(video: string, { signal, progress }: JobContext): Promise<string> {
    const { info } = this.#videos.get(video);
    const file = join(this.#cache, 'proxies', `${video}.mp4`);
    const onProgress = (doneMs: number) => progress(doneMs, info.durationMs, 'Making a preview that plays here');
    await makeProxy(info, file, { signal, onProgress });
    return this.#openedFiles.open(`proxy-${video}`, file);
  }

  /** Remembers the ROI of a video; null forgets it. */
  async saveRoi(video: string, roi: Point[] | null): Promise<void> {
    this.#project.writable();
    const { name } = this.#videos.get(video);
    await this.#changeSettings(({ project }) => withRoi(project, name, roi));
  }

  /** Has a frame saved; gives the id under which `sample.saved` tells how that ended. */
  async saveSample({ video, ...request }: Input<'sample.save'>): Promise<string> {
    this.#project.writable();
    const { index } = this.#videos.get(video);
    if (index && request.frame !== undefined) requireFrame(index, request.frame);
    return this.#saves.add(this.#source(video), request);
  }

  /** Saves frames that are chosen evenly; gives how many. What is saved when it is aborted stays. */
  async collect(
    { video, roi, options, everyMs, count, startMs, endMs }: Omit<Input<'sample.collect'>, 'job'>,
    { signal, progress }: JobContext,
  ): Promise<number> {
    this.#project.writable();
    const { index } = await this.#index(video, signal);
    const placed = placeRoi(verticesOf(roi), index.info.width, index.info.height);
    const wanted = selectFrames(index, { everyMs, count, startMs, endMs });
    const samples = this.#samples(video);
    let saved = 0;
    const reading = { need: { urgency: 'background' }, signal } as const;
    for await (const { frame, image } of readFrames(index, wanted, reading)) {
      const { base } = await saveSample(samples.folder, index, frame, image, placed, options);
      if (options.addToTraining) await samples.addToTraining(base);
      this.#publish('sample.saved', {
        save: randomUUID(),
        video,
        frame,
        sample: await samples.read(base),
        problem: null,
      });
      progress(++saved, wanted.length, 'Saving frames');
    }
    return saved;
  }

  async listSamples(video: string): Promise<CollectedSample[]> {
    return this.#samples(video).list(this.#videos.get(video).info.size);
  }

  /** Copies the images of samples to the training images; gives how many were not there yet. */
  async addToTraining(video: string, bases: readonly string[]): Promise<number> {
    this.#project.writable();
    const samples = this.#samples(video);
    let added = 0;
    for (const base of bases) if (await samples.addToTraining(base)) added++;
    return added;
  }

  /** Moves a sample aside; `undo` names it for `restoreSample`. */
  async deleteSample(video: string, base: string): Promise<{ undo: string; notice: string | null }> {
    this.#project.writable();
    return this.#samples(video).delete(base);
  }

  async restoreSample(undo: string): Promise<void> {
    await restoreSample(this.#project.writable().layout, undo);
  }

  async #index(video: string, signal: AbortSignal, onProgress = (_: IndexProgress) => {}): Promise<IndexedVideo> {
    const { info, index } = this.#videos.get(video);
    if (index) return { video, index };
    const made = await this.#indexing.run(video, info, { signal, onProgress });
    this.#videos.add(made.info, made);
    return { video, index: made };
  }

  #source(video: string): SaveSource {
    const { info } = this.#videos.get(video);
    return { layout: this.#project.get().layout, video, samples: sampleFolderName(info.path), info };
  }

  #samples(video: string): CollectedSamples {
    const { layout, samples } = this.#source(video);
    return new CollectedSamples(layout, samples);
  }

  /** Changes the settings as they are when its turn comes. Without effect on a project that is read-only. */
  async #changeSettings(change: (open: OpenProject) => object): Promise<void> {
    if (this.#project.get().readOnly) return;
    await this.#project.update(open => ({ settings: { ...open.project.settings, ...change(open) } }));
  }
}

/** Tells how far the counting is, ten times a second at most. */
function tellProgress(progress: JobContext['progress']): (at: IndexProgress) => void {
  let last = 0;
  return ({ frames, doneMs, totalMs }) => {
    if (Date.now() - last < 100) return;
    last = Date.now();
    progress(Math.min(doneMs, totalMs), totalMs, `${frames} so far`);
  };
}

/** When frames are shown if the container keeps its promises. */
function promisedTimes({ frames, averageFps }: VideoInfo): number[] {
  return Array.from({ length: frames }, (_, i) => (i * 1000) / averageFps);
}
