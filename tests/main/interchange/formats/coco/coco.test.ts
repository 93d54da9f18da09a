import { describe, expect, it } from 'vitest';
import { coco } from '../../../../../src/main/interchange/formats/coco/coco.ts';
import { BACKGROUND, type ForeignImage } from '../../../../../src/main/interchange/formats/foreign.ts';
import { maskRows, rectangle } from '../../../../helpers/export-dataset.ts';
import { fileOf, folderOf, readAll, recognised, zipOf } from '../../../../helpers/foreign-files.ts';

type Annotation = Record<string, unknown>;

const CATEGORIES = [{ id: 1, name: 'crack', supercategory: '' }];
const IMAGE = { id: 1, width: 12, height: 12, file_name: 'a.png' };
const SQUARE = [2, 2, 6, 2, 6, 5, 2, 5];
const MASK = { counts: [3, 2, 1, 1, 4, 1], size: [3, 4] };

/** An annotation as CVAT writes it, of the first image and category. */
const annotation = (segmentation: unknown, more: Annotation = {}): Annotation => ({
  id: 1,
  image_id: 1,
  category_id: 1,
  segmentation,
  area: 1,
  bbox: [0, 0, 1, 1],
  iscrowd: 0,
  attributes: { occluded: false },
  ...more,
});

function file(
  annotations: readonly Annotation[],
  { images = [IMAGE] as readonly object[], categories = CATEGORIES } = {},
) {
  return JSON.stringify({ licenses: [{ name: '', id: 0, url: '' }], info: {}, categories, images, annotations });
}

/** What a single image with one annotation comes to. */
async function imageOf(entry: Annotation, image: object = IMAGE): Promise<ForeignImage> {
  const { images } = await readAll(coco, fileOf('x.json', file([entry], { images: [image] })));
  return images[0];
}

const codes = ({ notes }: Pick<ForeignImage, 'notes'>) => notes.map(({ code, count }) => [code, count]);

describe('COCO that comes in', () => {
  it("is CVAT's zip with its pictures, whichever way they lie", async () => {
    for (const picture of ['images/default/a.png', 'images/a.png', 'default/a.png', 'a.png', 'annotations/a.png']) {
      const path = zipOf({ 'annotations/instances_default.json': file([annotation([SQUARE])]), [picture]: 'png' });
      expect(await recognised(coco, path)).toBe('annotations/instances_default.json with images and annotations');
      const { reading, images } = await readAll(coco, path);
      expect(reading.classes).toEqual(['crack']);
      expect(images).toEqual([
        {
          name: 'a.png',
          size: { width: 12, height: 12 },
          state: 'labelled',
          labels: [{ ...rectangle(2, 2, 6, 5), source: 'imported' }],
          pixels: 12,
          side: null,
          notes: [],
          picture: { path: picture },
        },
      ]);
    }
  });

  it('is a bare file of any name, whatever the order of its parts and with or without spaces', async () => {
    const { images, annotations, categories } = JSON.parse(file([annotation([SQUARE])]));
    for (const value of [
      { annotations, images, categories },
      { categories, images, annotations },
    ]) {
      for (const indent of [0, 4]) {
        const path = fileOf('my labels (1).json', `\ufeff${JSON.stringify(value, null, indent)}\r\n`);
        expect(await recognised(coco, path)).toMatch(/images and annotations/);
        expect((await readAll(coco, path)).images[0]).toMatchObject({ pixels: 12, state: 'labelled', picture: null });
      }
    }
  });

  it.each([
    ['train/_annotations.coco.json', 'valid/_annotations.coco.json', 'train/a.png', 'valid/b.png'],
    ['annotations/instances_train2017.json', 'annotations/instances_val2017.json', 'train2017/a.png', 'val2017/b.png'],
    ['annotations/instances_Train.json', 'annotations/instances_validation.json', 'images/Train/a.png', 'images/b.png'],
  ])('has its sides in the names of its files: %s, %s', async (train, val, a, b) => {
    const other = file([], { images: [{ ...IMAGE, file_name: 'b.png' }] });
    const { reading, images } = await readAll(coco, folderOf({ [train]: file([]), [val]: other, [a]: 'a', [b]: 'b' }));
    expect(reading.count).toBe(2);
    expect(images.map(({ name, side, picture }) => [name, side, picture])).toEqual([
      ['a.png', 'train', { path: a }],
      ['b.png', 'val', { path: b }],
    ]);
  });

  it('keeps an image without annotations, which nobody may have looked at', async () => {
    const { images } = await readAll(coco, fileOf('x.json', file([])));
    expect(images[0]).toMatchObject({ state: 'unknown', labels: [], pixels: 0, notes: [] });
  });

  it.each([
    ['list', MASK],
    ['compressed', { ...MASK, counts: '321O30' }],
  ])('takes %s run lengths, and does not lose what is painted for its iscrowd', async (_, segmentation) => {
    const image = { ...IMAGE, width: 4, height: 3 };
    for (const iscrowd of [1, 0, true, false, 1.0, '1', undefined]) {
      const { labels, pixels, notes } = await imageOf(annotation(segmentation, { iscrowd }), image);
      expect(maskRows(labels, 4, 3, ['crack'])).toEqual(['.11.', '.1..', '...1']);
      expect(labels[0]).toMatchObject({ shape: 'brush', source: 'imported' });
      expect([pixels, notes]).toEqual([4, []]);
    }
  });

  it('reads run lengths down the columns, whatever bbox and area say', async () => {
    const segmentation = { counts: [0, 20, 30], size: [10, 5] };
    const { labels } = await imageOf(annotation(segmentation, { bbox: [0, 0, 1, 9] }), {
      ...IMAGE,
      width: 5,
      height: 10,
    });
    expect(labels).toMatchObject([{ x: 0, y: 0, width: 2, height: 10, runs: [0, 20] }]);
  });

  it('needs no more of an annotation than its image, category and shape', async () => {
    const entry = { image_id: 1, category_id: 1, segmentation: [SQUARE] };
    expect(await imageOf(entry)).toMatchObject({ state: 'labelled', pixels: 12, notes: [] });
  });

  it('takes a ring of more vertices than a call may have arguments', async () => {
    const numbers = Array.from({ length: 300_000 }, (_, i) => [2 + (4 * i) / 300_000, 2]).flat();
    const image = await imageOf(annotation([[...numbers, 6, 5, 2, 5]]));
    expect(image.pixels).toBe(12);
    expect(maskRows(image.labels, 12, 12, ['crack']).join('').replaceAll('.', '')).toHaveLength(12);
  });

  it.each([
    ['a ring, its first vertex repeated', [[...SQUARE, 2, 2]], 12, []],
    ['a ring without a list around it', SQUARE, 12, []],
    [
      'parts, which are OR-ed',
      [
        [1, 1, 9, 1, 9, 9, 1, 9],
        [3, 3, 6, 3, 6, 6, 3, 6],
      ],
      64,
      [['parts-to-labels', 1]],
    ],
    ['a keyhole', [[1, 1, 9, 1, 9, 9, 1, 9, 1, 1, 3, 3, 3, 6, 6, 6, 6, 3, 3, 3]], 55, []],
    ['a ring over the edge', [[-3, 2, 6, 2, 6, 5, -3, 5]], 18, []],
    ['a band without a pixel centre', [[2, 3.6, 10, 3.6, 10, 4.4, 2, 4.4]], 0, []],
    ['a part of two points beside a ring', [SQUARE, [1, 1, 2, 2]], 12, [['degenerate', 1]]],
  ])('counts the pixels of %s as pycocotools does', async (_, segmentation, pixels, notes) => {
    const image = await imageOf(annotation(segmentation));
    expect(image.pixels).toBe(pixels);
    expect(codes(image)).toEqual(notes);
    expect(maskRows(image.labels, 12, 12, ['crack']).join('').replaceAll('.', '')).toHaveLength(pixels);
  });

  it('tells a ring that pycocotools draws otherwise than the studio by its pixels', async () => {
    // The upper edge lies on the pixel centres of row 2: they are inside for the studio, outside for pycocotools.
    const image = await imageOf(annotation([[2, 2.5, 6, 2.5, 6, 5, 2, 5]]));
    expect(image.pixels).toBe(8);
    expect(maskRows(image.labels, 12, 12, ['crack']).join('').replaceAll('.', '')).toHaveLength(12);
  });

  it.each([[[]], [[[]]], [null], [undefined]])('takes the box where segmentation is %j', async segmentation => {
    const image = await imageOf(annotation(segmentation, { bbox: [2, 2, 4, 3] }));
    expect(image.pixels).toBe(12);
    expect(image.labels).toMatchObject([{ shape: 'rectangle', x: 2, y: 2, width: 4, height: 3, rotation: 0 }]);
    const turned = annotation(segmentation, { bbox: [2, 2, 4, 3], attributes: { rotation: 90 } });
    expect(maskRows((await imageOf(turned)).labels, 8, 7, ['crack'])).toEqual(
      ['........', '..111...', '..111...', '..111...', '..111...', '........', '........'].map(row => row),
    );
  });

  it.each([
    ['a ring of four numbers', annotation([[1, 1, 5, 5]]), 'degenerate'],
    ['a ring of odd length', annotation([[1, 1, 5, 1, 5, 5, 1]]), 'bad-shape'],
    ['a ring of text', annotation(['1 1 5 1 5 5']), 'bad-shape'],
    ['a coordinate of text', annotation([[1, 1, 5, 1, 5, '5']]), 'bad-number'],
    ['a coordinate of 1e30', annotation([[1, 1, 5, 1, 5, 1e30]]), 'bad-number'],
    ['a coordinate of null', annotation([[1, 1, 5, 1, 5, null]]), 'bad-number'],
    ['counts that are too few', annotation({ counts: [3, 2], size: [12, 12] }), 'bad-shape'],
    ['counts that are too many', annotation({ counts: [3, 142], size: [12, 12] }), 'bad-shape'],
    ['a negative count', annotation({ counts: [-1, 145], size: [12, 12] }), 'bad-shape'],
    ['no counts', annotation({ size: [12, 12] }), 'bad-shape'],
    ['counts without a size', annotation({ counts: [3, 2] }), 'bad-shape'],
    ['a damaged string of counts', annotation({ counts: '32 1', size: [12, 12] }), 'bad-shape'],
    ['a mask of another size', annotation(MASK), 'size-differs'],
    ['a mask of the size turned', annotation({ counts: [132], size: [12, 11] }), 'size-differs'],
    ['a mask of a size that no image has', annotation({ counts: [1e12], size: [1e6, 1e6] }), 'bad-shape'],
    ['a mask without a pixel', annotation({ counts: [144], size: [12, 12] }), 'covers-nothing'],
    ['a box without an extent', annotation([], { bbox: [2, 2, 0, 3] }), 'degenerate'],
    ['a box of three values', annotation([], { bbox: [2, 2, 3] }), 'bad-shape'],
    ['no shape at all', annotation([], { bbox: undefined }), 'bad-shape'],
    ['a segmentation that is a number', annotation(7), 'bad-shape'],
    ['an unknown category', annotation([SQUARE], { category_id: 0 }), 'bad-shape'],
    ['no category', annotation([SQUARE], { category_id: undefined }), 'bad-shape'],
    ['ids that are objects', annotation([SQUARE], { id: { toString: 1 }, category_id: { toString: 1 } }), 'bad-shape'],
  ])('leaves out %s, and says so', async (_, entry, code) => {
    const image = await imageOf(entry);
    expect(codes(image)).toEqual([[code, 1]]);
    expect(image).toMatchObject({ labels: [], state: 'unknown', pixels: 0 });
  });

  it('names the image and the annotation in a note', async () => {
    const { notes } = await imageOf(annotation(MASK, { id: 7 }));
    expect(notes[0].detail).toBe('a.png: annotation 7 is a mask of 4 x 3 px, the image has 12 x 12');
  });

  it("takes Python's NaN for a bad number, and the annotations beside it as they are", async () => {
    const text = file([annotation([[1, 1, 5, 1, 5, 'N']]), annotation([SQUARE])]).replace('"N"', 'NaN');
    const { images } = await readAll(coco, fileOf('x.json', text));
    expect(images[0].labels).toHaveLength(1);
    expect(codes(images[0])).toEqual([['bad-number', 1]]);
  });

  it('takes category ids as they come, background apart', async () => {
    const categories = [
      { id: 0, name: 'BackGround ', supercategory: '' },
      { id: 40, name: ' spall', supercategory: '' },
      { id: 2, name: 'crack', supercategory: '' },
    ];
    const annotations = [40, 0, 2].map((category_id, i) => {
      return annotation([SQUARE.map((value, k) => value + (k % 2 === 0 ? 2 * i : 0))], { id: i, category_id });
    });
    const { reading, images } = await readAll(coco, fileOf('x.json', file(annotations, { categories })));
    expect(reading.classes).toEqual(['spall', 'crack']);
    expect(images[0].labels.map(label => label.class)).toEqual(['spall', BACKGROUND, 'crack']);
    expect(codes(images[0])).toEqual([['background-class', 1]]);
    expect(maskRows(images[0].labels, 12, 3, reading.classes)[2]).toBe('..11..2222..');
    expect(images[0].pixels).toBe(18);
  });

  it('says which annotations are of images that the file does not list', async () => {
    const { reading } = await readAll(coco, fileOf('x.json', file([annotation([SQUARE], { image_id: 9 })])));
    expect(reading.notes).toEqual([
      { code: 'no-image', count: 1, detail: 'x.json: annotation 1 is of image 9, which the file does not list' },
    ]);
  });

  it('does not guess whose annotations are of an id that two images have', async () => {
    const images = ['a.gif', 'a.jpg', 'a.gif', 'b.gif'].map(file_name => ({ ...IMAGE, file_name, id: file_name[0] }));
    const annotations = [annotation([SQUARE], { image_id: 'a' }), annotation([SQUARE], { image_id: 'b' })];
    const found = (await readAll(coco, fileOf('x.json', file(annotations, { images })))).images;
    expect(found.map(image => [image.name, image.state, codes(image)])).toEqual([
      ['a.gif', 'unknown', [['ambiguous-name', 1]]],
      ['a.jpg', 'unknown', []],
      ['b.gif', 'labelled', []],
    ]);
  });

  it.each([
    ['cam 1\\ä#\\x.png', 'cam 1/ä#/x.png', 'images/cam 1/ä#/x.png'],
    ['../x.png', '../x.png', null],
    ['/etc/x.png', '/etc/x.png', null],
    ['C:\\x.png', 'C:/x.png', null],
  ])('gives the picture of %s only if it is among the files', async (file_name, name, picture) => {
    const path = folderOf({
      'a/images/cam 1/ä#/x.png': '',
      'a/x.png': '',
      'a/annotations/instances_default.json': file([], { images: [{ ...IMAGE, file_name }] }),
    });
    const { images } = await readAll(coco, path);
    expect(images[0]).toMatchObject({ name, picture: picture && { path: `a/${picture}` } });
  });

  it('leaves out images without a name, and takes those without a size', async () => {
    const images = [
      { id: 1 },
      { id: 2, file_name: 'x'.repeat(5000) },
      { id: 3, file_name: 'b.png' },
      { id: 4, file_name: 'c.png' },
    ];
    const masks = [annotation(MASK, { image_id: 3 }), annotation([SQUARE], { image_id: 4 })];
    const { reading, images: found } = await readAll(coco, fileOf('x.json', file(masks, { images })));
    expect(reading.notes).toMatchObject([{ code: 'bad-name', count: 2 }]);
    expect(found.map(({ size, pixels, labels }) => [size, pixels, labels.length])).toEqual([
      [{ width: 4, height: 3 }, 4, 1],
      [null, null, 1],
    ]);
  });

  it('passes over damaged annotations, and over one damaged file of several', async () => {
    const damaged = file([annotation([SQUARE]), annotation([SQUARE])]).replace('"image_id":', '"image_id"');
    expect((await readAll(coco, fileOf('x.json', damaged))).reading.notes).toMatchObject([{ code: 'bad-shape' }]);
    const path = folderOf({ 'instances_train.json': file([]), 'instances_val.json': file([]).slice(0, -20) });
    const { reading } = await readAll(coco, path);
    expect(reading.count).toBe(1);
    expect(reading.notes).toMatchObject([{ code: 'bad-file', detail: expect.stringMatching(/instances_val\.json/) }]);
  });

  it.each([
    [
      'half a file',
      file([annotation([SQUARE])]).slice(0, -30),
      /^Cannot read .*x\.json: it is not sound JSON, it ends too early \(byte \d+\); get it again from where it came\.$/,
    ],
    ['another JSON', '{"shapes": []}', /^Cannot read .*x\.json: it has neither images nor annotations.*\.$/],
    ['a list', '[]', /^Cannot read .*x\.json: it is not sound JSON.*\.$/],
    ['no text', Buffer.from([0xff, 0xd8, 0xff]), /^Cannot read .*x\.json: it is not sound JSON.*\.$/],
    ['deep nesting', `{"annotations": [${'['.repeat(20e6)}`, /^Cannot read .*x\.json: .*nested.*\.$/],
    ['a string of 20 MB that does not end', `{"images": ["${'a'.repeat(20e6)}`, /^Cannot read .*ends too early.*\.$/],
  ])('refuses %s in one sentence', async (_, content, message) => {
    await expect(readAll(coco, fileOf('x.json', content))).rejects.toThrow(message);
  });

  it('takes a line of 20 MB for one damaged annotation', async () => {
    const path = fileOf('x.json', file([annotation([Array.from({ length: 7e6 }, () => 10)]), annotation([SQUARE])]));
    const { reading, images } = await readAll(coco, path);
    expect(reading.notes).toMatchObject([{ code: 'bad-shape', count: 1 }]);
    expect(images[0].labels).toHaveLength(1);
  });

  it.each([
    ['labelme', 'a.json', '{"version": "5.0", "flags": {}, "shapes": [], "imagePath": "a.png", "imageData": null}'],
    ['Label Studio', 'a.json', '[{"id": 1, "annotations": [{"result": []}]}]'],
    ['Datumaro', 'default.json', '{"info": {}, "categories": {"label": {"labels": []}}, "items": []}'],
    ['VoTT', 'a.json', '{"asset": {"format": "png"}, "regions": []}'],
    ['a list of names', 'a.json', '{"images": ["a.png", "b.png"]}'],
    ['something else', 'a.txt', file([])],
    ['no JSON', 'a.json', 'hello'],
  ])('is not %s', async (_, name, content) => {
    expect(await recognised(coco, fileOf(name, content))).toBeNull();
  });

  it('is recognised by its first megabyte', async () => {
    const images = Array.from({ length: 30_000 }, (_, id) => ({ ...IMAGE, id, file_name: `${id}.png` }));
    expect(await recognised(coco, fileOf('x.json', file([], { images })))).toMatch(/images and annotations/);
  });
});
