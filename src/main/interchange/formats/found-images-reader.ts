import type { Source } from '../import/source.ts';
import { ImageShapes } from '../shapes/image-shapes.ts';
import type { ForeignImage } from './foreign.ts';
import type { Reading } from './format.ts';
import { type FoundImage, stateOfFound } from './found-image.ts';
import { isPictureName } from './names.ts';
import { type LabelFiles, type Place, type Survey, survey } from './survey-reader.ts';

/**
 * Reads a tool that keeps images in label files, several in one or each in its own: the files are gone over once for classes and
 * names, and again for the labels, so that memory holds one image. Pictures that no file names but that lie beside those that one
 * does come last: nobody has looked at them. Throws a StudioError when no file can be read.
 */
export async function readFoundImages(source: Source, labelFiles: LabelFiles): Promise<Reading> {
  const all = await survey(source, labelFiles);
  const rest = besides(source, all, labelFiles);
  return {
    classes: all.classes,
    count: all.count + rest.length,
    notes: all.notes,
    async *images() {
      for (const file of all.files) {
        for (const found of labelFiles.imagesOf(await source.readUtf8(file), file)) {
          if (found) yield await foreignImage(found, all.place(found, file));
        }
      }
      for (const path of rest) yield { ...NOBODY_LOOKED, name: path, picture: { path } };
    },
  };
}

const NOBODY_LOOKED = { size: null, state: 'unknown', labels: [], pixels: null, side: null, notes: [] } as const;

function besides({ files }: Source, { pictures }: Survey, { isMask = () => false }: LabelFiles): string[] {
  const folderOf = (file: string) => file.slice(0, file.lastIndexOf('/') + 1);
  const folders = new Set(Array.from(pictures, folderOf));
  return files.filter(
    file => isPictureName(file) && folders.has(folderOf(file)) && !pictures.has(file) && !isMask(file),
  );
}

async function foreignImage(found: FoundImage, { name, picture }: Place): Promise<ForeignImage> {
  const { size, normalised, side, fillsAsCoco } = found;
  const shapes = new ImageShapes(name, fillsAsCoco ? size : null);
  await found.draw(shapes);
  return {
    name,
    size,
    ...(normalised && { normalised }),
    state: stateOfFound(found, shapes),
    labels: shapes.labels,
    pixels: shapes.pixels(),
    side,
    notes: shapes.notes(),
    picture: picture === null ? null : { path: picture },
  };
}
