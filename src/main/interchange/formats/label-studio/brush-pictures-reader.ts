import { StudioError } from '../../../../shared/errors.ts';
import { decodeMask } from '../../import/pictures.ts';
import type { Source } from '../../import/source.ts';
import { ImageShapes } from '../../shapes/image-shapes.ts';
import type { ForeignImage } from '../foreign.ts';
import type { Reading } from '../format.ts';
import { isPictureName } from '../names.ts';
import { takeBrush } from './label-studio-reader.ts';

/** `task-1-annotation-1-by-1-tag-crack-0.png`: task, annotation, who, control, class, count. */
const NAME = /(?:^|\/)task-(\d+)-annotation-(\d+)-by-[^-]*-([^-/]*)-([^/]*)-\d+\.png$/i;

export function isBrushPicture(file: string): boolean {
  return NAME.test(file);
}

/**
 * The brush masks of Label Studio's PNG export: a picture for each region. They bear the number of the task and not the name of its
 * picture, so that only those of one task beside one picture can be told. Throws a StudioError for others.
 */
export async function readBrushPictures(source: Source): Promise<Reading> {
  const masks = source.files.filter(isBrushPicture);
  const pictures = source.files.filter(file => isPictureName(file) && !isBrushPicture(file));
  const tasks = new Set(masks.map(file => NAME.exec(file)?.[1]));
  if (tasks.size !== 1 || pictures.length !== 1) {
    throw new StudioError(
      `Cannot read ${source.path}: Label Studio's PNG files name tasks and not pictures, so nobody can tell whose masks they are; export JSON there, which holds the brushes, too.`,
    );
  }
  const newest = masks.reduce((most, file) => Math.max(most, annotationOf(file)), 0);
  const files = masks.filter(file => annotationOf(file) === newest);
  return {
    classes: [...new Set(files.map(classOf))],
    count: 1,
    async *images() {
      yield await imageOf(source, files, pictures[0], masks.length - files.length);
    },
  };
}

const annotationOf = (file: string) => Number(NAME.exec(file)?.[2]);
const classOf = (file: string) => (NAME.exec(file)?.[4] ?? '').trim();

async function imageOf(
  source: Source,
  files: readonly string[],
  picture: string,
  others: number,
): Promise<ForeignImage> {
  const name = picture.replace(/^.*\//, '');
  const shapes = new ImageShapes(name, null);
  if (others > 0) shapes.note('other-annotations', `${others} masks more`);
  let size: ForeignImage['size'] = null;
  for (const file of files) {
    const mask = await decodeMask(await source.read(file));
    if (!mask || (size && (mask.width !== size.width || mask.height !== size.height))) {
      shapes.note('bad-file', file);
      continue;
    }
    size = { width: mask.width, height: mask.height };
    takeBrush({ top: 0, mask }, classOf(file), shapes, file);
  }
  return {
    ...{
      name,
      size,
      labels: shapes.labels,
      pixels: null,
      side: null,
      notes: shapes.notes(),
      picture: { path: picture },
    },
    state: shapes.labels.length > 0 ? 'labelled' : 'unknown',
  };
}
