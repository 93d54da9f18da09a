import { describe, expect, it } from 'vitest';
import { vott } from '../../../../../src/main/interchange/formats/vott/vott.ts';
import { maskRows } from '../../../../helpers/export-dataset.ts';
import { folderOf, readAll, recognised } from '../../../../helpers/foreign-files.ts';

const POINTS = [
  [1, 1],
  [4, 1],
  [4, 3],
  [1, 3],
].map(([x, y]) => ({ x, y }));
const region = (more: object = {}) => ({
  ...{
    id: 'r',
    type: 'POLYGON',
    tags: ['crack'],
    boundingBox: { left: 1, top: 1, width: 3, height: 2 },
    points: POINTS,
  },
  ...more,
});
const asset = (regions: unknown[], name = 'a.jpg') => ({
  asset: {
    format: 'jpg',
    id: name,
    name,
    path: `file:/C:/x/${name}`,
    size: { width: 6, height: 4 },
    state: 2,
    type: 1,
  },
  regions,
  version: '2.2.0',
});
const exported = (...assets: ReturnType<typeof asset>[]) =>
  JSON.stringify({ name: 'x', tags: [], assets: Object.fromEntries(assets.map(each => [each.asset.id, each])) });

async function imageOf(...regions: unknown[]) {
  return (await readAll(vott, folderOf({ 'x.json': JSON.stringify(asset(regions)) }))).images[0];
}

describe('labels of VoTT', () => {
  it.each([
    ['its export', { 'vott-json-export/x-export.json': exported(asset([region()])) }],
    ['the files that it keeps', { 'aaa-asset.json': JSON.stringify(asset([region()])), 'x.vott': '{"assets": {}}' }],
    [
      'its export, and not once more from what it was made of',
      { 'aaa-asset.json': JSON.stringify(asset([region()])), 'x-export.json': exported(asset([region()])) },
    ],
  ])('are read from %s', async (_, files) => {
    const path = folderOf({ ...files, 'a.jpg': 'jpg' });
    expect(await recognised(vott, path)).toMatch(/with assets of VoTT/);
    const { reading, images } = await readAll(vott, path);
    expect(reading).toMatchObject({ classes: ['crack'], notes: [] });
    expect(images).toMatchObject([{ name: 'a.jpg', state: 'labelled', size: { width: 6, height: 4 }, notes: [] }]);
    expect(maskRows(images[0].labels, 6, 4, ['crack'])).toEqual(['......', '.111..', '.111..', '......']);
  });

  it('are boxes and lines, too, and a picture without any may only have been looked at', async () => {
    const image = await imageOf(region({ type: 'RECTANGLE' }), region({ type: 'POLYLINE' }), region({ type: 'POINT' }));
    expect(image.notes.map(({ code }) => code)).toEqual(['line-to-polyline', 'points-skipped']);
    expect((await imageOf()).state).toBe('unknown');
  });

  it.each([
    ['with no numbers', region({ points: [...POINTS, { x: 'a', y: 1 }] }), 'bad-number'],
    ['of two points', region({ points: POINTS.slice(2) }), 'degenerate'],
    ['that is a box of nothing', region({ type: 'RECTANGLE', boundingBox: {} }), 'bad-number'],
    ['that is none', null, 'bad-shape'],
  ])('leave out a region %s', async (_, each, code) => {
    expect(await imageOf(each)).toMatchObject({ labels: [], state: 'unknown', notes: [{ code }] });
  });
});
