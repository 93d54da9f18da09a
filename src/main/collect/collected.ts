import { randomBytes } from 'node:crypto';
import { relative, sep } from 'node:path';
import * as z from 'zod';
import { writeFileAtomic } from '../../node/atomic-file.ts';
import { filesBelow, makeFolder, namesIn } from '../../node/folders.ts';
import { moveInside } from '../../node/move.ts';
import type { ProjectPath } from '../../node/project-path.ts';
import { removeFolder } from '../../node/remove.ts';
import type { CollectedSample } from '../../shared/contract-collect.ts';
import { fileError, StudioError, usageError } from '../../shared/errors.ts';
import type { Roi } from '../../shared/geometry/roi.ts';
import type { Point } from '../../shared/schemas/point.ts';
import { mapConcurrently } from '../files/concurrency.ts';
import { exists } from '../files/listing.ts';
import { FILES_PREFIX, THUMBNAILS_PREFIX } from '../files/opened-files.ts';
import { readBytes, readText, statOf } from '../files/read.ts';
import { resolveInside } from '../files/resolve-inside.ts';
import type { ProjectLayout } from '../layout/project-layout.ts';
import { SAMPLE_FILES, type SampleKind, samplePath } from './sample-files.ts';

/** What the list needs of a sample's metadata; the reference pipeline writes the first three. */
const metaSchema = z.object({
  pos_ms: z.number(),
  frame_index: z.int().nonnegative(),
  label_tag: z.string().default('unk'),
  roi_poly_full: z.array(z.tuple([z.number(), z.number()])).default([]),
  video_bytes: z.int().optional(),
});

const KINDS = Object.keys(SAMPLE_FILES) as SampleKind[];

/** The samples of one video in a project: `data/dl_dataset/<video>/`. */
export class CollectedSamples {
  readonly #layout: ProjectLayout;
  readonly #name: string;
  readonly folder: ProjectPath;

  /** `name`: of the folder, see `sampleFolderName`. */
  constructor(layout: ProjectLayout, name: string) {
    this.#layout = layout;
    this.#name = name;
    this.folder = this.#layout.dataset.join(name);
  }

  /** By frame; those of another video of the same name (`bytes` differs) are left out. Throws a StudioError. */
  async list(bytes: number): Promise<CollectedSample[]> {
    const names = await namesIn(this.folder.join('images'));
    const bases = names.filter(name => name.endsWith('.png') && !name.startsWith('.')).map(name => name.slice(0, -4));
    const samples = await mapConcurrently(bases, base => this.read(base, bytes));
    return samples.filter(sample => sample !== null).sort((a, b) => a.frame - b.frame || (a.base < b.base ? -1 : 1));
  }

  /** One sample, or null when it lacks metadata that can be read or is of another video. */
  async read(base: string, bytes?: number): Promise<CollectedSample | null> {
    const meta = await readMeta(samplePath(this.folder, 'meta', base));
    if (!meta || (bytes !== undefined && (meta.video_bytes ?? bytes) !== bytes)) return null;
    const image = samplePath(this.folder, 'images', base);
    const preview = samplePath(this.folder, 'previews', base);
    const training = this.trainingName(base);
    return {
      ...{ base, frame: meta.frame_index, timeMs: meta.pos_ms, tag: meta.label_tag, roi: meta.roi_poly_full },
      imageUrl: this.#url(image),
      thumbnailUrl: await this.#thumbnailUrl((await exists(preview)) ? preview : image),
      trainingImage: (await exists(this.#layout.image(training))) ? training : null,
    };
  }

  /** A name among the training images: the video first, so that frames of two videos never overwrite each other. */
  trainingName(base: string): string {
    return `${this.#name}__${base}.png`;
  }

  /** Copies the image to the training images; false when one is there already. Throws a StudioError. */
  async addToTraining(base: string): Promise<boolean> {
    const target = this.#layout.image(this.trainingName(base));
    if (await exists(target)) return false;
    await makeFolder(this.#layout.images);
    await writeFileAtomic(target, await readBytes(this.#file('images', base)));
    return true;
  }

  /** Moves a sample aside to a folder of the trash, whose name is `undo`. Throws a StudioError; nothing has moved then. */
  async delete(base: string): Promise<{ undo: string; notice: string | null }> {
    const undo = `${Date.now().toString(36)}-${randomBytes(4).toString('hex')}`;
    const files = KINDS.map(kind => this.#file(kind, base));
    const training = this.trainingName(base);
    const labelled = await this.#isLabelled(training);
    if (!labelled) files.push(this.#layout.image(training));
    const there = await mapConcurrently(files, async file => ((await exists(file)) ? [file] : []));
    if (there.flat().length === 0) throw usageError(`There is no sample named ${base}; it may be deleted already.`);
    const { root, trash } = this.#layout;
    await moveAll(there.flat().map(file => [file, trash.join(undo, relative(root.path, file.path))]));
    const stays = labelled && `${training} stays in the training set, because it is labelled.`;
    return { undo, notice: stays || null };
  }

  async #isLabelled(image: string): Promise<boolean> {
    const places = [this.#layout.label(image), this.#layout.mask(image)];
    return (await Promise.all(places.map(exists))).includes(true);
  }

  #file(kind: SampleKind, base: string): ProjectPath {
    return resolveInside(this.folder.join(kind), base + SAMPLE_FILES[kind]);
  }

  /** The address of a file of the project, which the shell serves under `project`. */
  #url(file: ProjectPath, prefix = FILES_PREFIX): string {
    const path = relative(this.#layout.root.path, file.path).split(sep).map(encodeURIComponent).join('/');
    return `${prefix}project/${path}`;
  }

  /** With the file's time: another address for what a frame saved anew may look like. */
  async #thumbnailUrl(file: ProjectPath): Promise<string> {
    const { mtimeMs } = await statOf(file).catch(() => ({ mtimeMs: 0 }));
    return `${this.#url(file, THUMBNAILS_PREFIX)}?v=${Math.round(mtimeMs)}`;
  }
}

/** Brings back what `delete` moved aside. Throws a StudioError when it is gone, or a new file has its name. */
export async function restoreSample({ root, trash }: ProjectLayout, undo: string): Promise<void> {
  const deleted = resolveInside(trash, undo);
  const files = await filesBelow(deleted);
  if (files.length === 0) throw usageError('That sample cannot be brought back: it is no longer in the trash.');
  await moveAll(files.map(file => [file, root.at(relative(deleted.path, file.path))]));
  await removeFolder(deleted);
}

/** Moves all files or, when one cannot be moved, none. */
async function moveAll(moves: readonly (readonly [from: ProjectPath, to: ProjectPath])[]): Promise<void> {
  const done: (readonly [ProjectPath, ProjectPath])[] = [];
  try {
    for (const [from, to] of moves) {
      await makeFolder(to.parent);
      if (await exists(to)) throw new StudioError(`Cannot move ${from}: ${to} is in the way.`);
      await moveInside(from, to);
      done.push([from, to]);
    }
  } catch (error) {
    for (const [from, to] of done) await moveInside(to, from).catch(() => {});
    throw fileError('write', moves[done.length]![1].path, error);
  }
}

/** Whether a sample was cut by this ROI. */
export function isRoi(points: readonly Point[], { vertices }: Roi): boolean {
  return points.length === vertices.length && points.every(([x, y], i) => x === vertices[i].x && y === vertices[i].y);
}

async function readMeta(file: ProjectPath): Promise<z.infer<typeof metaSchema> | null> {
  try {
    return metaSchema.parse(JSON.parse(await readText(file)));
  } catch {
    return null;
  }
}
