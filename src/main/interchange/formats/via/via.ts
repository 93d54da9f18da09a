import type { Source } from '../../import/source.ts';
import type { Format } from '../format.ts';
import { readFoundImages } from '../found-images-reader.ts';
import { firstJson, jsonFiles } from '../json-files-reader.ts';
import { jsonHead } from '../json-head.ts';
import { viaCsvImages, viaTable } from './via-csv.ts';
import { isAnyProject, isViaJson, viaJsonImages } from './via-json.ts';

/** How many tables are opened to see what they are. */
const TRIED = 4;
/** So much of a table is looked at to see whose it is, bytes. */
const HEAD = 2 ** 16;

/** The VGG Image Annotator, versions 1 to 3: projects, annotations as JSON and as CSV. It does not know the size of an image. */
export const via: Format<'via'> = {
  id: 'via',
  title: 'VGG Image Annotator (VIA)',
  async recognise(source) {
    const json = await firstJson(source, isViaJson);
    if (json !== null) return `${json} with regions of VIA`;
    for (const file of tables(source).slice(0, TRIED)) {
      if (viaTable((await source.readUtf8(file)).toString('utf8', 0, HEAD))) return `${file} with the columns of VIA`;
    }
    return null;
  },
  async read(source) {
    const json = await jsonOf(source);
    return readFoundImages(source, {
      files: json.length > 0 ? json : tables(source),
      imagesOf: (bytes, file) => (/\.json$/i.test(file) ? viaJsonImages(bytes) : viaCsvImages(bytes.toString())),
    });
  },
};

/** Who saves a project and exports it, too, has the same labels twice: projects go before annotations, and JSON before tables. */
async function jsonOf(source: Source): Promise<string[]> {
  const [projects, annotations]: [string[], string[]] = [[], []];
  for (const file of jsonFiles(source)) {
    const head = jsonHead(await source.readUtf8(file));
    if (head && isViaJson(head)) (isAnyProject(head) ? projects : annotations).push(file);
  }
  return projects.length > 0 ? projects : annotations;
}

function tables({ files }: Source): string[] {
  return files.filter(file => /\.csv$/i.test(file));
}
