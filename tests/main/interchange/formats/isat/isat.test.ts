import { describe, expect, it } from 'vitest';
import { isat } from '../../../../../src/main/interchange/formats/isat/isat.ts';
import { maskRows } from '../../../../helpers/export-dataset.ts';
import { folderOf, readAll, recognised } from '../../../../helpers/foreign-files.ts';

const SQUARE = [
  [1, 1],
  [4, 1],
  [4, 3],
  [1, 3],
];
const object = (more: object = {}) => ({
  ...{ category: 'crack', group: 1, segmentation: SQUARE, area: 6, layer: 1.0, bbox: [1, 1, 4, 3], iscrowd: false },
  ...{ note: '', ...more },
});
const file = (objects: unknown[], info: object = {}) =>
  JSON.stringify({
    info: { description: 'ISAT', folder: '/home/me', name: 'a.jpg', width: 6, height: 4, depth: 3, note: '', ...info },
    objects,
  });

async function imageOf(objects: unknown[]) {
  return (await readAll(isat, folderOf({ 'a.json': file(objects) }))).images[0];
}

describe('labels of ISAT', () => {
  it('lie in a file for each image, and a picture without one was not looked at', async () => {
    const path = folderOf({ 'a.json': file([object()]), 'a.jpg': 'jpg', 'b.jpg': 'jpg', 'isat.yaml': 'label: []' });
    expect(await recognised(isat, path)).toContain('a.json');
    const { reading, images } = await readAll(isat, path);
    expect(reading).toMatchObject({ classes: ['crack'], notes: [] });
    expect(images).toMatchObject([
      { name: 'a.jpg', size: { width: 6, height: 4 }, state: 'labelled', pixels: null, picture: { path: 'a.jpg' } },
      { name: 'b.jpg', size: null, state: 'unknown', picture: { path: 'b.jpg' } },
    ]);
    expect(maskRows(images[0].labels, 6, 4, ['crack'])).toEqual(['......', '.111..', '.111..', '......']);
  });

  it('are painted layer by layer, and a background erases', async () => {
    const { labels } = await imageOf([object({ category: '__background__', layer: 2.0 }), object({ layer: 1.0 })]);
    expect(labels.map(label => label.class)).toEqual(['crack', ' background']);
  });

  it('tell an image that is free of cracks', async () => {
    expect(await imageOf([])).toMatchObject({ state: 'empty', notes: [] });
  });

  it.each([
    ['of two points', object({ segmentation: SQUARE.slice(2) }), 'degenerate'],
    ['with no numbers', object({ segmentation: [...SQUARE, [null, 'x']] }), 'bad-number'],
    ['that lies nowhere', object({ segmentation: [...SQUARE, [1e300, 1]] }), 'bad-number'],
    ['with half a point', object({ segmentation: [...SQUARE, [1]] }), 'bad-shape'],
    ['that is a point', object({ shape_type: 'point', segmentation: [[1, 1]] }), 'points-skipped'],
    ['that is none', null, 'bad-shape'],
  ])('leave out an object %s', async (_, each, code) => {
    expect(await imageOf([each])).toMatchObject({ labels: [], state: 'unknown', notes: [{ code }] });
  });

  it('name a file that is damaged or of something else', async () => {
    const path = folderOf({ 'a.json': file([]), 'b.json': '{"info"', 'c.json': '{}' });
    expect((await readAll(isat, path)).reading.notes).toMatchObject([{ code: 'bad-file', count: 2 }]);
  });
});
