import { describe, expect, it } from 'vitest';
import { cvatXml } from '../../../../../src/main/interchange/formats/cvat/cvat-xml.ts';
import { BACKGROUND, type ForeignImage } from '../../../../../src/main/interchange/formats/foreign.ts';
import { POLYLINE_WIDTH } from '../../../../../src/main/interchange/formats/take-shapes.ts';
import { openSource } from '../../../../../src/main/interchange/import/source.ts';
import { labelBox } from '../../../../../src/shared/labels/label-box.ts';
import { maskRows, rectangle } from '../../../../helpers/export-dataset.ts';
import { fileOf, folderOf, readAll, recognised, zipOf } from '../../../../helpers/foreign-files.ts';

const label = (name: string) =>
  `<label><name>${name}</name><color>#fa3253</color><type>any</type><attributes></attributes></label>`;

const LABELS = `<labels>${label('crack')}${label('spall')}</labels>`;

const TASK = `<task><id>7</id><name>a task</name><mode>annotation</mode>${LABELS}</task>`;

function file(content: string, meta = TASK): string {
  return `<?xml version="1.0" encoding="utf-8"?>
<annotations>
  <version>1.1</version>
  <meta>${meta}<dumped>2024-07-01 12:00:00.000000+00:00</dumped></meta>
  ${content}
</annotations>
`;
}

const image = (shapes: string, attributes = '') =>
  `<image id="0" name="a.png" width="12" height="12" ${attributes}>${shapes}</image>`;

const SQUARE = 'points="2.00,2.00;6.00,2.00;6.00,5.00;2.00,5.00"';
const polygon = (attributes = SQUARE) =>
  `<polygon label="crack" source="manual" occluded="0" ${attributes} z_order="0"></polygon>`;

/** What a single image with these shapes comes to. */
async function imageOf(shapes: string, attributes?: string): Promise<ForeignImage> {
  const { images } = await readAll(cvatXml, fileOf('annotations.xml', file(image(shapes, attributes))));
  return images[0];
}

const codes = ({ notes }: Pick<ForeignImage, 'notes'>) => notes.map(({ code, count }) => [code, count]);

const rowsOf = ({ labels }: ForeignImage) => maskRows(labels, 12, 12, ['crack', 'spall']);

describe("CVAT's XML that comes in", () => {
  it('is the zip of a task with its pictures', async () => {
    const inner = '<attribute name="depth">2 &amp; more</attribute>';
    const path = zipOf({
      'annotations.xml': file(image(polygon().replace('></', `>${inner}</`))),
      'images/a.png': 'png',
    });
    expect(await recognised(cvatXml, path)).toBe('annotations.xml with <annotations>');
    const { reading, images } = await readAll(cvatXml, path);
    expect(reading.classes).toEqual(['crack', 'spall']);
    expect(images).toEqual([
      {
        name: 'a.png',
        size: { width: 12, height: 12 },
        state: 'labelled',
        labels: [{ ...rectangle(2, 2, 6, 5), source: 'imported' }],
        pixels: 12,
        side: null,
        notes: [],
        picture: { path: 'images/a.png' },
      },
    ]);
  });

  it.each([
    ['a job', `<job><id>3</id>${LABELS}</job>`],
    ['a project', `<project><id>1</id><tasks><task><id>7</id><name>label</name></task></tasks>${LABELS}</project>`],
    [
      'an old task without colours and types',
      '<task><labels><label><name>crack</name></label><label><name> spall</name></label></labels></task>',
    ],
    [
      'a task with the parts of a skeleton',
      TASK.replace('</labels>', '<label><name>knee</name><parent>leg</parent></label></labels>'),
    ],
    [
      'a task with attributes',
      TASK.replace(
        '<attributes></attributes>',
        '<attributes><attribute><name>depth</name><values>1\n2</values></attribute></attributes>',
      ),
    ],
  ])('has the labels of %s', async (_, meta) => {
    const { reading } = await readAll(cvatXml, fileOf('x.xml', file('', meta)));
    expect(reading.classes).toEqual(['crack', 'spall']);
  });

  it('has the labels of its shapes where none are declared', async () => {
    const { reading } = await readAll(cvatXml, fileOf('x.xml', `<annotations>${image(polygon())}</annotations>`));
    expect(reading.classes).toEqual(['crack']);
  });

  it('knows subsets of a project as sides, and finds pictures there', async () => {
    const images = ['Train', 'validation', 'test', 'more'].map(
      (subset, i) => `<image id="${i}" name="cam 1/ä#/x.png" subset="${subset}" task_id="1" width="12" height="12"/>`,
    );
    const path = folderOf({ 'a/annotations.xml': file(images.join('')), 'a/images/test/cam 1/ä#/x.png': '' });
    const found = (await readAll(cvatXml, path)).images;
    expect(found.map(({ side, picture }) => [side, picture])).toEqual([
      ['train', null],
      ['val', null],
      ['test', { path: 'a/images/test/cam 1/ä#/x.png' }],
      [null, null],
    ]);
  });

  it('keeps an image without shapes, which nobody may have looked at', async () => {
    expect(await imageOf('')).toMatchObject({ state: 'unknown', labels: [], pixels: 0, notes: [] });
  });

  it.each([
    ['a polygon', polygon(), 12, []],
    ['one with its first vertex repeated', polygon(SQUARE.replace('5.00"', '5.00;2.00,2.00"')), 12, []],
    ['one over the edge', polygon('points="-3,2;6,2;6,5;-3,5"'), 18, []],
    ['a box', '<box label="crack" occluded="0" xtl="2.00" ytl="2.00" xbr="6.00" ybr="5.00" z_order="0"/>', 12, []],
    [
      'a mask',
      '<mask label="crack" source="manual" occluded="0" rle="0, 2, 1, 1, 4, 1" left="1" top="0" width="3" height="3" z_order="0"></mask>',
      4,
      [],
    ],
    ['a mask over the edge', '<mask label="crack" rle="0, 9" left="-1" top="10" width="3" height="3"/>', 4, []],
  ])('counts the pixels of %s as CVAT does', async (_, shapes, pixels, notes) => {
    const found = await imageOf(shapes);
    expect(found.pixels).toBe(pixels);
    expect(codes(found)).toEqual(notes);
    expect(rowsOf(found).join('').replaceAll('.', '')).toHaveLength(pixels);
  });

  it('goes over the runs of a mask row by row, within its box', async () => {
    const found = await imageOf('<mask label="crack" rle="0, 2, 1, 1, 4, 1" left="1" top="0" width="3" height="3"/>');
    expect(rowsOf(found).slice(0, 4)).toEqual(['.11.........', '.1..........', '...1........', '............']);
  });

  it('turns a box about its centre', async () => {
    const found = await imageOf('<box label="crack" xtl="2" ytl="2" xbr="6" ybr="5" rotation="90.00"/>');
    expect(found.labels).toMatchObject([{ shape: 'rectangle', x: 2, y: 2, width: 4, height: 3, rotation: 90 }]);
    expect(rowsOf(found).slice(0, 7)).toEqual([
      '............',
      '..111.......',
      '..111.......',
      '..111.......',
      '..111.......',
      '............',
      '............',
    ]);
  });

  it('keeps an ellipse, turned clockwise, and does not claim to know how CVAT draws it', async () => {
    const found = await imageOf('<ellipse label="crack" cx="6" cy="6" rx="5" ry="1.2" rotation="45"/>');
    expect(rowsOf(found)).toEqual([
      '............',
      '............',
      '..1.........',
      '...11.......',
      '...111......',
      '....111.....',
      '.....111....',
      '......111...',
      '.......11...',
      '.........1..',
      '............',
      '............',
    ]);
    expect(found.pixels).toBeNull();
    expect(found.labels).toMatchObject([{ shape: 'ellipse', cx: 6, cy: 6, rx: 5, ry: 1.2, rotation: 45 }]);
  });

  it('gives a polyline a width, which CVAT does not know', async () => {
    const found = await imageOf('<polyline label="crack" points="2,2;8.5,2" z_order="0"/>');
    expect(found.labels).toEqual([
      {
        shape: 'polyline',
        class: 'crack',
        source: 'imported',
        points: [
          [2, 2],
          [8.5, 2],
        ],
        width: POLYLINE_WIDTH,
      },
    ]);
    expect(found.pixels).toBeNull();
    expect(codes(found)).toEqual([['line-to-polyline', 1]]);
  });

  it('paints in the order of z_order, and as written where that is the same', async () => {
    const box = (name: string, x: number, z: string) =>
      `<box label="${name}" xtl="${x}" ytl="0" xbr="${x + 4}" ybr="1" ${z}/>`;
    const found = await imageOf(
      [
        box('crack', 0, 'z_order="1"'),
        box('spall', 2, 'z_order="-1"'),
        box('spall', 3, 'z_order="1"'),
        box('crack', 5, ''),
      ].join(''),
    );
    expect(rowsOf(found)[0]).toBe('111222211...');
  });

  it.each(['background', 'Background', ' BACKGROUND '])(
    'lets a shape of label %j erase what lies below',
    async name => {
      const shapes = `${polygon()}<box label="${name}" xtl="3" ytl="0" xbr="5" ybr="9" z_order="1"/>`;
      const found = await imageOf(shapes);
      expect(found.labels.at(-1)?.class).toBe(BACKGROUND);
      expect(rowsOf(found)[2]).toBe('..1..1......');
      expect(found.pixels).toBe(6);
      const meta = `<task><labels>${label(name)}${label('crack')}</labels></task>`;
      const { reading } = await readAll(cvatXml, fileOf('x.xml', file(image(shapes), meta)));
      expect(reading.classes).toEqual(['crack']);
    },
  );

  it.each([
    ['manual', 'imported'],
    ['file', 'imported'],
    ['semi-auto', 'imported'],
    ['auto', 'predicted'],
    ['constructor', 'imported'],
  ])('takes a shape of source %s for %s', async (source, expected) => {
    const found = await imageOf(`<polygon label="crack" source="${source}" ${SQUARE}/>`);
    expect(found.labels[0].source).toBe(expected);
  });

  it.each([
    ['points', '<points label="crack" points="1,1;2,2"/>', 'points-skipped'],
    ['a tag', '<tag label="crack"></tag>', 'points-skipped'],
    [
      'a skeleton, once',
      '<skeleton label="leg"><points label="knee" points="1,1"/><points label="hip" points="2,2"/></skeleton>',
      'points-skipped',
    ],
    ['a cuboid', '<cuboid label="crack" xtl1="1" ytl1="1"/>', 'points-skipped'],
    ['a polygon of two points', polygon('points="1,1;5,5"'), 'degenerate'],
    ['a polygon without points', polygon(''), 'degenerate'],
    ['a polyline of one point', '<polyline label="crack" points="1,1"/>', 'degenerate'],
    ['a point of one coordinate', polygon('points="1,1;5;5,5"'), 'bad-shape'],
    ['a point of three', polygon('points="1,1;5,5,5;5,5"'), 'bad-shape'],
    ['an empty coordinate', polygon('points="1,1;5,;5,5"'), 'bad-number'],
    ['a coordinate of nan', polygon('points="1,1;5,nan;5,5"'), 'bad-number'],
    ['a coordinate of 1e30', polygon('points="1,1;5,1e30;5,5"'), 'bad-number'],
    ['a box without an extent', '<box label="crack" xtl="2" ytl="2" xbr="2" ybr="5"/>', 'degenerate'],
    ['a box without a corner', '<box label="crack" xtl="2" ytl="2" xbr="4"/>', 'bad-number'],
    ['an ellipse without a radius', '<ellipse label="crack" cx="2" cy="2" rx="2" ry="0"/>', 'degenerate'],
    ['runs that are too few', '<mask label="crack" rle="0, 2" left="1" top="0" width="3" height="3"/>', 'bad-shape'],
    ['runs in words', '<mask label="crack" rle="two, 7" left="1" top="0" width="3" height="3"/>', 'bad-shape'],
    ['no runs', '<mask label="crack" left="1" top="0" width="3" height="3"/>', 'bad-shape'],
    ['a mask without a place', '<mask label="crack" rle="0, 9" width="3" height="3"/>', 'bad-shape'],
    ['a mask far away', '<mask label="crack" rle="0, 9" left="1e300" top="0" width="3" height="3"/>', 'bad-shape'],
    [
      'a mask that is too large',
      '<mask label="crack" rle="0, 1e12" left="1" top="0" width="1e6" height="1e6"/>',
      'bad-shape',
    ],
    ['a mask without a pixel', '<mask label="crack" rle="9" left="1" top="0" width="3" height="3"/>', 'covers-nothing'],
    ['a shape without a label', `<polygon ${SQUARE}/>`, 'bad-shape'],
  ])('leaves out %s, and says so', async (_, shapes, code) => {
    const found = await imageOf(shapes);
    expect(codes(found)).toEqual([[code, 1]]);
    expect(found).toMatchObject({ labels: [], state: 'unknown' });
  });

  it('takes images without a size or with one that makes no sense', async () => {
    for (const size of ['', 'width="0" height="12"', 'width="1e9" height="1e9"']) {
      const path = fileOf('x.xml', file(`<image id="0" name="a\\b.png" ${size}>${polygon()}</image>`));
      expect((await readAll(cvatXml, path)).images[0]).toMatchObject({ name: 'a/b.png', size: null, pixels: null });
    }
  });

  it('makes labels of single frames of the tracks of a video', async () => {
    const meta = `<task><id>7</id>${LABELS}<original_size><width>12</width><height>10</height></original_size></task>`;
    const tracks = `
      <track id="0" label="crack" source="auto">
        <polygon frame="0" keyframe="1" outside="0" occluded="0" ${SQUARE} z_order="1"></polygon>
        <polygon frame="1" keyframe="0" outside="0" occluded="0" ${SQUARE} z_order="1"></polygon>
        <polygon frame="2" keyframe="1" outside="1" occluded="0" ${SQUARE} z_order="1"></polygon>
      </track>
      <track id="1" label="spall"><box frame="1" outside="0" xtl="0" ytl="0" xbr="4" ybr="4" z_order="0"/></track>`;
    const path = zipOf({ 'annotations.xml': file(tracks, meta), 'images/frame_000001.PNG': '' });
    const { reading, images } = await readAll(cvatXml, path);
    expect(reading.notes).toEqual([{ code: 'track-to-labels', count: 2, detail: 'annotations.xml' }]);
    expect(images).toMatchObject([
      { name: 'frame_000000', size: { width: 12, height: 10 }, state: 'labelled', pixels: 12, picture: null },
      { name: 'frame_000001', state: 'labelled', pixels: 24, picture: { path: 'images/frame_000001.PNG' } },
      { name: 'frame_000002', state: 'unknown', pixels: 0 },
    ]);
    expect(images[1].labels.map(each => [each.class, each.source])).toEqual([
      ['spall', 'imported'],
      ['crack', 'predicted'],
    ]);
  });

  it('moves shapes from one keyframe to the next, where a file has no frames between, and to the end of the video', async () => {
    const meta = `<task><id>7</id><size>9</size>${LABELS}<original_size><width>12</width><height>10</height></original_size></task>`;
    const box = (frame: number, x: number, outside = 0) =>
      `<box frame="${frame}" keyframe="1" outside="${outside}" xtl="${x}" ytl="0" xbr="${x + 2}" ybr="2" z_order="0"/>`;
    const ring = (frame: number, points: string) =>
      `<polygon frame="${frame}" keyframe="1" outside="0" points="${points}" z_order="1"/>`;
    const tracks = `
      <track id="0" label="crack">${box(0, 0)}${box(4, 8)}${box(5, 8, 1)}${box(7, 4)}</track>
      <track id="1" label="spall">${ring(1, '0,4;4,4;4,8;0,8')}${ring(3, '0,6;4,6;4,8;4,10;0,10')}${box(4, 0, 1)}</track>`;
    const path = fileOf('annotations.xml', file(tracks, meta));
    const { reading, images } = await readAll(cvatXml, path);
    expect([reading.count, images.length]).toEqual([8, 8]);
    const boxes = (i: number, name: string) =>
      images
        .filter(each => each.name === `frame_00000${i}`)
        .flatMap(({ labels }) => labels.filter(each => each.class === name))
        .map(each => labelBox(each));
    expect([0, 1, 2, 3, 4, 5, 6, 7, 8].map(i => boxes(i, 'crack').map(({ x1 }) => x1))).toEqual([
      ...[[0], [2], [4], [6], [8], [], [], [4], [4]],
    ]);
    expect([1, 2, 3, 4].map(i => boxes(i, 'spall').map(({ y1, y2 }) => [y1, y2]))).toEqual([
      ...[[[4, 9]], [[5, 10]], [[6, 11]], []],
    ]);
    expect(images.flatMap(({ notes }) => notes.filter(({ code }) => code === 'track-interpolated'))).toHaveLength(4);
  });

  it('refuses a track that would go on for a million frames', async () => {
    const shape = (frame: number) => `<box frame="${frame}" outside="0" xtl="0" ytl="0" xbr="2" ybr="2"/>`;
    const path = fileOf('annotations.xml', file(`<track id="0" label="crack">${shape(0)}${shape(1e6)}</track>`));
    await expect(cvatXml.read(await openSource(path))).rejects.toThrow(
      /tracks have more than 200000 frames; split it up/,
    );
  });

  it.each([
    [
      'entities',
      `<!DOCTYPE annotations [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><annotations>&b;</annotations>`,
      /it declares entities, which CVAT never does/,
    ],
    [
      'entities from elsewhere',
      '<!DOCTYPE annotations [<!ENTITY a SYSTEM "file:///etc/passwd">]><annotations>&a;</annotations>',
      /it declares entities/,
    ],
    ['an undeclared entity', '<annotations><image name="&a;"/></annotations>', /entity/],
    ['half a file', file(image(polygon())).slice(0, -40), /unclosed tag/],
    ['no XML', 'hello', /it is not sound XML/],
    ['nothing', '', /it is not sound XML/],
    ['another root', '<annotation><filename>a.png</filename></annotation>', /its root is annotation, not annotations/],
    ['deep nesting', '<annotations>'.repeat(1e6), /nested more than 32 deep/],
    ['a tag of 20 MB', `<annotations><image name="${'a'.repeat(20e6)}`, /it is not sound XML/],
  ])('refuses %s in one sentence', async (_, content, message) => {
    const reading = readAll(cvatXml, fileOf('x.xml', content));
    await expect(reading).rejects.toThrow(message);
    await expect(reading).rejects.toThrow(/^Cannot read .*x\.xml: .*; get it again from where it came\.$/);
  });

  it.each([
    ['Pascal VOC', 'a.xml', '<annotation><folder>a</folder><object><name>crack</name></object></annotation>'],
    ["the MIT's LabelMe", 'a.xml', '<?xml version="1.0"?><annotation><filename>a.jpg</filename><object/></annotation>'],
    ['other annotations', 'a.xml', '<annotations><note/></annotations>'],
    ['no XML', 'a.xml', 'annotations'],
    ['something else', 'a.txt', file('')],
  ])('is not %s', async (_, name, content) => {
    expect(await recognised(cvatXml, fileOf(name, content))).toBeNull();
  });

  it('is recognised behind comments and a byte order mark', async () => {
    const content = `\ufeff${file('').replace('<annotations>', '<!-- <annotation> -->\r\n<annotations>')}`;
    expect(await recognised(cvatXml, fileOf('my.xml', content))).toBe('my.xml with <annotations>');
    expect((await readAll(cvatXml, fileOf('my.xml', content))).reading.classes).toEqual(['crack', 'spall']);
  });
});
