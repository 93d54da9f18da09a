import { ENCODINGS } from '../../../shared/interchange/encodings.ts';
import type { InterchangeFormat } from '../../../shared/interchange/formats.ts';
import type { Answers } from '../../../shared/interchange/import-choices.ts';
import type { ClassMap } from '../../../shared/interchange/map-classes.ts';
import type { Note } from '../../../shared/interchange/notes.ts';
import type { Format, Reading } from '../formats/format.ts';
import { FORMATS } from '../formats/formats.ts';
import { Pictures, picturesIn } from './import-pictures.ts';
import { recogniseFormat } from './recognise.ts';
import { openSource, type Source } from './source.ts';

/** What is asked of every image; the rest is only of use to some sources. */
type Asked = Pick<Answers, 'missing' | 'existing'>;

export interface ImportOptions extends Asked, Partial<Omit<Answers, keyof Asked>> {
  /** A folder, a zip or a file. */
  readonly source: string;
  /** Another folder or zip with the pictures. */
  readonly images?: string | undefined;
  readonly format: InterchangeFormat | 'auto';
  /** For classes that are to be called otherwise, or left out. */
  readonly classes: ClassMap;
  /** How wide lines are, px, where the source gives them no width. Default: by format. */
  readonly lineWidth?: number | undefined;
  /** For tests. Default: all. */
  readonly formats?: readonly Format[];
}

/** Labels of another tool, understood and open. */
export interface ImportSource {
  readonly path: string;
  readonly format: Format;
  /** By what the format was recognised; null when it was named. */
  readonly recognised: string | null;
  readonly reading: Reading;
  readonly pictures: Pictures;
  /** What is to be said of the source as a whole, once it is read. */
  notes(): readonly Note[];
  close(): Promise<void>;
}

/** Opens the source of an import and what belongs to it. Throws a StudioError. */
export async function openImportSource(options: ImportOptions): Promise<ImportSource> {
  const source = await openSource(options.source, options.encoding);
  const other = options.images === undefined ? null : await openBeside(source, options.images);
  const close = async () => void (await Promise.all([source.close(), other?.close()]));
  try {
    const { format, reason } = await recogniseFormat(source, options.format, options.formats ?? FORMATS);
    const reading = await format.read(source, {
      ...{ soft: options.soft, invert: options.invert, isNamed: options.format !== 'auto' },
      ...(other && { elsewhere: picturesIn(other) }),
    });
    const pictures = Pictures.of(source, reading.pictures ?? picturesIn(source), other);
    const notes = () => [...(reading.notes ?? []), ...guessesOf(source)];
    return { path: options.source, format, recognised: reason, reading, pictures, notes, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function openBeside(source: Source, images: string): Promise<Source> {
  return openSource(images).catch(async error => {
    await source.close();
    throw error;
  });
}

function guessesOf({ guesses }: Source): Note[] {
  return [...guesses].map(([file, encoding]) => ({
    code: 'encoding-guessed',
    detail: `${file}: ${ENCODINGS[encoding]}`,
  }));
}
