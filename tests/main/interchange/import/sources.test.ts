import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import type { ImportOptions } from '../../../../src/main/interchange/import/import-source.ts';
import { imported } from '../../../helpers/imported.ts';
import { folderWith } from '../../../helpers/interchange.ts';

const fixtures = join(import.meta.dirname, '../../../fixtures/interchange');

type Case = readonly [
  source: string,
  images: Readonly<Record<string, string>>,
  said?: readonly string[],
  options?: Partial<ImportOptions>,
];

function cases(list: readonly Case[]): void {
  for (const [source, images, said = [], options = {}] of list) {
    it([source, ...Object.values(options)].join(' '), async () => {
      const found = await imported(join(fixtures, source), options);
      expect(found.images).toEqual(images);
      expect(found.codes).toEqual(said);
    });
  }
}

describe('text that is not UTF-8', () => {
  cases([
    ['13-yolo-classes-gbk', { 'a.png': 'verified 裂缝 160' }, ['encoding-guessed 1']],
    ['13-yolo-classes-gbk', { 'a.png': 'verified 裂缝 160' }, [], { encoding: 'gb18030' }],
    ['14-labelme-gbk', { '裂缝1.png': 'verified 裂缝 189' }, ['encoding-guessed 1']],
    ['15-utf16', { 'a.png': 'verified crack 160' }],
    ['15b-utf16-coco', { 'a.png': 'verified crack 160' }],
    ['60-cvat-utf16', { 'a.png': 'verified crack 160' }],
  ]);
});

describe('classes that are named beside the labels', () => {
  cases([
    ['05-labelstudio-yolo-percent', { '3f2a9c11-Capture_décran 1.png': 'verified crack 160' }],
    ['40-yolo-obj-names', { 'a.png': 'verified crack 160' }],
  ]);

  it.each([
    ['predefined_classes.txt', 'crack\n'],
    ['labels.txt', 'crack\n'],
    ['data/obj.names', 'crack\n'],
    ['CLASSES.TXT', 'crack\r\n'],
    ['notes.json', JSON.stringify({ categories: [{ id: 0, name: 'crack' }] })],
  ])('are found in %s', async (name, text) => {
    const source = folderWith({ 'a.txt': '0 .1 .1 .5 .1 .5 .5', 'a.png': await picture(), [name]: text });
    expect((await imported(source)).images).toEqual({ 'a.png': 'verified crack 26' });
  });
});

describe('pictures and labels that find each other', () => {
  cases([
    ['06-labelstudio-coco-local-files', { '057b.png': 'verified crack 160' }, ['name-flattened 1']],
    ['07-labelstudio-coco-upload', { 'crack one.png': 'verified crack 160' }, ['name-flattened 1']],
    ['11-coco-same-id', { 'a_jpg.png': 'verified crack 160', 'a_png.png': 'verified crack 64' }, ['same-stem 2']],
    ['12-coco-same-name-two-ids', { 'a.png': 'verified crack 224' }],
    ['24-uppercase', { 'DSC0001.png': 'verified crack 160' }],
    [
      '36-cvat-project-same',
      { 'Train_img.png': 'verified crack 160', 'Validation_img.png': 'verified crack 160' },
      ['name-flattened 2'],
    ],
    ['40-yolo-Images-Labels', { 'a.png': 'verified class 0 160' }],
    ['41-yolo-caps', { 'a.png': 'verified crack 160' }, ['split-one-sided 1']],
  ]);

  it('are those of a COCO or CVAT file for each image, however many there are', async () => {
    const names = Array.from({ length: 40 }, (_, i) => `s${i}`);
    const pictures = await Promise.all(names.map(async name => [`${name}.png`, await picture()] as const));
    const files = (ending: string, text: (name: string) => unknown) =>
      Object.fromEntries([...pictures, ...names.map(name => [`${name}.${ending}`, text(name)] as const)]);
    const expected = Object.fromEntries(names.map(name => [`${name}.png`, 'verified crack 9']));
    const coco = folderWith(files('json', name => cocoOf([{ file: `${name}.png`, square: 3 }])));
    expect((await imported(coco)).images).toEqual(expected);
    const cvat = folderWith(files('xml', name => cvatOf(`<image id="0" name="${name}.png" ${SIZE}>${SQUARE}</image>`)));
    expect((await imported(cvat)).images).toEqual(expected);
  });

  it('keep apart what has one name in two subsets, and put together what two files say of one picture', async () => {
    const [train, val] = [cocoOf([{ file: 'img.png', square: 3 }]), cocoOf([{ file: 'img.png', square: 4 }])];
    const subsets = folderWith({
      'annotations/instances_train.json': train,
      'annotations/instances_val.json': val,
      'images/train/img.png': await picture(),
      'images/val/img.png': await picture(),
    });
    expect((await imported(subsets)).images).toEqual({
      'train_img.png': 'verified crack 9',
      'val_img.png': 'verified crack 16',
    });
    const classes = folderWith({
      'crack.json': train,
      'rust.json': cocoOf([{ file: 'img.png', square: 4 }], 'rust'),
      'img.png': await picture(),
    });
    expect((await imported(classes)).images).toEqual({ 'img.png': 'verified crack 9 rust 16' });
  });

  it('keep apart what has one name in two exports beside each other', async () => {
    const coco = (square: number) => cocoOf([{ file: 'img.png', square }]);
    const two = folderWith({
      'day1/annotations/instances_default.json': coco(3),
      'day1/images/default/img.png': await picture(),
      'day2/annotations/instances_default.json': coco(4),
      'day2/images/default/img.png': await picture(),
    });
    expect((await imported(two)).images).toEqual({
      'day1_img.png': 'verified crack 9',
      'day2_img.png': 'verified crack 16',
    });
    const xml = cvatOf(`<image id="0" name="img.png" ${SIZE}>${SQUARE}</image>`);
    const tasks = folderWith({
      'day1/annotations.xml': xml,
      'day1/images/img.png': await picture(),
      'day2/annotations.xml': xml,
      'day2/images/img.png': await picture(),
    });
    expect((await imported(tasks)).images).toEqual({
      'day1_img.png': 'verified crack 9',
      'day2_img.png': 'verified crack 9',
    });
  });

  it('are those of labelme in any case, and none is taken twice', async () => {
    const shape = {
      label: 'crack',
      points: [
        [2, 2],
        [4, 2],
        [4, 4],
        [2, 4],
      ],
      shape_type: 'polygon',
    };
    const file = { shapes: [shape], imagePath: 'img.jpg', imageData: null, imageWidth: 20, imageHeight: 14 };
    const source = folderWith({ 'IMG.JSON': file, 'IMG.PNG': await picture() });
    expect((await imported(source)).images).toEqual({ 'IMG.png': 'verified crack 9' });
  });

  it('lie anywhere in the source', async () => {
    const source = folderWith({
      'export/a.json': cocoOf([{ file: 'crack.jpg', square: 3 }]),
      'Day 1/CRACK.png': await picture(),
      'Day 1/other.png': await picture(),
    });
    expect((await imported(source)).images).toEqual({ 'crack.png': 'verified crack 9' });
  });
});

describe('photos that EXIF turns', () => {
  const upright = { 'a.png': 'verified crack 360' };
  cases([
    ['08-coco-exif-size-stored-coords-upright', upright, ['upright 1']],
    ['08-coco-exif-size-stored-coords-upright', upright, ['upright 1'], { turned: 'upright' }],
  ]);

  it('are all taken alike where one of them shows how its labels were drawn', async () => {
    const photo = await sharp({ create: { width: 20, height: 14, channels: 3, background: '#808080' } })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    const { images, categories, annotations } = cocoOf([
      { file: 'unclear.jpg', square: 3 },
      { file: 'tall.jpg', square: 3 },
    ]);
    annotations[1].segmentation = [[2, 2, 5, 2, 5, 19, 2, 19]];
    const files = { 'tall.jpg': photo, 'unclear.jpg': photo };
    const found = await imported(folderWith({ 'a.json': { images, categories, annotations }, ...files }));
    expect(found.images).toEqual({ 'tall.png': 'verified crack 51', 'unclear.png': 'verified crack 9' });
    expect(found.codes).toEqual(['upright 2']);
    const alone = { images: images.slice(0, 1), categories, annotations: annotations.slice(0, 1) };
    expect((await imported(folderWith({ 'a.json': alone, ...files }))).codes).toEqual(['turned 1', 'exif-unclear 1']);
  });
});

describe('masks', () => {
  const flat = ['name-flattened 1', 'split-one-sided 1'];
  const crack = { 'x.png': 'verified crack 230' };
  cases([
    ['32-layout-camvid', { 'train_x.png': 'verified crack 230' }, flat],
    ['32-layout-deepcrack', { 'train_x.png': 'verified crack 230' }, flat],
    ['32-layout-mmseg', { 'train_x.png': 'verified crack 230' }, flat],
    ['32-layout-mvtec', { 'bottle_test_broken_x.png': 'verified crack 230' }, flat],
    ['32-layout-prefix', crack],
    ['32-layout-segpng', crack],
    [
      '32-layout-mmseg/ann_dir',
      crack,
      ['split-one-sided 1'],
      { format: 'masks', images: join(fixtures, '32-layout-mmseg/img_dir/train') },
    ],
    ['30-mask-inv', crack, ['inverted 1'], { invert: 'yes' }],
    ['30-mask-inv', { 'x.png': 'verified crack 970' }, ['looks-inverted 1'], { invert: 'no' }],
    ['35-index-void', { 'x.png': 'verified class 1 230 class 2 120' }, ['void-pixels 40']],
    ...(['51-crack1-void255', '51b-crack1-void255-listed'] as const).map(
      (source): Case => [
        source,
        Object.fromEntries(['x0', 'x1', 'x2'].map(name => [`${name}.png`, 'verified crack 230'])),
        ['void-pixels 480'],
      ],
    ),
  ]);
});

const SIZE = 'width="20" height="14"';
const SQUARE = '<polygon label="crack" points="2,2;5,2;5,5;2,5" z_order="0"/>';

async function picture(): Promise<Buffer> {
  return sharp({ create: { width: 20, height: 14, channels: 3, background: '#808080' } })
    .png()
    .toBuffer();
}

function cvatOf(elements: string): string {
  return `<?xml version="1.0"?><annotations><version>1.1</version>${elements}</annotations>`;
}

function cocoOf(images: readonly { file: string; square: number }[], name = 'crack') {
  return {
    images: images.map(({ file }, i) => ({ id: i + 1, file_name: file, width: 20, height: 14 })),
    categories: [{ id: 1, name }],
    annotations: images.map(({ square }, i) => {
      const end = 2 + square;
      const segmentation = [[2, 2, end, 2, end, end, 2, end]];
      return { id: i + 1, image_id: i + 1, category_id: 1, iscrowd: 0, area: 1, bbox: [2, 2, 1, 1], segmentation };
    }),
  };
}
