import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { via } from '../../../../../src/main/interchange/formats/via/via.ts';
import { maskRows } from '../../../../helpers/export-dataset.ts';
import { folderOf, readAll, recognised } from '../../../../helpers/foreign-files.ts';

const SQUARE = { name: 'polygon', all_points_x: [1, 4, 4, 1], all_points_y: [1, 1, 3, 3] };
const region = (shape: object, attributes: object = { class: 'crack' }) => ({
  shape_attributes: shape,
  region_attributes: attributes,
});
const image = (regions: unknown, filename = 'a.jpg') => ({ filename, size: 1234, regions, file_attributes: {} });

/** What a source of one file comes to, with a picture `a.jpg` beside it. */
async function read(name: string, content: unknown) {
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  const path = folderOf({ [name]: text, 'a.jpg': 'jpg' });
  const { reading, images } = await readAll(via, path);
  return { recognised: await recognised(via, path), classes: reading.classes, notes: reading.notes, images };
}

const annotations = (regions: unknown) => read('via_region_data.json', { 'a.jpg1234': image(regions) });
const codes = ({ notes }: { notes: readonly { code: string }[] }) => notes.map(({ code }) => code);

const TABLE = 'filename,file_size,file_attributes,region_count,region_id,region_shape_attributes,region_attributes\n';
const row = (name: string, shape: object, attributes: object, at = ',') =>
  [name, 1234, '"{}"', 1, 0, quoted(shape), quoted(attributes)].join(at);
const quoted = (value: object) => `"${JSON.stringify(value).replaceAll('"', '""')}"`;

describe('labels of VIA', () => {
  it.each([
    ['annotations as JSON', 'via_region_data.json', { 'a.jpg1234': image([region(SQUARE)]) }],
    ['those of VIA 1, whose regions have numbers', 'via.json', { 'a.jpg1234': image({ 0: region(SQUARE) }) }],
    [
      'a project of VIA 2',
      'via_project.json',
      {
        _via_settings: { project: { name: 'x' } },
        _via_img_metadata: { 'a.jpg1234': image([region(SQUARE)]) },
        _via_attributes: { region: { class: { type: 'text' } }, file: {} },
        _via_data_format_version: '2.0.10',
        _via_image_id_list: ['a.jpg1234'],
      },
    ],
    [
      'a project of VIA 3',
      'via_project.json',
      {
        project: { pid: '__VIA_PROJECT_ID__', rev: '1', vid_list: ['1'] },
        config: {},
        attribute: { 1: { aname: 'class', anchor_id: 'FILE1_Z0_XY1', type: 4, options: { 0: 'crack', 1: 'rust' } } },
        file: { 1: { fid: '1', fname: 'a.jpg', type: 2, loc: 1, src: '' } },
        metadata: { '1_x': { vid: '1', flg: 0, z: [], xy: [7, 1, 1, 4, 1, 4, 3, 1, 3], av: { 1: '0' } } },
        view: { 1: { fid_list: ['1'] } },
      },
    ],
    ['a table', 'via_region_data.csv', `${TABLE}${row('a.jpg', SQUARE, { class: 'crack' })}\n`],
    [
      'a table that a spreadsheet has saved',
      'via.csv',
      `\ufeff${TABLE.replaceAll(',', ';').replace('\n', '\r\n')}${row('a.jpg', SQUARE, { class: 'crack' }, ';')}\r\n`,
    ],
    [
      'a table of VIA 3',
      'via3.csv',
      [
        '# Exported using VGG Image Annotator (http://www.robots.ox.ac.uk/~vgg/software/via)',
        '# - metadata of {""1"":""3""} indicates attribute with id "1" set to an attribute option with id "3"',
        '# SHAPE_ID = {"POINT":1,"RECTANGLE":2}',
        '# ATTRIBUTE = {"1":{"aname":"class","anchor_id":"FILE1_Z0_XY1","type":4,"options":{"0":"crack"}}}',
        '# CSV_HEADER = metadata_id,file_list,flags,temporal_coordinates,spatial_coordinates,metadata',
        '"1_x","[""a.jpg""]",0,"[]","[7,1,1,4,1,4,3,1,3]","{""1"":""0""}"',
        '',
      ].join('\n'),
    ],
  ])('are read from %s', async (_, name, content) => {
    const found = await read(name, content);
    expect(found.recognised).toContain(name);
    expect(found).toMatchObject({ classes: ['crack'], notes: [] });
    expect(found.images).toHaveLength(1);
    const [{ labels, ...rest }] = found.images;
    expect(rest).toEqual({
      ...{ name: 'a.jpg', size: null, state: 'labelled', pixels: null, side: null, notes: [] },
      picture: { path: 'a.jpg' },
    });
    expect(maskRows(labels, 5, 4, ['crack'])).toEqual(['.....', '.111.', '.111.', '.....']);
  });

  it('keep what is drawn with every tool, but points', async () => {
    const { images } = await annotations([
      region({ name: 'rect', x: 1, y: 1, width: 3, height: 2 }),
      region({ name: 'circle', cx: 3, cy: 3, r: 1.5 }),
      region({ name: 'ellipse', cx: 4, cy: 4, rx: 3, ry: 0.6, theta: Math.PI / 2 }),
      region({ ...SQUARE, name: 'polyline' }),
      region({ name: 'point', cx: 3, cy: 3 }),
    ]);
    const [{ labels }] = images;
    expect(labels.map(({ shape }) => shape)).toEqual(['rectangle', 'ellipse', 'ellipse', 'polyline']);
    expect(maskRows(labels.slice(0, 1), 5, 4, ['crack'])).toEqual(['.....', '.111.', '.111.', '.....']);
    expect(maskRows(labels.slice(2, 3), 6, 8, ['crack'])[2]).toBe('...11.');
    expect(codes(images[0])).toEqual(['line-to-polyline', 'points-skipped']);
  });

  it('have their class in whatever attribute is called so, or else in the one that most have', async () => {
    const classes = async (...attributes: object[]) =>
      (await annotations(attributes.map(each => region(SQUARE, each)))).images[0].labels.map(label => label.class);
    expect(await classes({ note: 'x', Label: 'crack' })).toEqual(['crack']);
    expect(await classes({ severity: 'deep', width: '' }, { severity: 'thin', width: '2' })).toEqual(['deep', 'thin']);
    expect(await classes({ type: { wet: false, crack: true } })).toEqual(['crack']);
    expect(await classes({ class: 7 })).toEqual(['7']);
    // Nobody has made an attribute: there is one class. Somebody forgot to choose: nobody knows which.
    expect(await classes({}, {})).toEqual(['crack', 'crack']);
    expect(await classes({ class: 'crack' }, {})).toEqual(['crack', '']);
  });

  it('say nothing of an image without regions', async () => {
    expect((await annotations([])).images[0]).toMatchObject({ state: 'unknown', labels: [], notes: [] });
    const empty = `${TABLE}a.jpg,1234,"{}",0,0,"{}","{}"\nb.jpg,99,"{}",0,0,,\n`;
    const { images } = await read('via.csv', empty);
    expect(images.map(({ name, state }) => [name, state])).toEqual([
      ['a.jpg', 'unknown'],
      ['b.jpg', 'unknown'],
    ]);
  });

  it('of a moment of a video are left out, and it is said', async () => {
    const table = [
      '# CSV_HEADER = metadata_id,file_list,flags,temporal_coordinates,spatial_coordinates,metadata',
      '"1_x","[""a.mp4""]",0,"[1.5]","[2,1,1,3,2]","{}"',
      '"1_y","[""a.mp4""]",0,"[1.5,2.5]","[]","{}"',
      '',
    ].join('\n');
    const { images } = await read('via3.csv', table);
    expect(images[0]).toMatchObject({ name: 'a.mp4', labels: [], notes: [{ code: 'bad-shape', count: 1 }] });
  });

  it('are those of the project where its export lies beside it', async () => {
    const files = { 'a.jpg1234': image([region(SQUARE)]) };
    const path = folderOf({
      'data.json': JSON.stringify(files),
      'data.csv': `${TABLE}${row('a.jpg', SQUARE, {})}\n`,
      'project.json': JSON.stringify({ _via_settings: {}, _via_img_metadata: files }),
    });
    expect((await readAll(via, path)).images).toHaveLength(1);
  });

  it('leave out what makes no sense, and say so', async () => {
    const { images } = await annotations([
      region({ ...SQUARE, all_points_y: [1, 1, 3] }),
      region({ ...SQUARE, all_points_x: [1, 4, null, 1] }),
      region({ ...SQUARE, all_points_x: [1, 1e300, 4, 1] }),
      region({ name: 'polygon', all_points_x: [1, 2], all_points_y: [1, 2] }),
      region({ name: 'rect', x: 1, y: 1, width: 0, height: 2 }),
      region({ name: 'star' }),
      7,
    ]);
    expect(images[0]).toMatchObject({ labels: [], state: 'unknown' });
    expect(images[0].notes.map(({ code, count }) => [code, count])).toEqual([
      ['bad-shape', 3],
      ['bad-number', 2],
      ['degenerate', 2],
    ]);
  });

  it.each([
    ['half a file', '{"a.jpg1234": {"filename": "a.jpg", "regions": []}, "b'],
    ['a table with half a field', `${TABLE}a.jpg,1,"{}",1,0,"{""name`],
  ])('name the file that is %s', async (_, text) => {
    const name = text.startsWith('{') ? 'x.json' : 'x.csv';
    await expect(read(name, text)).rejects.toThrow(new RegExp(`in: ${name}, .*(too early|no end)`));
  });

  it('come in whatever a region holds: nothing throws', async () => {
    const value = fc.oneof(
      fc.jsonValue({ maxDepth: 2 }),
      fc.constantFrom('polygon', 'rect', 'ellipse', 1e308, -1, [1, 2]),
    );
    const keys = fc.constantFrom(
      'name',
      'all_points_x',
      'all_points_y',
      'x',
      'y',
      'width',
      'cx',
      'cy',
      'r',
      'rx',
      'theta',
    );
    const shape = fc.dictionary(keys, value);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.record({ shape_attributes: shape, region_attributes: value })), async regions => {
        const { images } = await annotations(regions);
        expect(images).toHaveLength(1);
        for (const label of images[0].labels) expect(label.shape).toMatch(/polygon|polyline/);
      }),
      { numRuns: 60 },
    );
  });
});
