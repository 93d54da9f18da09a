import type { InterchangeFormat, WrittenFormat } from '../../src/shared/interchange/formats.ts';

type Files = Readonly<Record<string, string>>;

const json = (value: unknown) => JSON.stringify(value);
const ring = [
  [1, 1],
  [4, 1],
  [4, 3],
  [1, 3],
];
const [xs, ys] = [0, 1].map(i => ring.map(point => point[i]));
const region = {
  shape_attributes: { name: 'polygon', all_points_x: xs, all_points_y: ys },
  region_attributes: { class: 'crack' },
};
const pt = ring.map(([x, y]) => `<pt><x>${x}</x><y>${y}</y></pt>`).join('');
const numbered = ring.map(([x, y], i) => `<x${i + 1}>${x}</x${i + 1}><y${i + 1}>${y}</y${i + 1}>`).join('');
const object = { classTitle: 'crack', geometryType: 'polygon', points: { exterior: ring, interior: [] } };
const result = {
  ...{ id: 'x', type: 'polygonlabels', original_width: 6, original_height: 4, image_rotation: 0 },
  value: { points: ring.map(([x, y]) => [(100 * x) / 6, (100 * y) / 4]), polygonlabels: ['crack'] },
};

/** What the tools write that the studio only reads: one image `a.jpg`, with one label of class `crack`. */
export const FOREIGN_SOURCES: { readonly [Id in Exclude<InterchangeFormat, WrittenFormat>]: Files } = {
  via: { 'via_region_data.json': json({ 'a.jpg9': { filename: 'a.jpg', size: 9, regions: [region] } }) },
  sam: {
    'a.json': json({
      image: { image_id: 1, width: 4, height: 3, file_name: 'a.jpg' },
      annotations: [
        { id: 1, segmentation: { size: [3, 4], counts: '321O30' }, predicted_iou: 0.9, bbox: [1, 0, 3, 3] },
      ],
    }),
  },
  supervisely: {
    'meta.json': json({ classes: [{ title: 'crack', shape: 'polygon', color: '#FF0000' }], tags: [] }),
    'ds/ann/a.jpg.json': json({ description: '', tags: [], size: { height: 4, width: 6 }, objects: [object] }),
  },
  datumaro: {
    'annotations/default.json': json({
      info: {},
      categories: { label: { labels: [{ name: 'crack', parent: '' }] } },
      items: [
        { id: 'a', annotations: [{ type: 'polygon', label_id: 0, points: ring.flat() }], image: { path: 'a.jpg' } },
      ],
    }),
  },
  isat: {
    'a.json': json({
      info: { description: 'ISAT', folder: '', name: 'a.jpg', width: 6, height: 4, depth: 3, note: '' },
      objects: [
        { category: 'crack', group: 1, segmentation: ring, area: 6, layer: 1, bbox: [1, 1, 4, 3], iscrowd: false },
      ],
    }),
  },
  cityscapes: {
    'gtFine/train/x/a_gtFine_polygons.json': json({
      ...{ imgHeight: 4, imgWidth: 6 },
      objects: [{ label: 'crack', polygon: ring }],
    }),
  },
  labelbox: {
    'export.ndjson': json({
      data_row: { id: 'd', external_id: 'a.jpg', row_data: 'https://host/a.jpg' },
      media_attributes: { height: 4, width: 6 },
      projects: {
        p: { labels: [{ annotations: { objects: [{ name: 'crack', polygon: ring.map(([x, y]) => ({ x, y })) }] } }] },
      },
    }),
  },
  'label-studio': {
    'project.json': json([
      { id: 1, annotations: [{ id: 1, result: [result] }], data: { image: '/data/upload/1/a.jpg' } },
    ]),
  },
  'labelme-xml': {
    'a.xml': `<annotation><filename>a.jpg</filename><object><name>crack</name><polygon>${pt}</polygon></object></annotation>`,
  },
  'voc-xml': {
    'a.xml': `<annotation><filename>a.jpg</filename><object><name>crack</name><polygon>${numbered}</polygon></object></annotation>`,
  },
  vott: {
    'x-export.json': json({
      ...{ name: 'x', tags: [{ name: 'crack', color: '#ff0000' }], version: '2.2.0' },
      assets: {
        i: {
          asset: { format: 'jpg', id: 'i', name: 'a.jpg', size: { width: 6, height: 4 }, state: 2, type: 1 },
          regions: [{ id: 'r', type: 'POLYGON', tags: ['crack'], points: ring.map(([x, y]) => ({ x, y })) }],
          version: '2.2.0',
        },
      },
    }),
  },
};
