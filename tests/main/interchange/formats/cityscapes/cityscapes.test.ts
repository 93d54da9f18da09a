import { describe, expect, it } from 'vitest';
import { cityscapes } from '../../../../../src/main/interchange/formats/cityscapes/cityscapes.ts';
import { folderOf, readAll, recognised } from '../../../../helpers/foreign-files.ts';
import { paintedOf } from '../../../../helpers/interchange.ts';

const SQUARE = [
  [2, 2],
  [6, 2],
  [6, 5],
  [2, 5],
];
const file = (objects: unknown[]) => JSON.stringify({ imgHeight: 12, imgWidth: 12, objects });
const object = (more: object = {}) => ({ label: 'crack', polygon: SQUARE, ...more });

async function imageOf(objects: unknown[]) {
  return (await readAll(cityscapes, folderOf({ 'a_gtFine_polygons.json': file(objects) }))).images[0];
}

describe('labels of Cityscapes', () => {
  it('lie beside the masks that were drawn of them, with pictures elsewhere, by side and city', async () => {
    const path = folderOf({
      'gtFine/train/ulm/a_000000_gtFine_polygons.json': file([object()]),
      'gtFine/train/ulm/a_000000_gtFine_labelIds.png': 'png',
      'gtFine/val/bonn/b_gtFine_polygons.json': file([]),
      'leftImg8bit/train/ulm/a_000000_leftImg8bit.png': 'png',
      'leftImg8bit/val/bonn/b_leftImg8bit.png': 'png',
      'leftImg8bit/val/bonn/c_leftImg8bit.png': 'png',
    });
    expect(await recognised(cityscapes, path)).toContain('a_000000_gtFine_polygons.json');
    const { reading, images } = await readAll(cityscapes, path);
    expect(reading).toMatchObject({ classes: ['crack'], notes: [] });
    expect(images.map(({ name, side, state }) => [name, side, state])).toEqual([
      ['a_000000_leftImg8bit', 'train', 'labelled'],
      ['b_leftImg8bit', 'val', 'empty'],
      ['leftImg8bit/val/bonn/c_leftImg8bit.png', null, 'unknown'],
    ]);
    expect(images[0].picture).toEqual({ path: 'leftImg8bit/train/ulm/a_000000_leftImg8bit.png' });
  });

  it('hold the pixels of their border, later ones over earlier ones', async () => {
    const image = await imageOf([
      object(),
      object({
        label: 'rust',
        polygon: [
          [2, 2],
          [3, 2],
          [3, 5],
          [2, 5],
        ],
      }),
    ]);
    const painted = paintedOf(image, ['crack', 'rust']);
    expect([1, 2].map(value => painted.filter(each => each === value).length)).toEqual([12, 8]);
  });

  it('may be of one folder, with the masks beside', async () => {
    const masks = { 'a_gtFine_labelIds.png': 'png', 'a_gtFine_color.png': 'png', 'a.png': 'png' };
    const { images } = await readAll(cityscapes, folderOf({ 'a_gtFine_polygons.json': file([object()]), ...masks }));
    expect(images.map(({ name }) => name)).toEqual(['a']);
  });

  it('are not what was deleted', async () => {
    expect(await imageOf([object({ deleted: 1 })])).toMatchObject({ labels: [], state: 'empty', notes: [] });
  });

  it.each([
    ['of two points', object({ polygon: SQUARE.slice(2) }), 'degenerate'],
    ['with no numbers', object({ polygon: [...SQUARE, [null, {}]] }), 'bad-number'],
    ['without a label', { polygon: SQUARE }, 'bad-shape'],
    ['that is none', [], 'bad-shape'],
  ])('leave out an object %s', async (_, each, code) => {
    expect(await imageOf([each])).toMatchObject({ labels: [], state: 'unknown', notes: [{ code }] });
  });
});
