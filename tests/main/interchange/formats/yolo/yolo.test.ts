import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import type { Side } from '../../../../../src/main/interchange/formats/foreign.ts';
import { FORMATS } from '../../../../../src/main/interchange/formats/formats.ts';
import { yolo } from '../../../../../src/main/interchange/formats/yolo/yolo.ts';
import { openSource } from '../../../../../src/main/interchange/import/source.ts';
import { rasterizeLabels } from '../../../../../src/shared/labels/rasterize.ts';
import type { LabelDocument } from '../../../../../src/shared/schemas/label.ts';
import { documentOf, exportDataset, labelOf } from '../../../../helpers/export-documents.ts';
import { codesOf, folderWith, paintedOf, readAll, writeAll } from '../../../../helpers/interchange.ts';
import { writePicture } from '../../../../helpers/pictures.ts';
import { python } from '../../../../helpers/python.ts';
import { content, SIZE } from '../../../../shared/labels/random-edits.ts';

const picture = await writePicture(join(folderWith({}), 'p.png'), 20, 10, () => 0);
const YAML = 'path: ../datasets/cracks\ntrain: images/train\nval: images/val\nnames:\n  0: crack\n  1: rust\n';
const TRIANGLE = '0 0.1 0.2 0.9 0.2 0.5 0.8';

/** The only image of a dataset with this label file. */
async function read(text: string, yaml = YAML) {
  const files = { 'data.yaml': yaml, 'images/train/a.png': picture, 'labels/train/a.txt': text };
  return (await readAll(yolo, folderWith(files))).images[0];
}

describe('a line of a YOLO label file', () => {
  it('is a polygon in continuous px of its image', async () => {
    const image = await read(`${TRIANGLE}\n`);
    expect(image).toMatchObject({
      name: 'a.png',
      side: 'train',
      state: 'labelled',
      size: { width: 20, height: 10 },
      notes: [],
    });
    expect(image.normalised).toBeUndefined();
    expect(image.labels).toEqual([
      {
        shape: 'polygon',
        class: 'crack',
        source: 'imported',
        points: [
          [2, 2],
          [18, 2],
          [10, 8],
        ],
      },
    ]);
    // Columns 2 to 17 of rows 2 to 4: pixel centres, half-open.
    const box = await read('1 0.1 0.2 0.9 0.2 0.9 0.5 0.1 0.5');
    expect(paintedOf(box, ['crack', 'rust']).filter(value => value === 2)).toHaveLength(48);
  });

  it('of five numbers is a box, also among outlines', async () => {
    const image = await read(`${TRIANGLE}\r\n1 0.5 0.5 0.2 0.4\r\n`);
    expect(image.labels[1]).toMatchObject({
      class: 'rust',
      ...{ shape: 'rectangle', x: 8, y: 3, width: 4, height: 4, rotation: 0 },
    });
    expect(image.notes).toEqual([]);
  });

  it('may lie a little outside the image', async () => {
    const image = await read('0 -0.005 0.2 1.01 0.2 0.5 0.8');
    expect([image.notes, image.labels[0]]).toMatchObject([
      [],
      {
        points: [
          [-0.1, 2],
          [20.2, 2],
          [10, 8],
        ],
      },
    ]);
  });

  it.each([
    ['0 -0.02 0.2 0.9 0.2 0.5 0.8', 'bad-number'],
    ['0 12 20 90 20 50 80', 'bad-number'],
    ['0 0.1 0.2 0.9 0.2 0.5 nan', 'bad-number'],
    ['2 0.1 0.2 0.9 0.2 0.5 0.8', 'bad-shape'],
    ['-1 0.1 0.2 0.9 0.2 0.5 0.8', 'bad-shape'],
    ['0.5 0.1 0.2 0.9 0.2 0.5 0.8', 'bad-shape'],
    ['0 0.1 0.2 0.9 0.2 0.5', 'bad-shape'],
    ['0', 'bad-shape'],
    ['0 0.1 0.2', 'degenerate'],
  ])('that makes no sense (%s) is left out alone, with the note %s', async (line, code) => {
    const image = await read(`${TRIANGLE}\n${line}\n`);
    expect(image.labels).toHaveLength(1);
    expect(codesOf(image.notes)).toEqual([code]);
    expect(image.notes[0].detail).toMatch(/^labels\/train\/a\.txt, line 2: /);
    expect(await read(line)).toMatchObject({ state: 'unknown', labels: [] });
  });

  it('counts once where it occurs twice', async () => {
    const image = await read(`${TRIANGLE}\n${TRIANGLE.replace('0.1 ', '0.100 ')}\n`);
    expect([image.labels.length, codesOf(image.notes)]).toEqual([1, ['duplicate']]);
  });
});

describe('the images of a YOLO dataset', () => {
  it('are empty with an empty label file, and unknown without one', async () => {
    const files = { 'images/a.png': picture, 'images/b.png': picture, 'labels/a.txt': ' \n', 'data.yaml': YAML };
    const { images } = await readAll(yolo, folderWith(files));
    expect(images.map(({ name, state, side }) => [name, state, side])).toEqual([
      ['a.png', 'empty', null],
      ['b.png', 'unknown', null],
    ]);
  });

  it('have their label file where the last images/ is labels/', async () => {
    const names = ['images/x/images/cam 1/ä #1.png', 'train/images/b.png', 'c.png'];
    const files = Object.fromEntries(names.map(name => [name, picture]));
    const labels = ['images/x/labels/cam 1/ä #1.txt', 'train/labels/b.txt'].map(name => [name, TRIANGLE]);
    const { images } = await readAll(yolo, folderWith({ ...files, ...Object.fromEntries(labels), 'data.yaml': YAML }));
    expect(images.map(({ name, state, side }) => [name, state, side])).toEqual([
      ['c.png', 'unknown', null],
      ['cam 1/ä #1.png', 'labelled', null],
      ['b.png', 'labelled', 'train'],
    ]);
  });

  it('may be missing: then coordinates are shares of the sides', async () => {
    const { images } = await readAll(yolo, folderWith({ 'data.yaml': YAML, 'labels/val/cam1/a.txt': TRIANGLE }));
    expect(images).toMatchObject([
      {
        name: 'cam1/a',
        size: null,
        normalised: true,
        side: 'val',
        picture: null,
        labels: [
          {
            points: [
              [0.1, 0.2],
              [0.9, 0.2],
              [0.5, 0.8],
            ],
          },
        ],
      },
    ]);
  });

  it('may lie beside their label files', async () => {
    const files = { 'a.png': picture, 'a.txt': TRIANGLE, 'classes.txt': 'tear\ncrack\n' };
    const { images, classes } = await readAll(yolo, folderWith(files));
    expect([classes, images]).toMatchObject([['tear', 'crack'], [{ name: 'a.png', labels: [{ class: 'tear' }] }]]);
  });

  it('keep all of their path where two would have one name', async () => {
    const names = ['images/train/a.png', 'images/val/a.png'];
    const { images } = await readAll(
      yolo,
      folderWith({ ...Object.fromEntries(names.map(name => [name, picture])), 'labels/train/a.txt': TRIANGLE }),
    );
    expect(images.map(({ name, side }) => [name, side])).toEqual([
      [names[0], 'train'],
      [names[1], 'val'],
    ]);
  });

  it('are turned as their EXIF says', async () => {
    const turned = await sharp({ create: { width: 20, height: 10, channels: 3, background: '#888' } })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    const { images } = await readAll(yolo, folderWith({ 'images/a.jpg': turned, 'labels/a.txt': TRIANGLE }));
    expect(images[0]).toMatchObject({
      size: { width: 10, height: 20 },
      labels: [
        {
          points: [
            [1, 4],
            [9, 4],
            [5, 16],
          ],
        },
      ],
    });
  });

  it.each<[string, Record<string, string>, (Side | null)[]]>([
    ['folders', { 'data.yaml': 'names: [crack]\ntrain: ../one/images\nval: [two/images]\n' }, ['train', 'val', null]],
    [
      'an absolute path',
      { 'data.yaml': 'names: [crack]\npath: /data/cracks\ntrain: one\ntest: /data/cracks/two\n' },
      ['train', 'test', null],
    ],
    [
      'lists',
      {
        'data.yaml': 'names: [crack]\ntrain: train.txt\nval: val.txt\n',
        'train.txt': './one/images/a.png\r\n',
        'val.txt': '\uFEFFdata\\three\\images\\a.png\n',
      },
      ['train', null, 'val'],
    ],
    [
      'a list without pictures',
      { 'x/data.yaml': 'names: [crack]\ntrain: train.txt\n', 'x/train.txt': 'two/images/a.jpg\n' },
      [null, 'train', null],
    ],
  ])('are on the side that data.yaml says by %s', async (_, texts, sides) => {
    const pictures = ['one', 'two', 'three'].map(folder => [`${folder}/images/a.png`, picture]);
    const { images } = await readAll(yolo, folderWith({ ...Object.fromEntries(pictures), ...texts }));
    const sideOf = (folder: string) => images.find(({ name }) => name.startsWith(folder))?.side;
    expect(['one', 'two', 'three'].map(sideOf)).toEqual(sides);
  });
});

describe('the classes of a YOLO dataset', () => {
  it.each([
    ['names: [crack, "rust "]', ['crack', 'rust']],
    ['names: {3: rust, 0: crack}', ['crack', 'rust']],
    ['nc: 2\nnames:\n- crack\n- 7\n', ['crack', '7']],
    ['\uFEFFnames: [crack, crack]', ['crack']],
  ])('come from %s', async (yaml, classes) => {
    const folder = folderWith({ 'data.yaml': yaml, 'labels/a.txt': '0 0.5 0.5 0.1 0.1' });
    expect((await readAll(yolo, folder)).classes).toEqual(classes);
  });

  it('are numbers where nothing names them', async () => {
    const folder = folderWith({ 'labels/a.txt': `7${TRIANGLE.slice(1)}\n${TRIANGLE}\n` });
    expect((await readAll(yolo, folder)).classes).toEqual(['class 0', 'class 7']);
  });

  it.each([
    ['yolo', { 'data.yaml': YAML, 'labels/a.txt': '' }],
    ['yolo', { 'labels/a.txt': '', 'labels/b.txt': TRIANGLE }],
    ['yolo', { 'a.png': 'x', 'a.txt': TRIANGLE, 'classes.txt': 'crack' }],
    ['other', { 'config.yaml': 'names: [crack]' }],
    ['other', { 'data.yaml': 'names: [', 'a.txt': 'hello' }],
    ['other', { 'labels/a.png': 'x', 'labels.txt': '0 1 2 3 4' }],
    ['other', { 'annotations/instances_default.json': { images: [], annotations: [], categories: [] } }],
    ['other', { 'labelmap.txt': 'crack:1,2,3::', 'ImageSets/Segmentation/default.txt': 'a\n' }],
  ])('a source is recognised as %s by %j', async (kind, files) => {
    const source = await openSource(folderWith(files));
    expect((await yolo.recognise(source)) !== null).toBe(kind === 'yolo');
  });
});

const CLASSES = ['crack', 'pitting'];
const maskOf = ({ labels, width, height }: LabelDocument) =>
  rasterizeLabels(labels, { x1: 0, y1: 0, x2: width, y2: height }, CLASSES).data;
const documentsOf = (contents: readonly Pick<LabelDocument, 'state' | 'labels'>[]) =>
  contents.map((each, i) =>
    documentOf({ image: `${i} ä#.png`, width: SIZE, height: SIZE, ...each, labels: [...each.labels] }),
  );
const documents = fc
  .array(content, { minLength: 1, maxLength: 3 })
  .map(contents => documentsOf(contents.map(({ state, labels }) => ({ state, labels: [...labels] }))));

/** The masks that Ultralytics makes of the label files of a folder, or undefined without OpenCV. */
function ultralyticsMasks(folder: string, width: number, height: number): Record<string, Uint8Array> {
  const script = join(import.meta.dirname, 'yolo-masks.py');
  const args = [script, folder, String(width), String(height)];
  const { stdout, stderr } = spawnSync(python('cv2')!, args, { encoding: 'utf8', maxBuffer: 2 ** 28 });
  expect(stderr).toBe('');
  const masks = Object.entries(JSON.parse(stdout) as Record<string, string>);
  return Object.fromEntries(masks.map(([name, mask]) => [name, Buffer.from(mask, 'base64')]));
}

describe('labels written for YOLO', () => {
  it('come back with the same mask of each class, and the same sides', async () => {
    const gray = await writePicture(join(folderWith({}), 'p.png'), SIZE, SIZE, () => 0);
    const path = join(folderWith({ p: gray }), 'p');
    await fc.assert(
      fc.asyncProperty(documents, fc.constantFrom<Side | null>('train', 'val', 'test', null), async (given, side) => {
        const sideOf = (name: string) => (name.startsWith('0') ? side : null);
        const out = await writeAll(yolo, exportDataset(given, { classes: CLASSES, pathOf: () => path, sideOf }));
        const known = given.filter(({ state, labels }) => state === 'verified' || labels.length > 0);
        const { images, classes } = await readAll(yolo, out.path);
        expect(classes).toEqual(CLASSES);
        expect(images.map(({ name }) => name).sort()).toEqual(known.map(({ image }) => image).sort());
        for (const image of images) {
          const document = known.find(each => each.image === image.name)!;
          const expected = maskOf(document);
          expect(Buffer.compare(paintedOf(image, CLASSES), expected)).toBe(0);
          expect(image.notes).toEqual([]);
          expect(image.state).toBe(expected.some(value => value > 0) ? 'labelled' : 'empty');
          const isSplit = side !== null && given.some(({ image: name }) => name.startsWith('0'));
          expect(image.side).toBe(isSplit ? sideOf(image.name) : 'train');
        }
      }),
      { numRuns: 25 },
    );
  });

  it('say what became of shapes, holes, and images that nobody is done with', async () => {
    const ring = { shape: 'brush', x: 1, y: 1, width: 3, height: 3, runs: [0, 4, 1, 4] };
    const labels = [
      labelOf('a', ring),
      labelOf('b', {
        shape: 'polygon',
        points: [
          [6, 6],
          [9, 6],
          [9, 9],
        ],
      }),
      labelOf('c', {
        shape: 'polyline',
        points: [
          [8, 1],
          [8, 8],
        ],
        width: 1,
        class: 'pitting',
      }),
    ];
    const given = [
      documentOf({ image: 'a.png', width: 12, height: 12, labels, state: 'in progress' }),
      documentOf({ image: 'a.jpg', width: 12, height: 12 }),
      documentOf({ image: 'b.png', width: 12, height: 12, state: 'unlabelled' }),
    ];
    const { path, notes } = await writeAll(yolo, exportDataset(given, { classes: CLASSES }));
    expect(notes).toEqual({
      'brush-to-polygons': 1,
      'polygon-retraced': 1,
      'stroke-to-area': 1,
      'overlap-flattened': 1,
      'holes-bridged': 1,
      'state-lost': 1,
      'same-stem': 1,
      'unlabelled-unexported': 1,
    });
    const files = (readdirSync(path, { recursive: true }) as string[]).filter(name => /\.\w+$/.test(name)).sort();
    expect(files).toEqual(['data.yaml', 'labels/train/a.txt', 'labels/train/same-name-2/a.txt']);
    expect(readFileSync(join(path, 'labels/train/same-name-2/a.txt'), 'utf8')).toBe('');
    expect(readFileSync(join(path, 'data.yaml'), 'utf8')).toBe(
      'train: images/train\nval: images/train\nnames:\n  0: crack\n  1: pitting\n',
    );
  });

  it('are recognised as YOLO before anything else', async () => {
    const { path } = await writeAll(yolo, exportDataset([documentOf({ image: 'a.png', width: 12, height: 12 })]));
    const source = await openSource(path);
    const claims = await Promise.all(FORMATS.map(async each => ((await each.recognise(source)) ? each.id : null)));
    expect(claims.find(id => id !== null)).toBe('yolo');
  });

  it('keep every pixel of images as large as 8192 px', async () => {
    const [width, height] = [8192, 128];
    const at = [0, 1, 2, 4095, 5461, 8190, 8191];
    const labels = at.map((x, i) =>
      labelOf(`${i}`, { shape: 'brush', x, y: i * 18, width: 1, height: 1, runs: [0, 1] }),
    );
    const given = documentOf({ image: 'a.png', width, height, labels });
    const { path } = await writeAll(yolo, exportDataset([given]));
    const lines = readFileSync(join(path, 'labels/train/a.txt'), 'utf8').trim().split('\n');
    const cells = lines.map(line => {
      const values = line
        .split(' ')
        .slice(1)
        .map(value => Math.fround(Number(value)));
      return [...new Set(values.map((value, i) => Math.trunc(Math.fround(value * (i % 2 ? height : width)))))];
    });
    expect(cells.map(([x]) => x)).toEqual(at);
    const { images } = await readAll(yolo, path);
    const painted = paintedOf(
      {
        ...images[0],
        labels: images[0].labels.map(label =>
          label.shape === 'polygon'
            ? { ...label, points: label.points.map(([x, y]) => [x * width, y * height]) }
            : label,
        ),
      },
      ['crack'],
      { width, height },
    );
    expect(at.map((x, i) => painted[i * 18 * width + x])).toEqual(at.map(() => 1));
    expect(painted.reduce((sum, value) => sum + value, 0)).toBe(at.length);
  });

  const peer = python('cv2');
  it.skipIf(!peer)('are the same masks in the eyes of Ultralytics, cracks of one pixel included', async () => {
    const random = fc
      .sample(content, { numRuns: 20, seed: 7 })
      .map(({ labels }) => ({ state: 'verified' as const, labels: [...labels] }));
    const zigzag = (width: number) => {
      const points = [
        [3, 5],
        [20, 30],
        [31, 12],
        [60, 50.4],
      ];
      return { state: 'verified' as const, labels: [labelOf('z', { shape: 'polyline', points, width })] };
    };
    const given = documentsOf([...random, ...[0.5, 1, 2, 3, 5, 9].map(zigzag)]);
    const { path } = await writeAll(yolo, exportDataset(given, { classes: CLASSES }));
    const masks = ultralyticsMasks(join(path, 'labels'), SIZE, SIZE);
    for (const document of given) {
      // Outlines of a class may lie in holes of another: whichever is drawn later, no pixel has two classes.
      const theirs = masks[document.image.replace('.png', '')];
      expect(Buffer.compare(theirs, maskOf(document)), document.image).toBe(0);
    }
  });
});
