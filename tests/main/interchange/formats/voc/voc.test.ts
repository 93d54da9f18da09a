import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodePalette } from '../../../../../src/main/images/palette-png.ts';
import { FORMATS } from '../../../../../src/main/interchange/formats/formats.ts';
import { voc } from '../../../../../src/main/interchange/formats/voc/voc.ts';
import { VOC_COLOURS } from '../../../../../src/main/interchange/formats/voc/voc-colours.ts';
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
import { folderOf, png } from '../../../../helpers/mask-pictures.ts';

/** A palette PNG of VOC's: digits are indices, `.` is 0, `v` is 255. */
function indexed(rows: readonly string[], colours = VOC_COLOURS): Promise<Buffer> {
  const data = Uint8Array.from(rows.join(''), each =>
    each === '.' ? 0 : each === 'v' ? 255 : Number.parseInt(each, 36),
  );
  return encodePalette({ width: rows[0].length, height: rows.length, data }, colours);
}

async function read(files: Readonly<Record<string, string | Uint8Array>>) {
  const { reading, images } = await readBack(voc, await folderOf(files));
  const rows = (i = 0) => maskRows(images[i].labels, 4, 3, reading.classes);
  return { classes: reading.classes, images, one: images[0], rows };
}

const ROWS = ['.11v', '....', '2..v'];

describe('reading', () => {
  it('takes indices for classes; void is neither crack nor background, and counted', async () => {
    const { classes, one, rows } = await read({
      'ImageSets/Segmentation/train.txt': 'a\n',
      'SegmentationClass/a.png': await indexed(ROWS),
      'JPEGImages/a.jpg': '',
    });
    expect(classes).toEqual(['class 1', 'class 2']);
    expect(rows()).toEqual(['.11.', '....', '2...']);
    expect(one).toMatchObject({
      name: 'a',
      state: 'labelled',
      side: 'train',
      pixels: 3,
      picture: { path: 'JPEGImages/a.jpg' },
      notes: [{ code: 'void-pixels', count: 2 }],
    });
  });

  it('an image with nothing but void is not one without cracks', async () => {
    expect((await read({ 'SegmentationClass/a.png': await indexed(['..vv']) })).one.state).toBe('unknown');
    expect((await read({ 'SegmentationClass/a.png': await indexed(['....']) })).one.state).toBe('empty');
  });

  it.each([
    [
      'a palette of other colours',
      indexed(
        ROWS,
        VOC_COLOURS.map(([r, g, b]) => [g, b, r] as const),
      ),
    ],
    ['gray', png(ROWS, { '.': [0], '1': [1], '2': [2], v: [255] })],
    [
      "VOC's colours without a palette",
      png(ROWS, { '.': [0, 0, 0], '1': [128, 0, 0], '2': [0, 128, 0], v: [224, 224, 192] }),
    ],
  ])('%s says the same', async (_, mask) => {
    expect((await read({ 'SegmentationClass/a.png': await mask })).rows()).toEqual(['.11.', '....', '2...']);
  });

  it("names classes by the list beside them, by VOC's own for VOC's own images, else by number", async () => {
    const mask = await indexed(['.1f.']);
    const list = { 'class_names.txt': '__ignore__\n_background_\ncrack\nrust\n' };
    expect((await read({ ...list, 'SegmentationClass/a.png': mask })).classes).toEqual(['crack', 'rust', 'class 15']);
    const own = await read({ 'SegmentationClass/2007_000032.png': mask });
    expect(own.one.labels.map(label => label.class)).toEqual(['aeroplane', 'person']);
    expect((await read({ 'SegmentationClass/2007_000032.png': await indexed(['.1z.']) })).classes).toEqual([
      'class 1',
      'class 35',
    ]);
    expect((await read({ 'SegmentationClass/a.png': mask })).classes).toEqual(['class 1', 'class 15']);
  });

  it('instances of a palette are labels of their own', async () => {
    const { one } = await read({
      'SegmentationClass/a.png': await indexed(['1.11']),
      'SegmentationObject/a.png': await indexed(['1.22']),
    });
    expect(one.labels.map(({ class: name }) => name)).toEqual(['class 1', 'class 1']);
  });

  it('a listed image without a mask is one whose mask was not published', async () => {
    const { images } = await read({
      'VOC2012/ImageSets/Segmentation/test.txt': 'b\n',
      'VOC2012/SegmentationClass/a.png': await indexed(ROWS),
      'VOC2012/JPEGImages/c.jpg': '',
    });
    expect(images.map(({ name, state, side }) => [name, state, side])).toEqual([
      ['b', 'unknown', 'test'],
      ['a', 'labelled', null],
      ['c', 'unknown', null],
    ]);
  });

  it('what is no mask of indices is left out with the number of its pixels', async () => {
    const photo = await png(['ab'], { a: [1, 2, 3], b: [128, 0, 0] });
    const ramp = await encodePalette(
      { width: 100, height: 1, data: Uint8Array.from({ length: 100 }, (_, i) => i) },
      VOC_COLOURS,
    );
    const { images, classes } = await read({
      'SegmentationClass/a.png': photo,
      'SegmentationClass/b.png': ramp,
      'SegmentationClass/c.png': 'text',
    });
    expect(classes).toEqual([]);
    expect(images.map(({ state, notes }) => [state, notes[0].code])).toEqual([
      ['unknown', 'undeclared-colour'],
      ['unknown', 'soft-mask'],
      ['unknown', 'bad-file'],
    ]);
    expect(images[0].notes[0].detail).toBe("a: 1 of 2 pixels have colours that are not of VOC's palette");
  });

  it('is recognised after the formats that are more particular', async () => {
    const files = { 'SegmentationClass/a.png': await indexed(ROWS), 'JPEGImages/a.jpg': '' };
    const first = async (source: Awaited<ReturnType<typeof folderOf>>) => {
      for (const format of FORMATS) if (await format.recognise(source)) return format.id;
      return null;
    };
    expect(await first(await folderOf(files))).toBe('voc');
    expect(await first(await folderOf({ ...files, 'labelmap.txt': 'background:0,0,0::' }))).toBe('cvat-masks');
    expect(await first(await folderOf({ 'images/a.jpg': '', 'masks/a.png': '' }))).toBe('masks');
    expect(await voc.recognise(await folderOf({ 'JPEGImages/a.jpg': '', 'Annotations/a.xml': '' }))).toBeNull();
  });
});

describe('writing', () => {
  it('lists what has a mask: also images without cracks, but not the unlabelled', async () => {
    const crack = [rectangle(1, 1, 3, 3)];
    const images: Exported[] = [
      { name: 'a.jpg', labels: crack, side: 'train' },
      { name: 'b.png', side: 'val' },
      { name: 'c.png', state: 'unlabelled', side: 'train' },
      { name: 'd.png', side: 'test' },
    ];
    const { source } = await written(voc, await exportDataset(images, { withImages: true }));
    const list = async (name: string) => (await source.read(`ImageSets/Segmentation/${name}.txt`)).toString();
    expect([await list('train'), await list('val'), await list('trainval'), await list('test')]).toEqual([
      'a\n',
      'b\n',
      'a\nb\n',
      'd\n',
    ]);
    expect((await readBack(voc, source)).images.map(({ name, state, side }) => [name, state, side])).toEqual([
      ['d', 'empty', 'test'],
      ['a', 'labelled', 'train'],
      ['b', 'empty', 'val'],
      ['c', 'unknown', null],
    ]);
  });

  it('whatever is written comes back: the mask of each class and the state of each image', async () => {
    const classes = ['crack', 'rust', 'Cat'];
    await fc.assert(
      fc.asyncProperty(arbitraryImages(classes), async images => {
        const dataset = await exportDataset(images, { classes: classesOf(...classes), withImages: true });
        const { source } = await written(voc, dataset);
        const back = await readBack(voc, source);
        expect(back.reading.classes).toEqual(classes);
        expectAllBack(images, back.images, classes, ({ name }) => `${name}.png`);
      }),
      { numRuns: 30 },
    );
  });
});
