import { describe, expect, it } from 'vitest';
import { coco } from '../../../../../src/main/interchange/formats/coco/coco.ts';
import { sam } from '../../../../../src/main/interchange/formats/sam/sam.ts';
import { maskRows } from '../../../../helpers/export-dataset.ts';
import { folderOf, readAll, recognised } from '../../../../helpers/foreign-files.ts';

/** 3 rows, 4 columns; as pycocotools packs it. */
const MASK = { size: [3, 4], counts: '321O30' };
const mask = (segmentation: unknown, id = 1) => ({
  ...{ id, segmentation, bbox: [1, 0, 3, 3], area: 4, predicted_iou: 0.98, stability_score: 0.97 },
  ...{ crop_box: [0, 0, 4, 3], point_coords: [[1, 1]] },
});
const file = (annotations: unknown[], image: object = { image_id: 1, width: 4, height: 3, file_name: 'sa_1.jpg' }) =>
  JSON.stringify({ image, annotations });

describe('masks of Segment Anything', () => {
  it.each([
    ['a file of SA-1B', file([mask(MASK)])],
    ['a list of masks', JSON.stringify([mask(MASK)])],
  ])('are read from %s, as labels that nobody has looked at', async (_, text) => {
    const path = folderOf({ 'sa_1.json': text, 'sa_1.jpg': 'jpg' });
    expect(await recognised(sam, path)).toContain('sa_1.json');
    expect(await recognised(coco, path)).toBeNull();
    const { reading, images } = await readAll(sam, path);
    expect(reading).toMatchObject({ classes: ['crack'], notes: [] });
    expect(images).toHaveLength(1);
    const [{ labels, ...image }] = images;
    expect(image).toMatchObject({ size: { width: 4, height: 3 }, state: 'in progress', pixels: 4, notes: [] });
    expect(image.picture).toEqual({ path: 'sa_1.jpg' });
    expect(maskRows(labels, 4, 3, ['crack'])).toEqual(['.11.', '.1..', '...1']);
  });

  it('are of the image beside them, one file each, and other JSON files are named', async () => {
    const second = file([], { width: 4, height: 3, file_name: 'b.jpg' });
    const path = folderOf({ 'a.json': file([mask(MASK)]), 'b.json': second, 'c.json': '{"image": 1}', 'b.jpg': 'jpg' });
    const { reading, images } = await readAll(sam, path);
    expect(images.map(({ name, state }) => [name, state])).toEqual([
      ['sa_1.jpg', 'in progress'],
      ['b.jpg', 'unknown'],
    ]);
    expect(reading.notes).toMatchObject([{ code: 'bad-file', detail: 'c.json: it is not of Segment Anything' }]);
  });

  it.each([
    ['do not add up', { ...MASK, counts: [5] }, 'bad-shape'],
    ['are of another size', { size: [4, 3], counts: [0, 12] }, 'size-differs'],
    ['are of a gigantic size', { size: [1e9, 1e9], counts: [1e18] }, 'bad-shape'],
    ['are negative', { ...MASK, counts: [-1, 13] }, 'bad-shape'],
    ['are no runs', { ...MASK, counts: '~~~' }, 'bad-shape'],
    ['are missing', null, 'bad-shape'],
  ])('are left out where their runs %s', async (_, segmentation, code) => {
    const { images } = await readAll(sam, folderOf({ 'a.json': file([mask(segmentation)]) }));
    expect(images[0]).toMatchObject({ labels: [], state: 'unknown', notes: [{ code }] });
  });
});
