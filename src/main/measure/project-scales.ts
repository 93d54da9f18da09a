import { basename } from 'node:path';
import { writeFileAtomic } from '../../node/atomic-file.ts';
import { readIfThere } from '../../node/read-file.ts';
import type { Output } from '../../shared/contract.ts';
import type { ScaledPicture } from '../../shared/contract-measure.ts';
import { parseFrameTime } from '../../shared/dataset/sample-name.ts';
import { StudioError, usageError } from '../../shared/errors.ts';
import { rulerOf, type ScaleSource, shifted } from '../../shared/measure/scale.ts';
import {
  NO_SCALES,
  type ScaleOwner,
  type Scales,
  scaleFor,
  scalesSchema,
  withScale,
} from '../../shared/measure/scales.ts';
import { sampleMetaSchema } from '../../shared/schemas/sample.ts';
import { samplePath } from '../collect/sample-files.ts';
import { Serial } from '../files/serial.ts';
import { readGray } from '../images/png.ts';
import type { ProjectLayout } from '../layout/project-layout.ts';
import type { ProjectHolder } from '../project/project-holder.ts';
import { findMarkers } from './find-markers.ts';

const MOST_BYTES = 16 * 2 ** 20;

/** What a picture's scale is kept with, and where the picture's upper left corner lies there, px. */
interface Place {
  readonly owner: ScaleOwner;
  readonly left: number;
  readonly top: number;
}

/** The scales of the open project, kept with who set them and when. All throw a StudioError. */
export class ProjectScales {
  readonly #project: ProjectHolder;
  readonly #turns = new Serial();

  constructor(project: ProjectHolder) {
    this.#project = project;
  }

  /** The scale of a picture, in its own px. */
  async read(picture: ScaledPicture): Promise<Output<'scale.read'>> {
    const { layout } = this.#project.get();
    return answer(await readScales(layout), await placeOf(layout, picture));
  }

  /** The markers that a training image shows. */
  async markers(image: string): Promise<Output<'scale.markers'>> {
    return { markers: findMarkers(await readGray(this.#project.get().layout.image(image))) };
  }

  /** Keeps a scale, given in px of the picture, with the video that it is from, or with the training images; null takes it away. */
  save(picture: ScaledPicture, source: ScaleSource | null): Promise<Output<'scale.save'>> {
    return this.#turns.run(async () => {
      const { layout, user } = this.#project.writable();
      if (source) requireScale(source);
      const place = await placeOf(layout, picture);
      const kept = source && shifted(source, place.left, place.top);
      const scale = kept && { source: kept, by: user, at: new Date().toISOString() };
      const scales = withScale(await readScales(layout), place.owner, scale);
      await writeFileAtomic(layout.scales, `${JSON.stringify(scales, null, 1)}\n`);
      return answer(scales, place);
    });
  }
}

/** The scales that are kept in a project. Throws a StudioError when the file is damaged. */
export async function readScales({ scales }: ProjectLayout): Promise<Scales> {
  const bytes = await readIfThere(scales, MOST_BYTES);
  if (!bytes) return NO_SCALES;
  try {
    return scalesSchema.parse(JSON.parse(bytes.toString('utf8')));
  } catch (error) {
    throw new StudioError(
      `${scales} is damaged or of another program: move it away and set the scales anew, or put the file back.`,
      'failure',
      { cause: error },
    );
  }
}

/** The scale of a training image, in its px: of the video that it is a crop of, else that of the training images. */
export async function scaleOfImage(layout: ProjectLayout, scales: Scales, image: string): Promise<ScaleSource | null> {
  return answer(scales, await placeOf(layout, { kind: 'image', image })).scale?.source ?? null;
}

function answer(scales: Scales, { owner, left, top }: Place): Output<'scale.read'> {
  const scale = scaleFor(scales, owner);
  return { owner, scale: scale && { ...scale, source: shifted(scale.source, -left, -top) } };
}

async function placeOf(layout: ProjectLayout, picture: ScaledPicture): Promise<Place> {
  if (picture.kind === 'images') return { owner: picture, left: 0, top: 0 };
  if (picture.kind === 'video') return { owner: { kind: 'video', video: basename(picture.video) }, left: 0, top: 0 };
  const image = basename(layout.image(picture.image).path);
  const folder = parseFrameTime(image)?.video;
  const base = image.slice(`${folder}__`.length).replace(/\.png$/i, '');
  const bytes = folder ? await readIfThere(samplePath(layout.dataset.join(folder), 'meta', base), 2 ** 20) : null;
  try {
    const { video_name, bbox_xyxy } = sampleMetaSchema.parse(JSON.parse(bytes?.toString('utf8') ?? ''));
    return { owner: { kind: 'video', video: video_name }, left: bbox_xyxy[0], top: bbox_xyxy[1] };
  } catch {
    // An image that tells no video, or that of another program.
    return { owner: { kind: 'images' }, left: 0, top: 0 };
  }
}

function requireScale(source: ScaleSource): void {
  try {
    rulerOf(source);
  } catch (error) {
    throw usageError(`This scale cannot be used: ${error instanceof Error ? error.message : error}`);
  }
}
