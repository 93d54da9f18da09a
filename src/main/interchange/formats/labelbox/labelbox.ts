import type { Source } from '../../import/source.ts';
import type { Format } from '../format.ts';
import type { FoundImage } from '../found-image.ts';
import { readFoundImages } from '../found-images-reader.ts';
import { isJsonList, parseElement, scanJsonList } from '../json-elements.ts';
import { firstJson, jsonFiles } from '../json-files-reader.ts';
import { isLabelboxRow, labelboxImage } from './labelbox-row.ts';

/** How many files are opened to see what they are. */
const TRIED = 4;

/** Labelbox, export version 2: a row of JSON for each image. */
export const labelbox: Format<'labelbox'> = {
  id: 'labelbox',
  title: 'Labelbox (NDJSON, export v2)',
  async recognise(source) {
    const json = await firstJson(source, ({ first }) => isLabelboxRow(first));
    if (json !== null) return `${json} with rows of Labelbox`;
    for (const file of source.files.filter(isLines).slice(0, TRIED)) {
      const [first] = rowsOf(await source.readUtf8(file));
      if (isLabelboxRow(first)) return `${file} with rows of Labelbox`;
    }
    return null;
  },
  read: async source => readFoundImages(source, { files: rowFiles(source), imagesOf }),
};

const isLines = (file: string) => /\.(ndjson|jsonl)$/i.test(file);

function rowFiles(source: Source): string[] {
  const lines = source.files.filter(isLines);
  return lines.length > 0 ? lines : jsonFiles(source);
}

function* imagesOf(bytes: Uint8Array): Generator<FoundImage | null> {
  let isFirst = true;
  for (const row of rowsOf(bytes)) {
    if (isFirst && !isLabelboxRow(row)) throw new Error('it is not of Labelbox');
    isFirst = false;
    yield labelboxImage(row);
  }
}

/** One a line, or the elements of a list. */
function* rowsOf(bytes: Uint8Array): Generator<unknown> {
  if (isJsonList(bytes)) {
    const places: [start: number, end: number][] = [];
    scanJsonList(bytes, (start, end) => places.push([start, end]));
    for (const [start, end] of places) yield parseElement(bytes, start, end);
    return;
  }
  const NEWLINE = 0x0a;
  for (let start = 0; start < bytes.length; ) {
    const found = bytes.indexOf(NEWLINE, start);
    const end = found < 0 ? bytes.length : found;
    // A blank line is no row.
    if (bytes.subarray(start, end).some(byte => byte > 0x20)) yield parseElement(bytes, start, end);
    start = end + 1;
  }
}
