import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { supervisely } from '../../../../../src/main/interchange/formats/supervisely/supervisely.ts';
import { maskRows } from '../../../../helpers/export-dataset.ts';
import { folderOf, readAll, recognised } from '../../../../helpers/foreign-files.ts';

const SQUARE = [
  [1, 1],
  [5, 1],
  [5, 4],
  [1, 4],
];
const polygon = (exterior: unknown, interior: unknown = []) => object('polygon', { points: { exterior, interior } });
const object = (geometryType: string, more: object) => ({
  ...{ id: 1, classId: 2, classTitle: 'crack', description: '', geometryType, tags: [], labelerLogin: 'me' },
  ...more,
});
const file = (objects: unknown[], size: object = { height: 6, width: 7 }) =>
  JSON.stringify({ description: '', tags: [], size, objects });
const META = JSON.stringify({ classes: [{ title: 'crack', shape: 'polygon', color: '#FF0000' }], tags: [] });

async function imageOf(objects: unknown[]) {
  const { images } = await readAll(supervisely, folderOf({ 'ds/ann/a.jpg.json': file(objects), 'meta.json': META }));
  return images[0];
}
const rows = async (...objects: unknown[]) => maskRows((await imageOf(objects)).labels, 7, 6, ['crack']);

/** A picture of 3 x 2 px, whose set pixels are the corners on the left. */
const pixels = [1, 0, 0, 1, 0, 0];
const bitmap = (data: Uint8Array, origin: unknown = [2, 1]) =>
  object('bitmap', { bitmap: { data: Buffer.from(data).toString('base64'), origin } });
const png = (channels: 1 | 2 | 4, pixel: (set: number) => number[]) =>
  sharp(Buffer.from(pixels.flatMap(pixel)), { raw: { width: 3, height: 2, channels } })
    .png()
    .toBuffer();

describe('labels of Supervisely', () => {
  it('lie in a file for each image of each data set', async () => {
    const path = folderOf({
      'meta.json': META,
      'ds1/ann/a.jpg.json': file([polygon(SQUARE)]),
      'ds1/img/a.jpg': 'jpg',
      'ds2/ann/a.jpg.json': file([]),
      'ds2/img/a.jpg': 'jpg',
    });
    expect(await recognised(supervisely, path)).toBe('ds1/ann/a.jpg.json with objects of Supervisely');
    const { reading, images } = await readAll(supervisely, path);
    expect(reading).toMatchObject({ classes: ['crack'], notes: [] });
    expect(images.map(({ name, state, picture }) => [name, state, picture])).toEqual([
      ['ds1/img/a.jpg', 'labelled', { path: 'ds1/img/a.jpg' }],
      ['ds2/img/a.jpg', 'unknown', { path: 'ds2/img/a.jpg' }],
    ]);
  });

  it('are of the picture beside the folder, too', async () => {
    const { images } = await readAll(supervisely, folderOf({ 'ann/a.jpg.json': file([]), 'a.jpg': 'jpg' }));
    expect(images).toMatchObject([{ name: 'a.jpg', size: { width: 7, height: 6 }, picture: { path: 'a.jpg' } }]);
  });

  it('are polygons that hold the pixels of their vertices', async () => {
    expect(await rows(polygon(SQUARE))).toEqual(['.......', '.11111.', '.11111.', '.11111.', '.11111.', '.......']);
    // The labelling tool itself has fractions: the pixel that they lie in.
    expect(await rows(polygon(SQUARE.map(([x, y]) => [x + 0.4, y + 0.9])))).toEqual(await rows(polygon(SQUARE)));
  });

  it('have holes, which are no holes in what lies below', async () => {
    const hole = [
      [2, 2],
      [3, 2],
      [3, 3],
      [2, 3],
    ];
    const holed = ['.......', '.11111.', '.1..11.', '.1..11.', '.11111.', '.......'];
    expect(await rows(polygon(SQUARE, [hole]))).toEqual(holed);
    expect((await rows(polygon(SQUARE), polygon(SQUARE, [hole])))[2]).toBe('.11111.');
    const image = await imageOf([polygon(SQUARE, [hole])]);
    expect(image).toMatchObject({ labels: [{ shape: 'brush' }], notes: [{ code: 'holes-to-brush' }] });
  });

  it.each([
    ['gray', png(1, set => [set * 255])],
    ['transparent', png(4, set => [0, 0, 0, set * 255])],
    ['gray and transparent', png(2, set => [0, set * 255])],
    [
      'of a palette',
      sharp(Buffer.from(pixels.map(set => set * 255)), { raw: { width: 3, height: 2, channels: 1 } })
        .png({ palette: true })
        .toBuffer(),
    ],
  ])('are bitmaps at their origin: %s', async (_, picture) => {
    expect(await rows(bitmap(deflateSync(await picture)))).toEqual([
      '.......',
      '..1....',
      '..1....',
      ...Array(3).fill('.......'),
    ]);
  });

  it('are boxes that hold both corners, and lines', async () => {
    const image = await imageOf([
      object('rectangle', { points: { exterior: [SQUARE[2], SQUARE[0]], interior: [] } }),
      object('line', { points: { exterior: SQUARE.slice(0, 2), interior: [] } }),
      object('point', { points: { exterior: [[1, 1]], interior: [] } }),
    ]);
    expect(maskRows(image.labels.slice(0, 1), 7, 6, ['crack'])).toEqual(await rows(polygon(SQUARE)));
    expect(image.notes.map(({ code }) => code)).toEqual(['line-to-polyline', 'points-skipped']);
  });

  it.each([
    ['a bitmap that unpacks without end', bitmap(deflateSync(Buffer.alloc(2 ** 27)))],
    ['a bitmap that is not packed', bitmap(Buffer.from('png'))],
    ['a bitmap that is no picture', bitmap(deflateSync(Buffer.from('no picture')))],
    ['a bitmap far out', bitmap(deflateSync(Buffer.alloc(9)), [1e12, 0])],
    ['a bitmap without a place', object('bitmap', { bitmap: { data: '' } })],
    ['half a point', polygon([...SQUARE, [1]])],
    ['no object', 'x'],
  ])('leave out %s', async (_, each) => {
    const image = await imageOf([each]);
    expect(image).toMatchObject({ labels: [], state: 'unknown' });
    expect(image.notes[0].code).toMatch(/bad-shape|degenerate/);
  });

  it('leave out what has no area or no numbers', async () => {
    const codes = async (each: unknown) => (await imageOf([each])).notes.map(({ code }) => code);
    expect(await codes(polygon(SQUARE.slice(2)))).toEqual(['degenerate']);
    expect(await codes(polygon([...SQUARE, ['x', 1]]))).toEqual(['bad-number']);
    expect(await codes(polygon(SQUARE, [SQUARE.slice(2)]))).toEqual(['degenerate']);
    expect(await codes(bitmap(deflateSync(await png(1, () => [0]))))).toEqual(['covers-nothing']);
  });
});
