import { describe, expect, it } from 'vitest';
import { datumaro } from '../../../../../src/main/interchange/formats/datumaro/datumaro.ts';
import { maskRows } from '../../../../helpers/export-dataset.ts';
import { folderOf, readAll, recognised } from '../../../../helpers/foreign-files.ts';

const annotation = (type: string, more: object) => ({
  ...{ id: 0, type, attributes: { occluded: false }, group: 0, label_id: 0, z_order: 0 },
  ...more,
});
const item = (annotations: unknown[], more: object = {}) => ({
  ...{ id: 'a', annotations, attr: { frame: 0 }, image: { path: 'a.jpg', size: [4, 6] } },
  ...more,
});
const labels = ['crack', 'rust', 'background'].map(name => ({ name, parent: '', attributes: [] }));
const file = (items: unknown[]) =>
  JSON.stringify({
    ...{ info: {}, categories: { label: { labels, label_groups: [], attributes: [] }, points: { items: [] } } },
    items,
  });
const SQUARE = [1, 1, 4, 1, 4, 3, 1, 3];

async function imageOf(annotations: unknown[], more: object = {}) {
  const { images } = await readAll(datumaro, folderOf({ 'annotations/default.json': file([item(annotations, more)]) }));
  return images[0];
}

describe('labels of Datumaro', () => {
  it('lie in a file for each subset, with pictures under images/', async () => {
    const path = folderOf({
      'annotations/train.json': file([item([annotation('polygon', { points: SQUARE })])]),
      'annotations/val.json': file([item([], { id: 'b', image: { path: 'sub/b.jpg', size: [4, 6] } })]),
      'images/train/a.jpg': 'jpg',
      'images/val/sub/b.jpg': 'jpg',
    });
    expect(await recognised(datumaro, path)).toContain('annotations/train.json');
    const { reading, images } = await readAll(datumaro, path);
    expect(reading).toMatchObject({ classes: ['crack', 'rust'], notes: [] });
    const of = images.map(({ name, side, state, picture, pixels }) => [name, side, state, picture, pixels]);
    expect(of).toEqual([
      ['a.jpg', 'train', 'labelled', { path: 'images/train/a.jpg' }, 6],
      ['sub/b.jpg', 'val', 'unknown', { path: 'images/val/sub/b.jpg' }, 0],
    ]);
    expect(maskRows(images[0].labels, 6, 4, ['crack'])).toEqual(['......', '.111..', '.111..', '......']);
  });

  it('keep apart images of one name in two subsets', async () => {
    const same = file([item([annotation('polygon', { points: SQUARE })])]);
    const files = { 'annotations/train.json': same, 'annotations/val.json': same };
    const beside = { 'images/train/a.jpg': 'jpg', 'images/val/a.jpg': 'jpg' };
    const namesOf = async (all: Record<string, string>) =>
      (await readAll(datumaro, folderOf(all))).images.map(({ name }) => name);
    expect(await namesOf({ ...files, ...beside })).toEqual(['train/a.jpg', 'val/a.jpg']);
    expect(await namesOf(files)).toEqual(['train/a.jpg', 'val/a.jpg']);
  });

  it('are painted in the order of their depth, and a background erases', async () => {
    const image = await imageOf([
      annotation('polygon', { points: [2, 1, 4, 1, 4, 2, 2, 2], label_id: 2, z_order: 5 }),
      annotation('bbox', { bbox: [1, 1, 3, 2] }),
    ]);
    expect(image.labels.map(label => label.class)).toEqual(['crack', ' background']);
    expect(image.pixels).toBe(4);
  });

  it('are masks, boxes, ellipses and lines as well; captions, points and cuboids have no area', async () => {
    const image = await imageOf(
      [
        annotation('mask', { rle: { counts: '321O30', size: [3, 4] } }),
        annotation('rotated_bbox', { bbox: [2, 2, 2, 2, 45] }),
        annotation('ellipse', { points: [1, 1, 4, 3] }),
        annotation('polyline', { points: [1, 1, 4, 3] }),
        annotation('points', { points: [1, 1] }),
        annotation('caption', { caption: 'x', label_id: null }),
      ],
      { image: { path: 'a.jpg', size: [3, 4] } },
    );
    expect(image.labels.map(({ shape }) => shape)).toEqual(['brush', 'rectangle', 'ellipse', 'polyline']);
    expect(maskRows(image.labels.slice(0, 1), 4, 3, ['crack'])).toEqual(['.11.', '.1..', '...1']);
    expect(image.pixels).toBeNull();
    const codes = image.notes.map(({ code, count }) => [code, count]);
    expect(codes).toEqual([
      ['line-to-polyline', 1],
      ['points-skipped', 2],
    ]);
  });

  it.each([
    ['of a label that is not declared', annotation('polygon', { points: SQUARE, label_id: 7 }), 'bad-shape'],
    ['without a label', annotation('polygon', { points: SQUARE, label_id: null }), 'bad-shape'],
    ['of a name that objects have', annotation('polygon', { points: SQUARE, label_id: '__proto__' }), 'bad-shape'],
    ['with numbers that are none', annotation('polygon', { points: [1, 1, 'x', 1, 4, 3] }), 'bad-number'],
    ['with runs that do not add up', annotation('mask', { rle: { counts: [3], size: [4, 6] } }), 'bad-shape'],
    ['of a type that objects have', annotation('constructor', { points: SQUARE }), 'points-skipped'],
    ['that is none', 7, 'bad-shape'],
  ])('leave out an annotation %s', async (_, each, code) => {
    expect(await imageOf([each])).toMatchObject({ labels: [], state: 'unknown', notes: [{ code }] });
  });

  it('leave out an item that is none, and name a file without categories', async () => {
    const { reading } = await readAll(datumaro, folderOf({ 'x.json': file([7, item([])]), 'y.json': '{"items": []}' }));
    expect(reading.count).toBe(1);
    expect(reading.notes).toMatchObject([
      { code: 'bad-shape', count: 1 },
      { code: 'bad-file', detail: 'y.json: it has not the categories of Datumaro' },
    ]);
  });
});
