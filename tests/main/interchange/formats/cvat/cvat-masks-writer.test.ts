import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cvatMasks } from '../../../../../src/main/interchange/formats/cvat/cvat-masks.ts';
import type { openSource } from '../../../../../src/main/interchange/import/source.ts';
import type { Label, Point } from '../../../../../src/shared/schemas/label.ts';
import {
  arbitraryImages,
  classesOf,
  type Exported,
  expectAllBack,
  exportDataset,
  maskRows,
  polygon,
  polyline,
  readBack,
  rectangle,
  written,
} from '../../../../helpers/export-dataset.ts';

describe('writing', () => {
  const text = async (source: Awaited<ReturnType<typeof openSource>>, file: string) =>
    (await source.read(file)).toString('utf8');

  it("the label map: header, classes in code points' order with the project's colours, background black", async () => {
    const classes = [...classesOf('crack', 'Cat', '\u{1F600}', '\uFFFD'), { name: 'black', colour: '#000000' }];
    const { source } = await written(cvatMasks, await exportDataset([], { classes }));
    const lines = (await text(source, 'labelmap.txt')).split('\n');
    expect(lines[0]).toBe('# label:color_rgb:parts:actions');
    expect(lines.slice(1).map(line => line.split(':')[0])).toEqual([
      'Cat',
      'background',
      'black',
      'crack',
      '\uFFFD',
      '\u{1F600}',
      '',
    ]);
    expect(lines).toContain('background:0,0,0::');
    expect(lines).toContain('crack:255,90,60::');
    expect(lines).not.toContain('black:0,0,0::');
  });

  it('names that a label map cannot hold, and colours that are taken, are changed and said', async () => {
    const classes = ['a:b', 'a-b', '#c'].map(name => ({ name, colour: '#112233' }));
    const { source, notes } = await written(cvatMasks, await exportDataset([], { classes }));
    const lines = (await text(source, 'labelmap.txt')).split('\n').slice(1, -1);
    expect(lines.map(line => line.split(':')[0])).toEqual(['-c', 'a-b', 'a-b 2', 'background']);
    expect(new Set(lines.map(line => line.split(':')[1])).size).toBe(4);
    expect(notes).toMatchObject([
      { code: 'class-renamed', count: 3, examples: ['a:b is a-b', 'a-b is a-b 2', '#c is -c'] },
    ]);
  });

  it('lists by side; the unlabelled are not listed, those without cracks are, without masks', async () => {
    const crack = [rectangle(1, 1, 3, 3)];
    const images: Exported[] = [
      { name: 'a.png', labels: crack, side: 'train' },
      { name: 'b.png', side: 'train' },
      { name: 'c d.jpg', labels: crack, side: 'val' },
      { name: 'd.png', state: 'unlabelled', side: 'val' },
      { name: 'e.png', labels: crack, state: 'in progress' },
      { name: 'f.png', state: 'in progress' },
    ];
    const { source, codes } = await written(cvatMasks, await exportDataset(images, { withImages: true }), 'out.zip');
    expect(await text(source, 'ImageSets/Segmentation/Train.txt')).toBe('a\nb\n');
    expect(await text(source, 'ImageSets/Segmentation/Validation.txt')).toBe('c d\n');
    expect(await text(source, 'ImageSets/Segmentation/default.txt')).toBe('e\n');
    const masks = ['a', 'c d', 'e'].flatMap(id => [`SegmentationClass/${id}.png`, `SegmentationObject/${id}.png`]);
    expect(source.files.filter(file => file.startsWith('Segmentation')).sort()).toEqual(masks.sort());
    expect(source.files.filter(file => file.startsWith('JPEG'))).toEqual(
      images.map(({ name }) => `JPEGImages/${name}`),
    );
    expect(codes).toContain('state-lost');
    const { images: back } = await readBack(cvatMasks, source);
    expect(Object.fromEntries(back.map(({ name, state, side }) => [name, `${state} ${side}`]))).toEqual({
      a: 'labelled train',
      b: 'empty train',
      'c d': 'labelled val',
      d: 'unknown null',
      e: 'labelled null',
      f: 'unknown null',
    });
  });

  it('an empty list where nothing is listed, for the importer looks for one', async () => {
    const { source } = await written(cvatMasks, await exportDataset([{ name: 'a.png', state: 'unlabelled' }]));
    expect(source.files).toEqual(['ImageSets/Segmentation/default.txt', 'labelmap.txt']);
  });

  it('one instance for each label, as long as a byte counts them', async () => {
    const dots = (count: number): Label[] =>
      Array.from({ length: count }, (_, i) =>
        rectangle(i % 20, Math.floor(i / 20), (i % 20) + 1, Math.floor(i / 20) + 1, i % 2 ? 'rust' : 'crack'),
      );
    const classes = classesOf('crack', 'rust');
    const labels = async (count: number) => {
      const { source, codes } = await written(
        cvatMasks,
        await exportDataset([{ name: 'a.png', width: 20, height: 20, labels: dots(count) }], { classes }),
      );
      const { images } = await readBack(cvatMasks, source);
      return { codes, count: images[0].labels.length, rows: maskRows(images[0].labels, 20, 20, ['crack', 'rust']) };
    };
    expect(await labels(255)).toMatchObject({ count: 255, codes: [] });
    // The last two numbers hold what is left of the two classes, so that none has two.
    const beyond = await labels(300);
    expect(beyond).toMatchObject({ count: 255, codes: ['too-many-instances'] });
    expect(beyond.rows).toEqual(maskRows(dots(300), 20, 20, ['crack', 'rust']));
  });

  it('says what became of strokes, overlaps and labels off the picture', async () => {
    const labels = [
      rectangle(0, 0, 4, 4),
      polyline(
        [
          [2, 2],
          [9, 9],
        ],
        2,
      ),
      rectangle(20, 20, 30, 30),
    ];
    const { notes } = await written(cvatMasks, await exportDataset([{ name: 'a.png', labels }]));
    expect(notes.map(({ code, count }) => [code, count])).toEqual([
      ['stroke-to-area', 1],
      ['overlap-flattened', 1],
      ['covers-nothing', 1],
    ]);
  });

  it('a class called background, in any case, as a hole', async () => {
    const labels = [rectangle(0, 0, 6, 3), rectangle(2, 1, 4, 2, 'Background')];
    const { source, codes } = await written(
      cvatMasks,
      await exportDataset([{ name: 'a.png', labels, width: 6, height: 3 }], {
        classes: classesOf('crack', 'Background'),
      }),
    );
    expect(await text(source, 'labelmap.txt')).not.toContain('Background');
    const { images, reading } = await readBack(cvatMasks, source);
    expect(maskRows(images[0].labels, 6, 3, reading.classes)).toEqual(['111111', '11..11', '111111']);
    expect(codes).toContain('background-erased');
  });

  it('images of one stem under their whole names, and a name that begins with # with a mask even when empty', async () => {
    const images = ['a.jpg', 'A.png', 'b.png', '#c.png'].map(name => ({ name }));
    const { source, codes } = await written(cvatMasks, await exportDataset(images));
    expect(await text(source, 'ImageSets/Segmentation/default.txt')).toBe('a.jpg\nA.png\nb\n#c\n');
    expect(codes).toEqual(['same-stem', 'reads-as-comment']);
    expect((await readBack(cvatMasks, source)).images.map(({ name, state }) => [name, state])).toEqual([
      ['a.jpg', 'empty'],
      ['A.png', 'empty'],
      ['b', 'empty'],
      ['#c', 'empty'],
    ]);
  });
});

describe('what is painted', () => {
  const ring = (text: string): Point[] => text.split(' ').map(point => point.split(',').map(Number) as Point);

  // Counted with pycocotools, whose rule CVAT paints by.
  it.each([
    ['2,2 6,2 6,5 2,5', 12],
    ['2,2 6,2 6,5 2,5 2,2', 12],
    ['2,3.1 10,3.1 10,3.9 2,3.9', 8],
    ['2,3.6 10,3.6 10,4.4 2,4.4', 0],
    ['1,1 5,1 9,1', 0],
    ['-3,2 6,2 6,5 -3,5', 18],
    ['8,8 20,8 20,20 8,20', 16],
    ['1,1 9,1 9,9 1,9 1,1 3,3 3,6 6,6 6,3 3,3', 55],
  ])('the polygon %s has %i px', async (points, pixels) => {
    const { source, codes } = await written(
      cvatMasks,
      await exportDataset([{ name: 'a.png', labels: [polygon(ring(points))] }]),
    );
    const [image] = (await readBack(cvatMasks, source)).images;
    expect(image.pixels ?? 0).toBe(pixels);
    expect(codes).toEqual(pixels === 0 ? ['covers-nothing'] : []);
  });

  it('a crack of one pixel in width is whole after going out and coming in', async () => {
    const labels = [polyline(ring('0.5,0.5 11.5,4.5 3.5,11.5'), 1)];
    const { source } = await written(cvatMasks, await exportDataset([{ name: 'a.png', labels }]));
    const [image] = (await readBack(cvatMasks, source)).images;
    expect(maskRows(image.labels, 12, 12, ['crack'])).toEqual(maskRows(labels, 12, 12, ['crack']));
  });

  it('later labels over earlier ones', async () => {
    const labels = [rectangle(0, 0, 4, 1), rectangle(2, 0, 6, 1, 'rust'), rectangle(3, 0, 4, 1)];
    const images = [{ name: 'a.png', width: 6, height: 1, labels }];
    const { source } = await written(cvatMasks, await exportDataset(images, { classes: classesOf('crack', 'rust') }));
    const back = await readBack(cvatMasks, source);
    expect(maskRows(back.images[0].labels, 6, 1, ['crack', 'rust'])).toEqual(['112122']);
  });
});

it('whatever is written comes back: the mask of each class and the state of each image', async () => {
  const classes = ['crack', 'rust', 'Cat'];
  await fc.assert(
    fc.asyncProperty(arbitraryImages(classes), async images => {
      const dataset = await exportDataset(images, { classes: classesOf(...classes), withImages: true });
      const { source } = await written(cvatMasks, dataset);
      const back = await readBack(cvatMasks, source);
      expect(back.reading.classes.toSorted()).toEqual(classes.toSorted());
      expectAllBack(images, back.images, classes, ({ name }) => `${name}.png`);
    }),
    { numRuns: 40 },
  );
});
