import { oneLine } from '../../../../shared/errors.ts';
import type { Note } from '../../../../shared/interchange/notes.ts';
import { isPicture } from '../../import/pictures.ts';
import type { Source } from '../../import/source.ts';
import type { Reading } from '../format.ts';
import { textLines } from '../names.ts';
import {
  type Dialect,
  LABELME_BACKGROUND,
  LABELME_IGNORE,
  labelmeDialect,
  labelmeFileSchema,
  shapesOf,
} from './labelme-file.ts';
import { readImage } from './labelme-image-reader.ts';
import { pictureOf } from './labelme-path.ts';

/** How many files are opened to see what they are. */
const TRIED = 4;

/** Which dialect the first labelme files of a source are of, or null when there are none. */
export async function dialectOf(source: Source): Promise<Dialect | null> {
  for (const file of source.files.filter(isJson).slice(0, TRIED)) {
    const dialect = labelmeDialect(await parsed(source, file).catch(() => null));
    if (dialect) return dialect;
  }
  return null;
}

function isJson(file: string): boolean {
  return /\.json$/i.test(file);
}

async function parsed(source: Source, file: string): Promise<unknown> {
  return JSON.parse((await source.readUtf8(file)).toString());
}

/** A labelme file and the picture that it belongs to, if that is there. */
interface Entry {
  readonly file: string;
  readonly picture: string | null;
}

/** All labelme files of a source, of either dialect, and the pictures that nobody has opened in it. */
export async function readLabelme(source: Source): Promise<Reading> {
  const pictures = source.files.filter(isPicture);
  const [entries, notes, classes]: [Entry[], Note[], Set<string>] = [[], [], await listedClasses(source)];
  for (const file of source.files.filter(isJson)) {
    const json = await parsed(source, file).catch((error: unknown) => {
      notes.push({ code: 'bad-file', detail: `${file}: ${oneLine(error)}` });
      return undefined;
    });
    if (json === undefined) continue;
    if (labelmeDialect(json)) {
      const content = labelmeFileSchema.parse(json);
      for (const shape of shapesOf(content)) if (shape) classes.add(shape.label);
      entries.push({ file, picture: pictureOf(file, content.imagePath, pictures) });
    } else notes.push({ code: 'bad-file', detail: `${file}: it has no shapes of labelme` });
  }
  const opened = new Set(entries.map(({ picture }) => picture));
  const unopened = pictures.filter(picture => !opened.has(picture));
  for (const special of ['', LABELME_BACKGROUND, LABELME_IGNORE]) classes.delete(special);
  return {
    classes: [...classes],
    count: entries.length + unopened.length,
    notes,
    async *images() {
      for (const { file, picture } of entries) yield await readImage(source, file, picture, await parsed(source, file));
      for (const path of unopened) yield { ...NOBODY_LOOKED, name: path, picture: { path } };
    },
  };
}

const NOBODY_LOOKED = { size: null, state: 'unknown', labels: [], pixels: null, side: null, notes: [] } as const;

/** `labels.txt`, by which labelme numbers the classes. */
async function listedClasses(source: Source): Promise<Set<string>> {
  const file = source.files.find(each => /(^|\/)labels\.txt$/i.test(each));
  return new Set(file ? textLines((await source.readUtf8(file)).toString()) : []);
}
