import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coco } from '../../../../../src/main/interchange/formats/coco/coco.ts';
import { openSource } from '../../../../../src/main/interchange/import/source.ts';
import {
  arbitraryLabels,
  classesOf,
  exportDataset,
  inEveryState,
  maskRows,
  polygon,
  polyline,
  readBack,
  rectangle,
  written,
} from '../../../../helpers/export-dataset.ts';

const BRUSH = { shape: 'brush', class: 'crack', source: 'drawn', x: 0, y: 0, width: 4, height: 3 } as const;

async function jsonOf(...given: Parameters<typeof exportDataset>) {
  const { source, codes } = await written(coco, await exportDataset(...given));
  const text = (await source.read('annotations/instances_default.json')).toString();
  return { json: JSON.parse(text), codes };
}

describe('COCO that goes out', () => {
  it('has every field that CVAT, Datumaro and pycocotools insist on', async () => {
    const { json, codes } = await jsonOf(
      [
        { name: 'a.png', labels: [rectangle(2, 2, 6, 5), rectangle(8, 8, 20, 20, 'spall')] },
        { name: 'b.png', width: 4, height: 3, labels: [{ ...BRUSH, runs: [1, 2, 2, 1, 5, 1] }] },
      ],
      { classes: classesOf('crack', 'spall') },
    );
    const image = { license: 0, flickr_url: '', coco_url: '', date_captured: 0, crack_studio_state: 'verified' };
    const common = { iscrowd: 0, attributes: { occluded: false } };
    expect(json).toEqual({
      licenses: [{ name: '', id: 0, url: '' }],
      info: { contributor: '', date_created: '', description: '', url: '', version: '', year: '' },
      categories: [
        { id: 1, name: 'crack', supercategory: '' },
        { id: 2, name: 'spall', supercategory: '' },
      ],
      images: [
        { id: 1, width: 12, height: 12, file_name: 'a.png', ...image },
        { id: 2, width: 4, height: 3, file_name: 'b.png', ...image },
      ],
      annotations: [
        {
          ...{ id: 1, image_id: 1, category_id: 1, ...common },
          ...{ segmentation: [[2, 2, 6, 2, 6, 5, 2, 5]], area: 12, bbox: [2, 2, 4, 3] },
        },
        {
          ...{ id: 2, image_id: 1, category_id: 2, ...common },
          ...{ segmentation: [[8, 8, 20, 8, 20, 20, 8, 20]], area: 16, bbox: [8, 8, 4, 4] },
        },
        {
          ...{ id: 3, image_id: 2, category_id: 1, ...common },
          ...{ segmentation: { counts: [3, 2, 1, 1, 4, 1], size: [3, 4] }, area: 4, bbox: [1, 0, 3, 3] },
        },
      ],
    });
    expect(codes).toEqual(['brush-to-mask']);
  });

  it('keeps all digits of a polygon that pycocotools draws alike, and makes a mask of another', async () => {
    const alike = [2.0123456789, 2, 6, 2, 6, 5, 2, 5];
    const labels = [alike, [2, 2.5, 6, 2.5, 6, 5, 2, 5]].map(numbers =>
      polygon([0, 2, 4, 6].map(i => [numbers[i], numbers[i + 1]])),
    );
    const { json, codes } = await jsonOf([{ name: 'a.png', labels }]);
    expect(json.annotations[0].segmentation).toEqual([alike]);
    expect(json.annotations[1]).toMatchObject({ segmentation: { size: [12, 12] }, area: 12, bbox: [2, 2, 4, 3] });
    expect(codes).toEqual(['polygon-to-mask']);
  });

  it('makes a mask of a stroke, and leaves out what covers nothing', async () => {
    const thin = rectangle(2, 3.6, 10, 4.4);
    const { json, codes } = await jsonOf([
      {
        name: 'a.png',
        labels: [
          polyline(
            [
              [2, 2],
              [8, 2],
            ],
            2,
          ),
          thin,
        ],
      },
    ]);
    expect(json.annotations).toMatchObject([{ segmentation: { size: [12, 12] }, area: 16, iscrowd: 0 }]);
    expect(codes).toEqual(['stroke-to-area', 'covers-nothing']);
  });

  it('cuts a label where one of another class lies over it, and only there', async () => {
    const labels = [
      rectangle(0, 0, 8, 8),
      rectangle(4, 4, 12, 12, 'spall'),
      rectangle(5, 5, 7, 7),
      rectangle(5, 0, 7, 4),
      rectangle(9, 9, 10, 10, 'spall'),
    ];
    const { json, codes } = await jsonOf([{ name: 'a.png', labels }], { classes: classesOf('crack', 'spall') });
    expect(json.annotations.map(({ area }: { area: number }) => area)).toEqual([52, 60, 4, 8, 1]);
    expect(codes).toEqual(['overlap-flattened']);
  });

  it('leaves out labels of a class that the project has no more', async () => {
    const { json, codes } = await jsonOf([
      { name: 'a.png', labels: [rectangle(0, 0, 8, 8, 'gone'), rectangle(0, 0, 2, 2)] },
    ]);
    expect(json.annotations).toMatchObject([{ area: 4 }]);
    expect(codes).toEqual(['class-unexported']);
  });

  it.each(['out', 'out.zip'])('puts pictures and labels of each side into a subset of their own: %s', async name => {
    const sides = ['train', 'val', null] as const;
    const images = sides.map((side, i) => ({ name: `ä #${i}.png`, side, labels: [rectangle(0, 0, 2, 2)] }));
    const { source } = await written(coco, await exportDataset(images, { withImages: true }), name);
    expect(source.files).toEqual([
      'annotations/instances_default.json',
      'annotations/instances_train.json',
      'annotations/instances_val.json',
      'images/default/ä #2.png',
      'images/train/ä #0.png',
      'images/val/ä #1.png',
    ]);
    const back = await readBack(coco, source);
    expect(back.images.map(({ name, side, picture }) => [name, side, picture])).toEqual([
      ['ä #2.png', null, { path: 'images/default/ä #2.png' }],
      ['ä #0.png', 'train', { path: 'images/train/ä #0.png' }],
      ['ä #1.png', 'val', { path: 'images/val/ä #1.png' }],
    ]);
    await source.close();
  });

  it('tells verified images without a crack from those that nobody looked at, to the studio at least', async () => {
    const { source } = await written(coco, await exportDataset(inEveryState()));
    const back = await readBack(coco, source);
    expect(back.images.map(({ state }) => state)).toEqual(['empty', 'unknown', 'in progress', 'labelled', 'unknown']);
  });

  it('is a file of nothing for no images', async () => {
    const { path } = await written(coco, await exportDataset([]));
    const source = await openSource(path);
    expect(await coco.recognise(source)).not.toBeNull();
    expect((await readBack(coco, source)).reading).toMatchObject({ classes: ['crack'], count: 0 });
  });

  it('gives every class the pixels it had when it comes back, whatever the labels', async () => {
    const names = ['crack', 'spall', 'rust'];
    const labels = arbitraryLabels(14, names);
    const images = fc.array(
      fc.record({ labels, width: fc.integer({ min: 1, max: 14 }), height: fc.integer({ min: 1, max: 14 }) }),
      { minLength: 1, maxLength: 8 },
    );
    await fc.assert(
      fc.asyncProperty(images, async given => {
        const named = given.map((image, i) => ({ ...image, name: `${String(i).padStart(4, '0')}.png` }));
        const { source } = await written(coco, await exportDataset(named, { classes: classesOf(...names) }));
        const { images: back } = await readBack(coco, source);
        for (const [i, { labels, width, height }] of named.entries()) {
          const rows = maskRows(labels, width, height, names);
          expect(maskRows(back[i].labels, width, height, names)).toEqual(rows);
          expect(back[i].pixels).toBe(rows.join('').replaceAll('.', '').length);
          expect(back[i].notes).toEqual([]);
        }
      }),
      { numRuns: 60 },
    );
  });
});
