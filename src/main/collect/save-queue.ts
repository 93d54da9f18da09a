import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { writeFileAtomic } from '../../node/atomic-file.ts';
import { makeFolder, namesIn, removeFile } from '../../node/folders.ts';
import type { ProjectPath } from '../../node/project-path.ts';
import { type CollectedSample, sampleOptionsSchema } from '../../shared/contract-collect.ts';
import { type Problem, problemOf } from '../../shared/errors.ts';
import { placeRoi, requireRoiInside, verticesOf } from '../../shared/geometry/roi.ts';
import { pointSchema } from '../../shared/schemas/label.ts';
import type { FrameIndex } from '../../shared/schemas/video.ts';
import { readText } from '../files/read.ts';
import { resolveInside } from '../files/resolve-inside.ts';
import { Serial } from '../files/serial.ts';
import type { ProjectLayout } from '../layout/project-layout.ts';
import type { FramePictures } from '../media/frame-pictures.ts';
import { CollectedSamples } from './collected.ts';
import { sampleBase } from './sample-files.ts';
import { saveSample } from './samples.ts';

/** A frame that is to be saved, as the journal keeps it until it is. */
const saveSchema = z.object({
  save: z.string(),
  video: z.string(),
  frame: z.int().nonnegative(),
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
  readonly index: FrameIndex;
}

export interface SaveQueueOptions {
  readonly frames: FramePictures;
  readonly signal: AbortSignal;
  /** Hears how each save ended. */
  readonly onSaved: (save: Save, sample: CollectedSample | null, problem: Problem | null) => void;
}

/** Saves frames one after the other, behind the user's back: a request is journalled first, so that a crash loses none. */
export class SaveQueue {
  readonly #options: SaveQueueOptions;
  readonly #turns = new Serial();
  readonly #known = new Set<string>();

  constructor(options: SaveQueueOptions) {
    this.#options = options;
  }

  /** Refuses nonsense, journals the rest and answers; the work follows. Throws a StudioError. */
  async add(source: SaveSource, request: Omit<Save, 'save' | 'video'>): Promise<string> {
    const { info } = source.index;
    const vertices = verticesOf(request.roi);
    if (vertices) requireRoiInside(vertices, info.width, info.height);
    sampleBase(0, 0, request.options.tag);
    const save: Save = { ...request, save: randomUUID(), video: source.video };
    this.#known.add(save.save);
    await makeFolder(source.layout.sampleJournal);
    await writeFileAtomic(fileOf(source.layout, save), JSON.stringify(save));
    void this.#turns.run(() => this.#run(source, save));
    return save.save;
  }

  /** Takes up what a crash left undone of this video. */
  async resume(source: SaveSource): Promise<void> {
    const names = await namesIn(source.layout.sampleJournal);
    const left = await Promise.all(
      names.filter(name => name.endsWith('.json')).map(name => readSave(source.layout.sampleJournal.join(name))),
    );
    for (const save of left) {
      if (save?.video !== source.video || this.#known.has(save.save)) continue;
      this.#known.add(save.save);
      void this.#turns.run(() => this.#run(source, save, true));
    }
  }

  /** Resolves when all that was asked for so far has ended. */
  async idle(): Promise<void> {
    await this.#turns.run(async () => {});
  }

  async #run(source: SaveSource, save: Save, again = false): Promise<void> {
    const { signal, onSaved } = this.#options;
    try {
      if (signal.aborted) return;
      onSaved(save, await this.#write(source, save, again), null);
    } catch (error) {
      // What the end of the studio broke off stays in the journal.
      if (signal.aborted) return;
      onSaved(save, null, problemOf(error));
    }
    await removeFile(fileOf(source.layout, save)).catch(() => {});
  }

  async #write(source: SaveSource, { frame, roi, options }: Save, again: boolean): Promise<CollectedSample> {
    const { index, video } = source;
    const samples = new CollectedSamples(source.layout, source.samples);
    const placed = placeRoi(verticesOf(roi), index.info.width, index.info.height);
    const wasWritten = again
      ? (await samples.list(index.info.size)).find(sample => sample.frame === frame && sample.tag === options.tag)
      : undefined;
    const pixels = async () => this.#options.frames.pixels(video, index, frame);
    const base =
      wasWritten?.base ?? (await saveSample(samples.folder, index, frame, await pixels(), placed, options)).base;
    if (options.addToTraining) await samples.addToTraining(base);
    return (await samples.read(base))!;
  }
}

function fileOf({ sampleJournal }: ProjectLayout, { save }: Save): ProjectPath {
  return resolveInside(sampleJournal, `${save}.json`);
}

async function readSave(file: ProjectPath): Promise<Save | null> {
  try {
    return saveSchema.parse(JSON.parse(await readText(file)));
  } catch {
    return null;
  }
}
