import type { InterchangeFormat } from '../../../shared/interchange/formats.ts';
import type { ClassMap } from '../../../shared/interchange/map-classes.ts';
import type { Format, Reading } from '../formats/format.ts';
import { FORMATS } from '../formats/formats.ts';
import { Pictures } from './import-pictures.ts';
import { recogniseFormat } from './recognise.ts';
import { openSource } from './source.ts';

export interface ImportOptions {
  /** A folder, a zip or a file. */
  readonly source: string;
  /** Another folder or zip with the pictures. */
  readonly images?: string | undefined;
  readonly format: InterchangeFormat | 'auto';
  /** For classes that are to be called otherwise, or left out. */
  readonly classes: ClassMap;
  /** What an image is of which nobody said whether there is a crack in it. */
  readonly missing: 'unlabelled' | 'empty';
  /** What happens to labels that an image has already. */
  readonly existing: 'keep' | 'replace' | 'add';
  /** What becomes of masks with soft edges: left out when absent, or cut at half of their largest value. */
  readonly soft?: 'skip' | 'half' | undefined;
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
  close(): Promise<void>;
}

/** Opens the source of an import and what belongs to it. Throws a StudioError. */
export async function openImportSource(options: ImportOptions): Promise<ImportSource> {
  const source = await openSource(options.source);
  try {
    const { format, reason } = await recogniseFormat(source, options.format, options.formats ?? FORMATS);
    const reading = await format.read(source, { threshold: options.soft === 'half' });
    const pictures = await Pictures.open(source, options.images);
    const close = () => Promise.all([source.close(), pictures.close()]).then(() => undefined);
    return { path: options.source, format, recognised: reason, reading, pictures, close };
  } catch (error) {
    await source.close();
    throw error;
  }
}
