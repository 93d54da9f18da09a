import { randomUUID } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import * as z from 'zod';
import { writeFileAtomic } from '../../node/atomic-file.ts';
import { makeFolder, namesIn } from '../../node/folders.ts';
import { logError } from '../../node/log.ts';
import type { ProjectPath } from '../../node/project-path.ts';
import { removeFile } from '../../node/remove.ts';
import { type CollectedSample, sampleOptionsSchema } from '../../shared/contract-collect.ts';
import { type Problem, problemOf } from '../../shared/errors.ts';
import { placeRoi, requireRoiInside, verticesOf } from '../../shared/geometry/roi.ts';
import { pointSchema } from '../../shared/schemas/label.ts';
import type { VideoInfo } from '../../shared/schemas/video.ts';
import { readText } from '../files/read.ts';
import { resolveInside } from '../files/resolve-inside.ts';
import { Serial } from '../files/serial.ts';
import type { ProjectLayout } from '../layout/project-layout.ts';
import type { FramePictures, IndexedVideo } from '../media/frame-pictures.ts';
import { frameNearest } from '../media/select-frames.ts';
import { CollectedSamples, isRoi } from './collected.ts';
import { freeBase, sampleBase } from './sample-files.ts';
import { saveSample } from './samples.ts';

/** A frame that is to be saved, as the journal keeps it until it is. */
const saveSchema = z.object({
  save: z.string(),
  video: z.string(),
  /** Its number or, asked for before frames were counted, ms from the first frame to it. */
  frame: z.int().nonnegative().optional(),
  sinceFirstMs: z.number().optional(),
  roi: z.array(pointSchema).nullable(),
  options: sampleOptionsSchema,
});
export type Save = z.infer<typeof saveSchema>;

/** The video that frames are saved from, in the project they go to. */
export interface SaveSource {
  readonly layout: ProjectLayout;
  readonly video: string;
  /** The name of the folder of its samples. */
  readonly samples: string;
  readonly info: VideoInfo;
}

/** What a page asks for. */
export interface SaveRequest extends Omit<Save, 'save' | 'video'> {
  /** The page's name for it. */
  readonly save?: string | undefined;
  /** It was asked for before, and may have been saved. */
  readonly again?: boolean | undefined;
}

export interface SaveQueueOptions {
  /** Counts the frames of a video, if that is not done yet. */
  readonly index: (video: string) => Promise<IndexedVideo>;
  readonly frames: FramePictures;
  readonly signal: AbortSignal;
  /** Hears how each save ended. */
  readonly onSaved: (save: Save, frame: number, sample: CollectedSample | null, problem: Problem | null) => void;
}

/**
 * Saves frames of a video one after the other, behind the user's back: a request is journalled first, so that a crash loses
 * none. What is asked for before the frames are counted waits until they are.
 */
export class SaveQueue {
  readonly #options: SaveQueueOptions;
  readonly #turns = new Map<string, Serial>();
  readonly #known = new Set<string>();

  constructor(options: SaveQueueOptions) {
    this.#options = options;
  }

  /** Refuses nonsense, journals the rest and answers; the work follows. Throws a StudioError. */
  async add(source: SaveSource, { again, ...request }: SaveRequest): Promise<string> {
    const { info, video } = source;
    const vertices = verticesOf(request.roi);
    if (vertices) requireRoiInside(vertices, info.width, info.height);
    sampleBase(0, 0, request.options.tag);
    const save: Save = { ...request, save: request.save ?? randomUUID(), video };
    if (this.#known.has(save.save)) return save.save;
    this.#known.add(save.save);
    try {
      await makeFolder(source.layout.sampleJournal);
      await writeFileAtomic(fileOf(source.layout, save), JSON.stringify(save));
    } catch (error) {
      this.#known.delete(save.save);
      throw error;
    }
    void this.#turn(video).run(async () => {
      // The answer goes out first: starting a decoder holds this process up.
      await setImmediate();
      await this.#run(source, save, again);
    });
    return save.save;
  }

  /** Takes up what a crash left undone of this video. */
  async resume(source: SaveSource): Promise<void> {
    const names = await namesIn(source.layout.sampleJournal);
    const left = await Promise.all(names.map(name => readSave(source.layout, name)));
    for (const save of left) {
      if (save?.video !== source.video || this.#known.has(save.save)) continue;
      this.#known.add(save.save);
      void this.#turn(source.video).run(() => this.#run(source, save, true));
    }
  }

  /** Resolves when all that was asked for so far has ended. */
  async idle(): Promise<void> {
    await Promise.all([...this.#turns.values()].map(turns => turns.run(async () => {})));
  }

  #turn(video: string): Serial {
    const turns = this.#turns.get(video) ?? new Serial();
    this.#turns.set(video, turns);
    return turns;
  }

  async #run(source: SaveSource, save: Save, again = false): Promise<void> {
    const { signal, onSaved } = this.#options;
    let frame = save.frame ?? 0;
    try {
      const of = await this.#options.index(source.video);
      frame = save.frame ?? frameNearest(of.index, of.index.timesMs[0]! + (save.sinceFirstMs ?? 0));
      onSaved(save, frame, await this.#write(source, of, frame, save, again), null);
    } catch (error) {
      // What the end of the studio broke off stays in the journal.
      if (signal.aborted) return;
      logError('saving a frame', error);
      onSaved(save, frame, null, problemOf(error));
    }
    await removeFile(fileOf(source.layout, save)).catch(() => {});
  }

  async #write(
    source: SaveSource,
    of: IndexedVideo,
    frame: number,
    { roi, options }: Save,
    again: boolean,
  ): Promise<CollectedSample> {
    const { index } = of;
    const samples = new CollectedSamples(source.layout, source.samples);
    const placed = placeRoi(verticesOf(roi), index.info.width, index.info.height);
    const wasWritten = again
      ? (await samples.list(index.info.size)).find(
          sample => sample.frame === frame && sample.tag === options.tag && isRoi(sample.roi, placed),
        )
      : undefined;
    const pixels = async () => this.#options.frames.pixels(of, frame, 'save', this.#options.signal);
    // What a crash left of it without an image is written over.
    const name = again
      ? await freeBase(samples.folder, sampleBase(index.timesMs[frame], frame, options.tag), true)
      : undefined;
    const base =
      wasWritten?.base ?? (await saveSample(samples.folder, index, frame, await pixels(), placed, options, name)).base;
    if (options.addToTraining) await samples.addToTraining(base);
    return (await samples.read(base))!;
  }
}

function fileOf({ sampleJournal }: ProjectLayout, { save }: Save): ProjectPath {
  return resolveInside(sampleJournal, `${save}.json`);
}

/** Null for what is no save by that name: in a project of a stranger it may be anything. */
async function readSave(layout: ProjectLayout, name: string): Promise<Save | null> {
  try {
    const save = saveSchema.parse(JSON.parse(await readText(layout.sampleJournal.join(name))));
    return name === `${save.save}.json` && fileOf(layout, save) ? save : null;
  } catch {
    return null;
  }
}
