import { join } from 'node:path';
import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { encodePalette } from '../../../../../src/main/images/palette-png.ts';
import type { ForeignImage } from '../../../../../src/main/interchange/formats/foreign.ts';
import type { ReadOptions } from '../../../../../src/main/interchange/formats/format.ts';
import { FORMATS } from '../../../../../src/main/interchange/formats/formats.ts';
import { masks } from '../../../../../src/main/interchange/formats/masks/masks.ts';
import { VOC_COLOURS } from '../../../../../src/main/interchange/formats/voc/voc-colours.ts';
import { openSource } from '../../../../../src/main/interchange/import/source.ts';
import {
  arbitraryImages,
  classesOf,
  type Exported,
  expectAllBack,
  exportDataset,
  maskRows,
  readBack,
  rectangle,
  written,
} from '../../../../helpers/export-dataset.ts';
import { bmp, folderOf, type Legend, png } from '../../../../helpers/mask-pictures.ts';

const ROWS = ['.##.', '....', '#...'];
const CRACK_ROWS = ['.11.', '....', '1...'];
const GRAY: Legend = { '.': [0], '#': [255], h: [128], '1': [1], '2': [2], '3': [3] };

/** What comes of mask files, by their paths; the pictures beside them need not be any. */
async function read(files: Readonly<Record<string, string | Uint8Array>>, options: ReadOptions = {}) {
  const reading = await masks.read(await folderOf(files), options);
  const images: ForeignImage[] = [];
  for await (const image of reading.images()) images.push(image);
  const one = images[0];
  const rows = (name = one.name) => maskRows(images.find(each => each.name === name)!.labels, 4, 3, reading.classes);
  return {
    classes: reading.classes,
    count: reading.count,
    images,
    one,
    rows,
    codes: one?.notes.map(({ code }) => code),
  };
}

const only = (mask: Uint8Array) => read({ 'masks/a.png': mask });

describe('which mask is whose', () => {
  const mask = png(ROWS, GRAY);

  it.each([
    ['images/a.jpg', 'masks/a.png'],
    ['images/a.jpg', 'Masks/a_mask.PNG'],
    ['img/a.jpg', 'gt/a.png'],
    ['a.jpg', 'a_label.png'],
    ['a.jpg', 'a_MASK.png'],
    ['a.jpg', 'a-mask.png'],
    ['a.png', 'a_gt.bmp.png'],
    ['a.jpg', 'a.png'],
    ['a.jpg', 'Ground Truth/a.png'],
    ['cam1/images/a.jpg', 'cam1/masks/a.png'],
    ['images/cam1/ä b#.jpg', 'masks/cam1/ä b#.png'],
    ['images/cam1/a.jpg', 'masks/a.png'],
    ['images/a.jpg', 'masks/a.jpg.png'],
    ['images/x_mask.jpg', 'masks/x_mask.png'],
    ['x.jpg', 'mask_x.png'],
    ['a_sat.jpg', 'a_mask.png'],
    ['img_01.jpg', 'label_01.png'],
    ['JPEGImages/a.jpg', 'SegmentationClassPNG/a.png'],
    ['images/a.jpg', 'crack_masks_png/a.png'],
    ['img_dir/a.jpg', 'ann_dir/a.png'],
    ['images/a.jpg', 'BW/a.png'],
    ['cam/images/a.jpg', 'cam/groundTruth/a.png'],
    ['leftImg8bit/a_leftImg8bit.png', 'gtFine/a_gtFine_labelIds.png'],
    ['IMAGES/A1.JPG', 'MASKS/a1.PNG'],
    ['images/a_1.jpg', 'masks/a_1_crackmask.png'],
    ['images/a.jpg', 'masks/pred a final.png'],
  ])('%s and %s are a pair', async (image, file) => {
    const found = await read({ [image]: 'picture', [file.replace('.bmp', '')]: await mask });
    expect(found.images).toMatchObject([{ state: 'labelled', picture: { path: image } }]);
    expect(found.one.name).toBe(image.replace(/(^|\/)(images|img|JPEGImages|img_dir|leftImg8bit)\//i, '$1'));
  });

  it.each([
    ['train/images/a.jpg', 'train/masks/a.png', 'train'],
    ['images/val/a.jpg', 'masks/val/a.png', 'val'],
    ['test_images/a.jpg', 'test_masks/a.png', 'test'],
    ['images/validation/a.jpg', 'masks/valid/a.png', 'val'],
    ['train_img/a.jpg', 'train_lab/a.png', 'train'],
    ['img_dir/val/a.jpg', 'ann_dir/val/a.png', 'val'],
    ['train/a.jpg', 'trainannot/a.png', 'train'],
    ['test/a.jpg', 'ground_truth/a_mask.png', 'test'],
  ])('the folders of %s and %s give the side', async (image, file, side) => {
    const { images } = await read({ [image]: '', [file]: await mask });
    expect(images).toMatchObject([{ state: 'labelled', name: `${side}/a.jpg`, side }]);
  });

  it('an image without a mask is unknown, and a mask without an image has only a name', async () => {
    const { images } = await read({
      'images/a.jpg': '',
      'images/b.jpg': '',
      'masks/b.png': await mask,
      'masks/c_mask.png': await mask,
    });
    expect(images.map(({ name, state, picture }) => [name, state, picture])).toEqual([
      ['a.jpg', 'unknown', { path: 'images/a.jpg' }],
      ['b.jpg', 'labelled', { path: 'images/b.jpg' }],
      ['c', 'labelled', null],
    ]);
  });

  it('where two masks or two images fit, nobody can tell', async () => {
    const two = await read({ 'images/a.jpg': '', 'masks/a.png': await mask, 'masks/a_mask.png': await mask });
    expect(two.images).toMatchObject([
      {
        name: 'a.jpg',
        state: 'unknown',
        notes: [{ code: 'ambiguous-name', detail: 'a.jpg: masks/a.png, masks/a_mask.png' }],
      },
    ]);
    const images = await read({ 'images/a.jpg': '', 'images/a.png': '', 'masks/a.png': await mask });
    // A mask has the whole name of one of the images.
    expect(images.images.map(({ state, notes }) => [state, notes.length])).toEqual([
      ['unknown', 1],
      ['unknown', 1],
    ]);
    const told = await read({
      'images/a.jpg': '',
      'images/a.png': '',
      'masks/a.jpg.png': await mask,
      'masks/a.png.png': await mask,
    });
    expect(told.images.map(({ name, state }) => [name, state])).toEqual([
      ['a.jpg', 'labelled'],
      ['a.png', 'labelled'],
    ]);
  });

  it('the same name in two folders is two images', async () => {
    const files = {
      'images/x/a.jpg': '',
      'images/y/a.jpg': '',
      'masks/x/a.png': await mask,
      'masks/y/a.png': await mask,
    };
    expect((await read(files)).images.map(({ name, state }) => [name, state])).toEqual([
      ['x/a.jpg', 'labelled'],
      ['y/a.jpg', 'labelled'],
    ]);
  });

  it('the same name on two sides is two images', async () => {
    const sides = ['train', 'val'].flatMap(side => [`${side}_images/a.jpg`, `${side}_masks/a.png`]);
    const { images } = await read(Object.fromEntries(await Promise.all(sides.map(async file => [file, await mask]))));
    expect(images.map(({ name, state, side }) => [name, state, side])).toEqual([
      ['train/a.jpg', 'labelled', 'train'],
      ['val/a.jpg', 'labelled', 'val'],
    ]);
  });

  it('folders whose names say nothing are told by what lies in them', async () => {
    const noise = Uint8Array.from({ length: 3 * 64 * 64 }, (_, i) => (i * 7919 + (i >> 5) * 131) % 256);
    const photo = await sharp(noise, { raw: { width: 64, height: 64, channels: 3 } })
      .png()
      .toBuffer();
    const files = { 'A/x.png': photo, 'A/y.png': photo, 'B/x.png': await mask, 'B/y.png': await mask };
    const { images } = await read(files);
    expect(images.map(({ name, state, picture }) => [name, state, picture])).toEqual([
      ['A/x.png', 'labelled', { path: 'A/x.png' }],
      ['A/y.png', 'labelled', { path: 'A/y.png' }],
    ]);
  });

  it('a mask whose name only begins like that of an image is not taken for its mask, where that has one', async () => {
    const files = { 'images/a_1.jpg': '', 'masks/a_1.png': await mask, 'masks/a_1_2.png': await mask };
    expect((await read(files)).images.map(({ name, state }) => [name, state])).toEqual([
      ['a_1.jpg', 'labelled'],
      ['a_1_2', 'labelled'],
    ]);
    const twice = { 'images/a.jpg': '', 'masks/a_x.png': await mask, 'masks/a_y.png': await mask };
    expect((await read(twice)).images.map(({ state }) => state)).toEqual(['unknown', 'labelled', 'labelled']);
  });

  it('overlays and masks of instances are neither', async () => {
    const files = { 'images/a.jpg': '', 'SegmentationClass Visualization/a.jpg': '', 'instances/a.png': await mask };
    const { images } = await read({ ...files, 'masks/a.png': await mask });
    expect(images).toMatchObject([{ name: 'a.jpg', state: 'labelled', picture: { path: 'images/a.jpg' } }]);
  });

  it('everything is a mask where that is said, of images that are elsewhere', async () => {
    const files = { 'foo/a.png': await mask, 'b_seg.png': await mask, 'c.png': await mask };
    const elsewhere = ['day 1/a.jpg', 'b.jpg', 'd.jpg'];
    const { images } = await read(files, { isNamed: true, elsewhere });
    expect(images.map(({ name, state, picture }) => [name, state, picture])).toEqual([
      ['b.jpg', 'labelled', null],
      ['c', 'labelled', null],
      ['day 1/a.jpg', 'labelled', null],
    ]);
  });

  it('the folder itself may be that of the masks', async () => {
    const root = await folderOf({ 'masks/a.png': await mask });
    const { images } = await readBack(masks, await openSource(join(root.path, 'masks')));
    expect(images).toMatchObject([{ name: 'a', state: 'labelled' }]);
  });

  it.each([
    ['pictures alone', { 'images/a.jpg': '', 'b.png': '' }],
    ['labelme files', { 'a.jpg': '', 'a.json': '{}' }],
    ['COCO', { 'annotations/instances_default.json': '{}', 'images/a.jpg': '' }],
    ['YOLO', { 'images/train/a.jpg': '', 'labels/train/a.txt': '0 0 0 1 1 1 0', 'data.yaml': '' }],
    ['CVAT XML', { 'annotations.xml': '', 'images/a.png': '' }],
    ['ROI masks of saved frames', { 'images/a.png': '', 'roi_masks/a.png': '' }],
  ])('%s are not recognised', async (_, files) => {
    const source = await folderOf(files as Record<string, string>);
    for (const format of FORMATS.filter(({ id }) => ['masks', 'voc', 'cvat-masks'].includes(id))) {
      expect(await format.recognise(source)).toBeNull();
    }
  });

  it('says how many it found', async () => {
    expect(await masks.recognise(await folderOf({ 'images/a.jpg': '', 'images/b.jpg': '', 'masks/a.png': '' }))).toBe(
      '1 masks for 2 images, by their names',
    );
  });
});

describe('masks of one class', () => {
  it.each([
    ['0 and 255', png(ROWS, GRAY)],
    ['0 and 1', png(ROWS, { ...GRAY, '#': [1] })],
    ['16 bits', png(ROWS, { '.': [0], '#': [65535] }, 16)],
    ['16 bits of 0 and 1', png(ROWS, { '.': [0], '#': [1] }, 16)],
    [
      'a palette',
      encodePalette(indexed(ROWS), [
        [0, 0, 0],
        [255, 0, 0],
      ]),
    ],
    [
      'a palette of gray',
      encodePalette(indexed(ROWS), [
        [0, 0, 0],
        [255, 255, 255],
      ]),
    ],
    [
      'a palette whose background is not black',
      encodePalette(indexed(ROWS), [
        [9, 9, 9],
        [255, 0, 0],
      ]),
    ],
    [
      'a palette whose black comes second',
      encodePalette(indexed(ROWS.map(row => row.replace(/./g, each => (each === '.' ? '#' : '.')))), [
        [255, 0, 0],
        [0, 0, 0],
      ]),
    ],
    ['RGB', png(ROWS, { '.': [0, 0, 0], '#': [255, 255, 255] })],
    ['one colour', png(ROWS, { '.': [0, 0, 0], '#': [200, 10, 0] })],
    ['one colour on white', png(ROWS, { '.': [255, 255, 255], '#': [200, 10, 0] })],
    ['RGBA that is opaque', png(ROWS, { '.': [0, 0, 0, 255], '#': [255, 255, 255, 255] })],
    ['RGBA whose alpha is the mask', png(ROWS, { '.': [0, 0, 0, 0], '#': [0, 0, 0, 255] })],
    ['gray whose alpha is the mask', png(ROWS, { '.': [0, 0], '#': [0, 255] })],
    ['one colour on nothing', png(ROWS, { '.': [77, 77, 77, 0], '#': [255, 0, 0, 255] })],
    ['RGBA with alpha 0 all over', png(ROWS, { '.': [0, 0, 0, 0], '#': [255, 255, 255, 0] })],
  ])('%s', async (_, mask) => {
    const found = await only(await mask);
    expect(found.classes).toEqual(['crack']);
    expect(found.rows()).toEqual(CRACK_ROWS);
    expect(found.one).toMatchObject({
      name: 'a',
      state: 'labelled',
      size: { width: 4, height: 3 },
      pixels: 3,
      side: null,
      notes: [],
    });
  });

  it.each([1, 4, 8, 24, 32])('a BMP of %i bits', async bits => {
    const found = await read({ 'masks/a.bmp': bmp(ROWS, bits) });
    expect(found.rows()).toEqual(CRACK_ROWS);
    expect(found.one.notes).toEqual([]);
  });

  it('a TIFF', async () => {
    const tiff = await sharp(await png(ROWS, GRAY))
      .toColourspace('b-w')
      .tiff({ compression: 'lzw' })
      .toBuffer();
    expect((await read({ 'masks/a.tif': tiff })).rows()).toEqual(CRACK_ROWS);
  });

  it('an empty one says that there is no crack', async () => {
    const found = await only(await png(['....'], GRAY));
    expect(found.one).toMatchObject({ state: 'empty', labels: [], pixels: 0, notes: [] });
  });

  it('0 and 1 in one file and 0 and 255 in another are the same crack', async () => {
    const { classes, images } = await read({
      'masks/a.png': await png(ROWS, GRAY),
      'masks/b.png': await png(ROWS, { ...GRAY, '#': [1] }),
    });
    expect(classes).toEqual(['crack']);
    expect(images.map(({ pixels }) => pixels)).toEqual([3, 3]);
  });

  it('a smaller one has its own size', async () => {
    const { one } = await read({
      'images/a.png': await png(['........'], GRAY),
      'masks/a.png': await png(['.#..'], GRAY),
    });
    expect(one.size).toEqual({ width: 4, height: 1 });
  });

  it('of which more than 60 % are crack looks inverted', async () => {
    expect((await only(await png(['###..'], GRAY))).codes).toEqual([]);
    const { one } = await only(await png(['####.'], GRAY));
    expect(one).toMatchObject({
      state: 'labelled',
      notes: [{ code: 'looks-inverted', detail: 'masks/a.png: 80 % are crack' }],
    });
  });
});

describe('masks that are mostly crack', () => {
  const inverted = png(['####', '#..#', '####'], GRAY);

  it('are left out where somebody can be asked, inverted or taken as they are where that is answered', async () => {
    const files = { 'masks/a.png': await inverted };
    const asked = await read(files, { invert: 'ask' });
    expect(asked.one).toMatchObject({ state: 'unknown', labels: [] });
    expect(asked.one.notes).toEqual([{ code: 'inverted-mask', detail: 'masks/a.png: 83 % are crack' }]);
    const yes = await read(files, { invert: 'yes' });
    expect([yes.rows(), yes.codes, yes.classes]).toEqual([['....', '.11.', '....'], ['inverted'], ['crack']]);
    const no = await read(files, { invert: 'no' });
    expect([no.one.pixels, no.codes]).toEqual([10, ['looks-inverted']]);
  });

  it.each([
    ['colours', png(['####', '#..#', '####'], { '.': [0, 0, 0], '#': [255, 255, 255] })],
    [
      'a JPEG',
      sharp(
        new Uint8Array(64 * 64).map((_, i) => (i % 64 < 8 ? 0 : 255)),
        { raw: { width: 64, height: 64, channels: 1 } },
      )
        .jpeg()
        .toBuffer(),
    ],
    ['0 and 1', png(['####', '#..#', '####'], { ...GRAY, '#': [1] })],
  ])('are asked about in %s, too', async (_, mask) => {
    const { one } = await read({ 'masks/a.png': await mask }, { invert: 'ask' });
    expect(one.notes).toMatchObject([{ code: 'inverted-mask' }]);
  });

  it('make the others of their set uncertain, where they are most', async () => {
    const [a, b, c] = [await inverted, await inverted, await png(['....', '.##.', '....'], GRAY)];
    const ask = { invert: 'ask' } as const;
    const most = await read({ 'masks/a.png': a, 'masks/b.png': b, 'masks/c.png': c }, ask);
    expect(most.images.map(({ state }) => state)).toEqual(['unknown', 'unknown', 'unknown']);
    const few = await read({ 'masks/a.png': a, 'masks/c.png': c, 'masks/d.png': c }, ask);
    expect(few.images.map(({ state }) => state)).toEqual(['unknown', 'labelled', 'labelled']);
  });

  it('are as they should be where there are several classes', async () => {
    const { one } = await read({ 'masks/a.png': await png(['1122', '1122', '11..'], GRAY) }, { invert: 'ask' });
    expect([one.state, one.notes[0].code]).toEqual(['labelled', 'looks-inverted']);
  });
});

describe('masks with soft edges', () => {
  const soft = png(['.h#h', '....', 'h...'], GRAY);

  it('are left out, and say how many pixels nobody can tell', async () => {
    const { one } = await only(await soft);
    expect(one).toMatchObject({ state: 'unknown', labels: [], pixels: null });
    expect(one.notes).toEqual([
      { code: 'soft-mask', detail: 'masks/a.png: 3 of 12 pixels are neither crack nor background' },
    ]);
  });

  it.each([
    ['RGB gray', png(['.h##'], { '.': [0, 0, 0], h: [90, 90, 90], '#': [255, 255, 255] }), 1],
    ['a colour', png(['.h##'], { '.': [0, 0, 0], h: [125, 5, 40], '#': [250, 10, 80] }), 1],
    ['a colour on white', png(['.h##'], { '.': [255, 255, 255], h: [255, 128, 128], '#': [255, 0, 0] }), 1],
    ['alpha', png(['.h##'], { '.': [0, 0, 0, 0], h: [0, 0, 0, 90], '#': [0, 0, 0, 255] }), 1],
    [
      'a palette',
      encodePalette({ width: 4, height: 1, data: Uint8Array.of(0, 1, 2, 2) }, [
        [0, 0, 0],
        [100, 0, 0],
        [200, 0, 0],
      ]),
      1,
    ],
    ['16 bits', png(['.h##'], { '.': [0], h: [30000], '#': [65535] }, 16), 1],
  ])('of %s, too', async (_, mask, count) => {
    const { one } = await only(await mask);
    expect(one.notes).toMatchObject([{ code: 'soft-mask', detail: expect.stringContaining(`: ${count} of `) }]);
  });

  it.each([
    ['a gray that is no next number', png(['.l#.'], { ...GRAY, l: [12] })],
    ['few pixels of 1', png([`${'#'.repeat(30)}1.`], GRAY)],
  ])('may be classes beside a void for all that can be seen of %s, which is asked', async (_, mask) => {
    const { one } = await only(await mask);
    expect(one).toMatchObject({ state: 'unknown', notes: [{ code: 'void-unclear' }] });
  });

  it('are classes beside a void where there is much of them, however much void there is', async () => {
    const mask = [...Array.from({ length: 99 }, () => '#'.repeat(99)), `.${'1'.repeat(30)}${'#'.repeat(68)}`];
    const { classes, one } = await only(await png(mask, GRAY));
    expect([classes, one.pixels, one.notes[0].code]).toEqual([['crack'], 30, 'void-pixels']);
  });

  it('that differ in their low grays are no classes', async () => {
    const { classes, images } = await read({
      'masks/a.png': await png(['.l#.'], { ...GRAY, l: [12] }),
      'masks/b.png': await png(['.l#.'], { ...GRAY, l: [7] }),
    });
    expect(classes).toEqual([]);
    expect(images.map(({ state }) => state)).toEqual(['unknown', 'unknown']);
  });

  it('are cut at half of their largest value where that was asked for', async () => {
    const { rows, one } = await read(
      { 'masks/a.png': await png(['.hl#', '....', 'h...'], { ...GRAY, h: [100], l: [99], '#': [200] }) },
      { soft: 'half' },
    );
    expect(rows()).toEqual(['.1.1', '....', '1...']);
    expect(one.notes).toEqual([{ code: 'threshold', detail: 'masks/a.png' }]);
  });

  it('a JPEG that has two sides is cut at half; one that has not is left out', async () => {
    const [width, height] = [96, 96];
    const crack = Uint8Array.from({ length: width * height }, (_, i) =>
      Math.abs((i % width) - Math.floor(i / width)) < 2 ? 255 : 0,
    );
    const jpeg = (data: Uint8Array, quality: number) =>
      sharp(data, { raw: { width, height, channels: 1 } })
        .jpeg({ quality })
        .toBuffer();
    for (const quality of [50, 75, 95]) {
      const { one } = await read({ 'masks/a.jpg': await jpeg(crack, quality) });
      expect(one.notes).toMatchObject([{ code: 'threshold' }]);
      expect(one.pixels).toBe(crack.filter(value => value > 0).length);
    }
    const photo = await read({
      'masks/a.jpg': await jpeg(
        crack.map((_, i) => (i * 7) % 256),
        90,
      ),
    });
    expect(photo.one).toMatchObject({ state: 'unknown', notes: [{ code: 'soft-mask' }] });
    const faint = await read({
      'masks/a.jpg': await jpeg(
        crack.map(value => value && 3),
        60,
      ),
    });
    expect(faint.one.state).toBe('unknown');
  });
});

describe('masks of several classes', () => {
  it('are classes by number, those of one file being enough to say so', async () => {
    const { classes, images, rows } = await read({
      'masks/a.png': await png(['.13.', '....', '3...'], GRAY),
      'masks/b.png': await png(ROWS, { ...GRAY, '#': [1] }),
    });
    expect(classes).toEqual(['class 1', 'class 3']);
    expect(rows('a')).toEqual(['.12.', '....', '2...']);
    expect(images[1].labels.map(label => label.class)).toEqual(['class 1']);
  });

  it('have the names of a list, with or without its background', async () => {
    for (const list of ['_background_\ncrack\nrust\nspall\n', '\uFEFFcrack\r\nrust\r\nspall\r\n']) {
      const { classes, rows } = await read({
        'classes.txt': list,
        'masks/a.png': await png(['.13.', '....', '....'], GRAY),
      });
      expect(classes).toEqual(['crack', 'rust', 'spall']);
      expect(rows()).toEqual(['.13.', '....', '....']);
    }
  });

  it('have a void, which is counted and is no class; with nothing else, nobody knows', async () => {
    const { classes, images } = await read({
      'masks/a.png': await png(['.12#'], GRAY),
      'masks/b.png': await png(['.12.'], GRAY),
      'masks/c.png': await png(['..##'], GRAY),
    });
    expect(classes).toEqual(['class 1', 'class 2']);
    expect(images.map(({ state, pixels, notes }) => [state, pixels, notes[0]?.count])).toEqual([
      ['labelled', 2, 1],
      ['labelled', 2, undefined],
      ['unknown', 0, 2],
    ]);
  });

  it('may be one class and a void, which never becomes crack, whatever is asked for', async () => {
    const indices = { width: 4, height: 1, data: Uint8Array.of(0, 1, 1, 255) };
    const masks = [png(['.11#'], GRAY), encodePalette(indices, VOC_COLOURS)];
    for (const options of [{}, { soft: 'half' }, { soft: 'classes' }] as const) {
      for (const mask of await Promise.all(masks)) {
        const { rows, one, classes } = await read({ 'masks/a.png': mask }, options);
        expect([classes, rows()[0]]).toEqual([['crack'], '.11.']);
        expect(one.notes).toMatchObject([{ code: 'void-pixels', count: 1 }]);
      }
    }
    const listed = await read({
      'masks/a.png': await png(['.22#'], GRAY),
      'class_names.txt': '_background_\nrust\ncrack\n',
    });
    expect([listed.classes, listed.rows()[0]]).toEqual([['rust', 'crack'], '.22.']);
  });

  it('are those of grays that leave numbers out, where somebody says that they are numbers', async () => {
    const files = { 'masks/a.png': await png(['.l1#'], { ...GRAY, l: [40] }) };
    expect((await read(files)).codes).toEqual(['soft-mask']);
    const { classes, rows } = await read(files, { soft: 'classes' });
    expect([classes, rows()[0]]).toEqual([['class 1', 'class 40'], '.21.']);
  });

  it('by the indices of a palette', async () => {
    const image = indexed(['.12.', '....', '2...']);
    const { classes, rows } = await read({ 'masks/a.png': await encodePalette(image, VOC_COLOURS) });
    expect(classes).toEqual(['class 1', 'class 2']);
    expect(rows()).toEqual(['.12.', '....', '2...']);
  });

  it('by colours: those of VOC are numbers, others have no name but themselves', async () => {
    const voc = await only(await png(['.12.'], { '.': [0, 0, 0], '1': [128, 0, 0], '2': [64, 0, 0] }));
    expect(voc.classes).toEqual(['class 1', 'class 8']);
    const own = await only(
      await png(['.12.', '....', '....'], { '.': [0, 0, 0], '1': [255, 0, 0], '2': [0, 200, 255] }),
    );
    expect(own.classes).toEqual(['#00c8ff', '#ff0000']);
    expect(own.rows()).toEqual(['.21.', '....', '....']);
  });
});

describe('files that are no masks', () => {
  it('are left out with one line each, and nothing else suffers', async () => {
    const huge = await png(ROWS, GRAY);
    huge.writeUInt32BE(50_000, 16);
    huge.writeUInt32BE(50_000, 20);
    const palette = await encodePalette(indexed(ROWS), [
      [0, 0, 0],
      [255, 0, 0],
    ]);
    const big = bmp(ROWS, 8);
    big.writeInt32LE(50_000, 18);
    big.writeInt32LE(50_000, 22);
    const files = {
      'masks/big.bmp': big,
      'masks/broken.png': palette.subarray(0, 60),
      'masks/cut.bmp': bmp(ROWS, 24).subarray(0, 70),
      'masks/good.png': await png(ROWS, GRAY),
      'masks/huge.png': huge,
      'masks/rle.bmp': rle(),
      'masks/text.png': 'text',
    };
    const { images } = await read(files);
    expect(images.map(({ name, state }) => [name, state])).toEqual(
      ['big', 'broken', 'cut', 'good', 'huge', 'rle', 'text'].map(name => [
        name,
        name === 'good' ? 'labelled' : 'unknown',
      ]),
    );
    for (const { notes, state } of images) {
      if (state === 'labelled') continue;
      expect(notes).toEqual([
        { code: 'bad-file', detail: expect.stringMatching(/^Cannot read [^\n]*masks\/[^\n]*: [^\n]*\.$/) },
      ]);
    }
    expect(images[0].notes[0].detail).toContain('268,435,456 pixels');
    expect(images[4].notes[0].detail).toContain('268,435,456 pixels');
  });
});

describe('writing', () => {
  const crack = [rectangle(1, 1, 3, 3)];

  it('one class as 0 and 255, nothing for the unlabelled, an empty mask for those without cracks, lists for the sides', async () => {
    const images: Exported[] = [
      { name: 'a.jpg', labels: crack, side: 'train' },
      { name: 'b.png', side: 'val' },
      { name: 'c.png', state: 'unlabelled', side: 'val' },
      { name: 'd.png', state: 'in progress', labels: crack },
      { name: 'e.png', state: 'in progress' },
    ];
    const { source, codes } = await written(masks, await exportDataset(images, { withImages: true }));
    expect(source.files).toEqual([
      'classes.txt',
      ...images.map(({ name }) => `images/${name}`),
      'masks/a.png',
      'masks/b.png',
      'masks/d.png',
      'splits/train.txt',
      'splits/val.txt',
    ]);
    expect((await source.read('splits/val.txt')).toString()).toBe('b.png\nc.png\n');
    const { data, info } = await sharp(await source.read('masks/a.png'))
      .toColourspace('b-w')
      .raw()
      .toBuffer({ resolveWithObject: true });
    expect([info.channels, [...new Set(data)].sort(), data.filter(value => value === 255).length]).toEqual([
      1,
      [0, 255],
      4,
    ]);
    expect(codes).toEqual(['state-lost']);
    const back = await readBack(masks, source);
    expect(back.images.map(({ name, state, side }) => [name, state, side])).toEqual([
      ['a.jpg', 'labelled', 'train'],
      ['b.png', 'empty', 'val'],
      ['c.png', 'unknown', 'val'],
      ['d.png', 'labelled', null],
      ['e.png', 'unknown', null],
    ]);
  });

  it('keeps the name of the one class, and tells images of one stem apart', async () => {
    const images = ['a.jpg', 'a.png'].map(name => ({ name, labels: [rectangle(1, 1, 3, 3, 'pitting')] }));
    const { source, codes } = await written(
      masks,
      await exportDataset(images, { classes: classesOf('pitting'), withImages: true }),
    );
    const back = await readBack(masks, source);
    expect(back.reading.classes).toEqual(['pitting']);
    expect(back.images.map(({ name, state }) => [name, state])).toEqual([
      ['a.jpg', 'labelled'],
      ['a.png', 'labelled'],
    ]);
    expect(codes).toEqual(['same-stem']);
  });

  it.each([[['crack']], [['crack', 'rust', 'Cat']]])('whatever is written of %j comes back', async classes => {
    await fc.assert(
      fc.asyncProperty(arbitraryImages(classes), async images => {
        const dataset = await exportDataset(images, { classes: classesOf(...classes), withImages: true });
        const { source } = await written(masks, dataset);
        // Without any mask there is nothing to recognise.
        fc.pre(images.some(({ state }) => state === 'verified'));
        const back = await readBack(masks, source);
        expectAllBack(images, back.images, classes, ({ name }) => name);
      }),
      { numRuns: 30 },
    );
  });
});

/** Characters as indices: `.` is 0, `#` is 1. */
function indexed(rows: readonly string[]) {
  return {
    width: rows[0].length,
    height: rows.length,
    data: Uint8Array.from(rows.join(''), each => (each === '.' ? 0 : each === '#' ? 1 : Number(each))),
  };
}

/** A BMP that says that it is compressed. */
function rle(): Buffer {
  const bytes = bmp(ROWS, 8);
  bytes.writeUInt32LE(1, 30);
  return bytes;
}
