import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { zipOf } from '../../../helpers/foreign-files.ts';
import { FOREIGN_SOURCES } from '../../../helpers/foreign-sources.ts';
import { imported } from '../../../helpers/imported.ts';
import { folderWith } from '../../../helpers/interchange.ts';

const fixtures = join(import.meta.dirname, '../../../fixtures/interchange');
const picture = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#777' } })
    .png()
    .toBuffer();

describe('labels of a tool that is only read', () => {
  it.each([
    ['40-via-csv', 'verified crack 160'],
    ['40-via2-json', 'verified crack 160'],
    ['40-labelstudio-json', 'verified crack 160'],
    // Its polygons hold the pixels of their vertices: 21 x 9.
    ['40-supervisely', 'verified crack 189'],
  ])('come into a project: %s', async (source, image) => {
    expect((await imported(join(fixtures, source))).images).toEqual({ 'a.png': image });
  });

  it('are not made up where its runs do not add up', async () => {
    const { images, codes } = await imported(join(fixtures, '40-sam'));
    expect(codes).toContain('bad-shape 1');
    expect(JSON.stringify(images)).not.toContain('crack');
  });

  it.each(Object.entries(FOREIGN_SOURCES))('come in from a folder and from a zip: %s', async (id, files) => {
    const png = await (id === 'sam' ? picture(4, 3) : picture(6, 4));
    const own = Object.fromEntries(
      Object.entries(files).map(([name, text]) => [name, text.replaceAll('a.jpg', 'a.png')]),
    );
    const pixels = { sam: 4, supervisely: 12, cityscapes: 12 }[id] ?? 6;
    const expected = `${id === 'sam' ? 'in progress' : 'verified'} crack ${pixels}`;
    for (const source of [folderWith({ ...own, 'a.png': png }), zipOf({ ...own, 'a.png': png })]) {
      const { images, report } = await imported(source);
      expect(report.format).toBe(id);
      expect(images).toEqual({ 'a.png': expected });
    }
  });

  it('find the pictures that lie elsewhere, under the names that Label Studio gives to uploads', async () => {
    const task = (name: string) => ({
      annotations: [{ result: [] }],
      data: { image: `/data/upload/1/0d12ab9f-${name}` },
    });
    const source = folderWith({ 'project.json': [task('crack_one.png'), task('b%20c.png')] });
    const pictures = folderWith({ 'crack one.png': await picture(6, 4), 'b c.png': await picture(6, 4) });
    const { images } = await imported(source, { images: pictures });
    expect(images).toEqual({ 'b c.png': 'verified', 'crack one.png': 'verified' });
  });

  it('of Label Studio fit the picture where only that says how large it is', async () => {
    const values = [
      {
        points: [
          [0, 0],
          [50, 0],
          [50, 50],
          [0, 50],
        ],
        polygonlabels: ['crack'],
      },
      { x: 50, y: 50, width: 50, height: 50, rotation: 0, rectanglelabels: ['crack'] },
    ];
    const result = values.map((value, i) => ({ id: `${i}`, value }));
    const task = { annotations: [{ result }], data: { image: '/data/upload/1/a.png' } };
    const { images } = await imported(folderWith({ 'project.json': [task], 'a.png': await picture(6, 4) }));
    expect(images).toEqual({ 'a.png': 'verified crack 12' });
  });

  it('never take a picture from outside the source, whatever their names say', async () => {
    const outside = folderWith({ 'a.png': await picture(6, 4) });
    const files = JSON.stringify({ x: { filename: join('../..', outside, 'a.png'), size: 1, regions: [] } });
    const { images, codes } = await imported(folderWith({ 'via.json': files }));
    expect([images, codes]).toEqual([{}, ['bad-name 1']]);
  });
});
