import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FORMATS } from '../../../../src/main/interchange/formats/formats.ts';
import { formatNamed } from '../../../../src/main/interchange/import/recognise.ts';
import { openSource } from '../../../../src/main/interchange/import/source.ts';
import { WRITTEN_FORMATS } from '../../../../src/shared/interchange/formats.ts';
import { rectangle } from '../../../helpers/export-dataset.ts';
import { documentOf, exportDataset, labelOf } from '../../../helpers/export-documents.ts';
import { folderOf, readAll } from '../../../helpers/foreign-files.ts';
import { FOREIGN_SOURCES } from '../../../helpers/foreign-sources.ts';
import { writeAll } from '../../../helpers/interchange.ts';

/** All formats that take a source for theirs, but masks where another one does: it comes last, and takes any pair of pictures. */
async function takers(path: string): Promise<string[]> {
  const source = await openSource(path);
  try {
    const ids: string[] = [];
    for (const format of FORMATS) if ((await format.recognise(source)) !== null) ids.push(format.id);
    return ids.length > 1 ? ids.filter(id => id !== 'masks') : ids;
  } finally {
    await source.close();
  }
}

it('masks, which take any pair of pictures, are asked last', () => {
  expect(FORMATS.at(-1)?.id).toBe('masks');
});

describe('a source', () => {
  it.each(Object.entries(FOREIGN_SOURCES))(
    'of %s is recognised as that and nothing else, and read',
    async (id, files) => {
      const path = folderOf({ ...files, 'a.jpg': 'jpg' });
      expect(await takers(path)).toEqual([id]);
      const { images } = await readAll(FORMATS.find(format => format.id === id)!, path);
      expect(images.map(({ labels, notes, picture }) => [labels.map(label => label.class), notes, picture])).toEqual([
        [['crack'], [], { path: 'a.jpg' }],
      ]);
    },
  );

  it.each(WRITTEN_FORMATS)('that was written as %s is recognised as that and nothing else', async id => {
    const document = documentOf({
      image: 'a.png',
      width: 12,
      height: 12,
      labels: [labelOf('x', rectangle(1, 1, 5, 5))],
    });
    const { path } = await writeAll(formatNamed(id), exportDataset([document]));
    expect(await takers(path)).toEqual([id]);
  });

  const fixtures = join(import.meta.dirname, '../../../fixtures/interchange');
  it.each(readdirSync(fixtures))('of %s is at most of one format', async name => {
    const ids = await takers(join(fixtures, name));
    expect(ids.filter(id => id !== 'masks').length).toBeLessThanOrEqual(1);
  });
});
