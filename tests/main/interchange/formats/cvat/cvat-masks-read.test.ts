import { describe, expect, it } from 'vitest';
import { encodePalette } from '../../../../../src/main/images/palette-png.ts';
import { cvatMasks } from '../../../../../src/main/interchange/formats/cvat/cvat-masks.ts';
import { VOC_COLOURS } from '../../../../../src/main/interchange/formats/voc/voc-colours.ts';
import { maskRows, readBack } from '../../../../helpers/export-dataset.ts';
import { folderOf, type Legend, packedGray, png } from '../../../../helpers/mask-pictures.ts';

const MAP = '# label:color_rgb:parts:actions\nbackground:0,0,0::\ncrack:250,50,83::\nrust:10,20,30::\n';
const RGB: Legend = { '.': [0, 0, 0], c: [250, 50, 83], r: [10, 20, 30] };
const INSTANCES: Legend = { '.': [0, 0, 0], '1': [128, 0, 0], '2': [0, 128, 0], '3': [128, 128, 0] };
const CLASS_ROWS = ['cc..', '....', 'rr.c'];

/** An export with one image `a`, or what else is asked for. */
async function cvat({
  map = MAP,
  rows = CLASS_ROWS,
  legend = RGB,
  mask = undefined as Buffer | undefined,
  more = {} as Record<string, string | Uint8Array>,
  list = 'a\n' as string | null,
} = {}) {
  const lists = list === null ? {} : { 'ImageSets/Segmentation/default.txt': list };
  return folderOf({
    'labelmap.txt': map,
    'SegmentationClass/a.png': mask ?? (await png(rows, legend)),
    ...lists,
    ...more,
  });
}

async function read(source: Awaited<ReturnType<typeof folderOf>>) {
  const { reading, images } = await readBack(cvatMasks, source);
  const image = (name: string) => images.find(each => each.name === name)!;
  return {
    reading,
    images,
    image,
    a: image('a'),
    rows: (name = 'a') => maskRows(image(name).labels, 4, 3, reading.classes),
  };
}

const codes = (image: { notes: readonly { code: string }[] }) => image.notes.map(({ code }) => code);

describe('reading: the label map', () => {
  it('gives classes without the background, in its order; comments, blank lines, BOM and CRLF do not matter', async () => {
    const map = `\uFEFF# a comment\r\n\r\nCat:1,2,3::\r\nbackground:0,0,0::\r\n# crack:9,9,9::\r\ncrack:250,50,83::\r\nrust:10,20,30:left,right:fall\r\n`;
    const { reading, rows } = await read(await cvat({ map, list: '\uFEFFa\r\n' }));
    expect(reading.classes).toEqual(['Cat', 'crack', 'rust']);
    expect(rows()).toEqual(['22..', '....', '33.2']);
  });

  it.each([
    ['a class twice', 'crack:1,2,3::\ncrack:4,5,6::\n', /has the class crack twice/],
    ['a colon in a name', 'wide: crack:1,2,3::\n', /a class's name has no colon/],
    ['a colour that is none', 'crack:1,2,300::\n', /not three numbers from 0 to 255/],
    ['a colour twice', 'crack:1,2,3::\nrust:1,2,3::\n', /crack and rust share the colour 1,2,3/],
  ])('with %s is an error that names the file', async (_, map, message) => {
    await expect(cvatMasks.read(await cvat({ map }))).rejects.toThrow(/^Cannot read .*labelmap\.txt: /);
    await expect(cvatMasks.read(await cvat({ map }))).rejects.toThrow(message);
  });

  it('without any colours means those of VOC in the order of its lines', async () => {
    const legend = { '.': [0, 0, 0], c: [128, 0, 0], r: [0, 128, 0] };
    const { rows } = await read(await cvat({ map: 'background:::\ncrack:::\nrust:::\n', legend }));
    expect(rows()).toEqual(['11..', '....', '22.1']);
  });
});

describe('reading: which class is the background', () => {
  it('need not be line 0', async () => {
    const { reading, rows } = await read(
      await cvat({ map: 'Cat:1,1,1::\nbackground:0,0,0::\ncrack:250,50,83::\nrust:10,20,30::\n' }),
    );
    expect(reading.classes).toEqual(['Cat', 'crack', 'rust']);
    expect(rows()).toEqual(['22..', '....', '33.2']);
  });

  it.each(['background', 'Background', 'BACKGROUND'])('is the one called %s, of any colour', async name => {
    const legend = { ...RGB, '.': [7, 8, 9] };
    const { reading, rows } = await read(
      await cvat({ map: `${name}:7,8,9::\ncrack:250,50,83::\nrust:10,20,30::\n`, legend }),
    );
    expect(reading.classes).toEqual(['crack', 'rust']);
    expect(rows()).toEqual(['11..', '....', '22.1']);
  });

  it('is black where none has the name, and a black class is told from it by its instances alone, with a warning', async () => {
    const more = { 'SegmentationObject/a.png': await png(['.1..', '....', '22.3'], INSTANCES) };
    const legend = { '.': [0, 0, 0], k: [0, 0, 0], r: [10, 20, 30] };
    const map = 'background:0,0,0::\ncrack:0,0,0::\nrust:10,20,30::\n';
    for (const each of [map, map.slice(map.indexOf('crack'))]) {
      const { a, reading, rows } = await read(await cvat({ map: each, rows: ['kk..', '....', 'rr..'], legend, more }));
      expect(reading.classes).toEqual(['crack', 'rust']);
      expect(rows()).toEqual(['.1..', '....', '22.1']);
      const detail = expect.stringMatching(/^a: crack is black in .*labelmap\.txt, as what nobody labelled$/);
      expect(a.notes).toEqual([{ code: 'background-ambiguous', detail }]);
    }
  });

  it('drawn on top of a crack is a hole, and is pointed out', async () => {
    const map = `${MAP}Background:5,5,5::\n`;
    const { a, rows } = await read(
      await cvat({ map, rows: ['cbc.', '....', '....'], legend: { ...RGB, b: [5, 5, 5] } }),
    );
    expect(rows()).toEqual(['1.1.', '....', '....']);
    expect(a.notes).toEqual([{ code: 'background-class', detail: 'a: Background' }]);
    expect(a.pixels).toBe(2);
  });
});

describe('reading: class masks of every kind', () => {
  const indexed = ['22..', '....', '11.2'];
  const gray: Legend = { '.': [0], '1': [1], '2': [2] };
  const expected = ['22..', '....', '11.2'];

  it('truecolour: the colour of the label map', async () => {
    const { a, rows } = await read(await cvat());
    expect(rows()).toEqual(['11..', '....', '22.1']);
    expect(a).toMatchObject({ state: 'labelled', size: { width: 4, height: 3 }, pixels: 5, notes: [] });
  });

  it('with alpha: alpha says nothing', async () => {
    const legend = { '.': [0, 0, 0, 0], c: [250, 50, 83, 255], r: [10, 20, 30, 255] };
    expect((await read(await cvat({ legend }))).rows()).toEqual(['11..', '....', '22.1']);
  });

  it('of 16 bits: the upper byte', async () => {
    const legend = Object.fromEntries(
      Object.entries(RGB).map(([key, colour]) => [key, colour.map(value => value * 257)]),
    );
    expect((await read(await cvat({ mask: await png(CLASS_ROWS, legend, 16) }))).rows()).toEqual([
      '11..',
      '....',
      '22.1',
    ]);
  });

  it.each([8, 16] as const)('gray of %i bits: the line of the label map, counted from 0', async bits => {
    expect((await read(await cvat({ mask: await png(indexed, gray, bits) }))).rows()).toEqual(expected);
  });

  it('gray of 1, 2 and 4 bits: lines, too, and not the grays that they stand for', async () => {
    for (const bits of [2, 4] as const) {
      expect((await read(await cvat({ mask: packedGray(indexed, bits) }))).rows()).toEqual(expected);
    }
    expect((await read(await cvat({ mask: packedGray(['11..', '....', '...1'], 1) }))).rows()).toEqual([
      '11..',
      '....',
      '...1',
    ]);
  });

  it('gray, where the background is not line 0', async () => {
    const map = 'Crack:250,50,83::\nbackground:0,0,0::\nrust:10,20,30::\n';
    const { reading, rows } = await read(
      await cvat({ map, mask: await png(['00..', '....', '22.0'], { '.': [1], '0': [0], '2': [2] }) }),
    );
    expect(reading.classes).toEqual(['Crack', 'rust']);
    expect(rows()).toEqual(['11..', '....', '22.1']);
  });

  it('gray beyond the last line: a class that is only a number', async () => {
    const { reading, rows } = await read(
      await cvat({ mask: await png(['55..', '....', '11.1'], { '.': [0], '1': [1], '5': [5] }) }),
    );
    expect(reading.classes).toEqual(['crack', 'rust', 'class 5']);
    expect(rows()).toEqual(['33..', '....', '11.1']);
  });

  it('a palette: by its colours if the map declares them, else by index', async () => {
    const image = {
      width: 4,
      height: 3,
      data: Uint8Array.from(indexed.join(''), each => (each === '.' ? 0 : Number(each))),
    };
    const own = await encodePalette(image, [
      [0, 0, 0],
      [10, 20, 30],
      [250, 50, 83],
    ]);
    expect((await read(await cvat({ mask: own }))).rows()).toEqual(['11..', '....', '22.1']);
    const foreign = await encodePalette(image, VOC_COLOURS);
    expect((await read(await cvat({ mask: foreign }))).rows()).toEqual(expected);
  });

  it('with colours that are not declared, such as soft edges: nothing, and how many pixels they are', async () => {
    const { a } = await read(await cvat({ rows: ['ccs.', 's...', 'rr.c'], legend: { ...RGB, s: [125, 25, 41] } }));
    expect(a).toMatchObject({ state: 'unknown', labels: [], pixels: null });
    expect(a.notes).toEqual([
      {
        code: 'undeclared-colour',
        detail: 'a: 2 of 12 pixels have colours that are not in labelmap.txt, such as #7d1929',
      },
    ]);
  });

  it('a gray mask with soft edges is no mask of 200 classes', async () => {
    const { a, reading } = await read(
      await cvat({ mask: await png(['cs..', '....', '....'], { '.': [0], c: [255], s: [128] }) }),
    );
    expect(reading.classes).toEqual(['crack', 'rust']);
    expect(codes(a)).toEqual(['undeclared-colour']);
  });

  it('one that is no picture or that declares 50,000 x 50,000 px is left out with one line', async () => {
    const huge = await png(CLASS_ROWS, RGB);
    huge.writeUInt32BE(50_000, 16);
    huge.writeUInt32BE(50_000, 20);
    const more = { 'SegmentationClass/huge.png': huge, 'SegmentationClass/text.png': 'no picture' };
    const { a, image } = await read(await cvat({ list: 'a\nhuge\ntext\n', more }));
    expect(a.state).toBe('labelled');
    for (const name of ['huge', 'text']) {
      expect(image(name)).toMatchObject({ state: 'unknown', labels: [], notes: [{ code: 'bad-file' }] });
      expect(image(name).notes[0].detail).toMatch(
        new RegExp(`^Cannot read .*${name}\\.png: (it has more than|it is damaged)[^\\n]*\\.$`),
      );
    }
  });
});

describe('reading: instances', () => {
  const withObjects = async (objects: readonly string[], rows = CLASS_ROWS) =>
    read(await cvat({ rows, more: { 'SegmentationObject/a.png': await png(objects, INSTANCES) } }));

  it('are one label each, in their order, connected or not', async () => {
    const { a, rows } = await withObjects(['22..', '....', '11.2']);
    expect(a.labels.map(label => label.class)).toEqual(['rust', 'crack']);
    expect(a.labels[1]).toMatchObject({
      shape: 'brush',
      source: 'imported',
      x: 0,
      y: 0,
      width: 4,
      height: 3,
      runs: [0, 2, 9, 1],
    });
    expect(rows()).toEqual(['11..', '....', '22.1']);
  });

  it('of two classes are two labels: the class mask is the truth', async () => {
    expect((await withObjects(['11..', '....', '11.2'])).a.labels.map(label => label.class)).toEqual([
      'crack',
      'rust',
      'crack',
    ]);
  });

  it('that wrapped around to black are one label of their class, and not lost', async () => {
    const { a, rows } = await withObjects(['.1..', '....', '22..']);
    expect(a.labels.map(label => label.class)).toEqual(['crack', 'crack', 'rust']);
    expect(rows()).toEqual(['11..', '....', '22.1']);
  });

  it('where the class mask has background are nothing', async () => {
    expect((await withObjects(['1111', '1111', '2222'])).rows()).toEqual(['11..', '....', '22.1']);
  });

  it('are not needed: then each class is one label', async () => {
    expect((await read(await cvat())).a.labels.map(label => label.class)).toEqual(['crack', 'rust']);
  });

  it('of another size or damaged are done without, and said', async () => {
    for (const objects of [await png(['1'], INSTANCES), 'no picture']) {
      const { a, rows } = await read(await cvat({ more: { 'SegmentationObject/a.png': objects } }));
      expect(rows()).toEqual(['11..', '....', '22.1']);
      expect(codes(a)).toEqual(['bad-file']);
    }
  });
});

describe('reading: which images there are, and their state', () => {
  it('listed with a mask, listed without, an empty mask, and pictures that no list names', async () => {
    const more = {
      'SegmentationClass/blank.png': await png(['....', '....', '....'], RGB),
      'JPEGImages/a.jpg': 'jpeg',
      'JPEGImages/empty.png': 'png',
      'JPEGImages/cam 1/nobody.PNG': 'png',
    };
    const { images, image, reading } = await read(await cvat({ list: '# comment\n\na\nempty\nblank\n', more }));
    expect(images.map(({ name, state }) => [name, state])).toEqual([
      ['a', 'labelled'],
      ['empty', 'empty'],
      ['blank', 'empty'],
      ['cam 1/nobody', 'unknown'],
    ]);
    expect(reading.count).toBe(4);
    expect(image('a').picture).toEqual({ path: 'JPEGImages/a.jpg' });
    expect(image('cam 1/nobody').picture).toEqual({ path: 'JPEGImages/cam 1/nobody.PNG' });
    expect(image('empty')).toMatchObject({ labels: [], size: null, picture: { path: 'JPEGImages/empty.png' } });
  });

  it('not listed but with a mask: labelled if there is anything on it, else nobody knows', async () => {
    const more = { 'SegmentationClass/b.png': await png(['....', '....', '....'], RGB) };
    const { images } = await read(await cvat({ list: 'c\n', more }));
    expect(images.map(({ name, state }) => [name, state])).toEqual([
      ['c', 'empty'],
      ['a', 'labelled'],
      ['b', 'unknown'],
    ]);
  });

  it('without any list the masks are the list', async () => {
    const more = { 'SegmentationClass/b.png': await png(['....', '....', '....'], RGB), 'JPEGImages/c.jpg': '' };
    const { images } = await read(await cvat({ list: null, more }));
    expect(images.map(({ name, state }) => [name, state])).toEqual([
      ['a', 'labelled'],
      ['b', 'empty'],
      ['c', 'unknown'],
    ]);
  });

  it('with no masks at all (the folders are absent) is still recognised', async () => {
    const source = await folderOf({ 'labelmap.txt': MAP, 'ImageSets/Segmentation/default.txt': 'a\nb\n' });
    expect(await cvatMasks.recognise(source)).not.toBeNull();
    expect((await read(source)).images.map(({ state }) => state)).toEqual(['empty', 'empty']);
  });

  it('only an instance mask does not say what class it is', async () => {
    const { image } = await read(
      await cvat({ list: 'a\nb\n', more: { 'SegmentationObject/b.png': await png(['1'], INSTANCES) } }),
    );
    expect(image('b')).toMatchObject({ state: 'unknown', notes: [{ code: 'bad-file' }] });
  });

  it('the subset is the side of the split, whoever named it', async () => {
    const lists = { Train: 'a\n', Validation: 'b\n', test: 'c\n', my_subset: 'd\n', trainval: 'a\ne\n' };
    const more = Object.fromEntries(
      Object.entries(lists).map(([name, text]) => [`ImageSets/Segmentation/${name}.txt`, text]),
    );
    const { images } = await read(await cvat({ list: null, more }));
    expect(Object.fromEntries(images.map(({ name, side }) => [name, side]))).toEqual({
      a: 'train',
      b: 'val',
      c: 'test',
      d: null,
      e: null,
    });
  });

  it('ids have folders, spaces, dots, letters of any script and #; \\ for / and an extension are forgiven', async () => {
    const ids = ['cam1/a b/0001', 'Rißbild 1.2', '#7', 'x#y'];
    const more = Object.fromEntries(
      await Promise.all(
        [...ids, 'w/in', 'ext'].map(async id => [
          `SegmentationClass/${id.normalize('NFD')}.png`,
          await png(CLASS_ROWS, RGB),
        ]),
      ),
    );
    const { images } = await read(await cvat({ list: `${ids.join('\n')}\nw\\in\next.jpg\n#8\n`, more }));
    expect(images.filter(({ name }) => name !== 'a').map(({ name, state }) => [name, state])).toEqual(
      [...ids, 'w/in', 'ext'].map(id => [id, 'labelled']),
    );
  });

  it('two pictures of one stem are pointed out', async () => {
    const { a } = await read(await cvat({ more: { 'JPEGImages/a.jpg': '', 'JPEGImages/a.png': '' } }));
    expect(codes(a)).toEqual(['same-stem']);
  });

  it.each([['one/'], ['one/two/three/']])('is found under %s', async folder => {
    const source = await folderOf({
      [`${folder}labelmap.txt`]: MAP,
      [`${folder}SegmentationClass/a.png`]: await png(CLASS_ROWS, RGB),
    });
    expect(await cvatMasks.recognise(source)).toBe('labelmap.txt and the folders of Pascal VOC');
    expect((await read(source)).rows()).toEqual(['11..', '....', '22.1']);
  });

  it.each([
    ['no label map', { 'SegmentationClass/a.png': '' }],
    ['a label map alone', { 'labelmap.txt': MAP }],
    ['four folders deep', { '1/2/3/4/labelmap.txt': MAP, '1/2/3/4/SegmentationClass/a.png': '' }],
  ])('is not recognised with %s', async (_, files) => {
    expect(await cvatMasks.recognise(await folderOf(files as Record<string, string>))).toBeNull();
  });

  it('two sets in one folder are an error that names them', async () => {
    const source = await folderOf({
      'x/labelmap.txt': MAP,
      'x/SegmentationClass/a.png': '',
      'y/labelmap.txt': MAP,
      'y/SegmentationClass/a.png': '',
    });
    await expect(cvatMasks.read(source)).rejects.toThrow(/holds several sets \(x\/, y\/\)/);
  });
});
