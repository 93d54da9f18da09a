import { describe, expect, it } from 'vitest';
import { labelbox } from '../../../../../src/main/interchange/formats/labelbox/labelbox.ts';
import { maskRows } from '../../../../helpers/export-dataset.ts';
import { folderOf, readAll, recognised } from '../../../../helpers/foreign-files.ts';

const SQUARE = [
  [1, 1],
  [4, 1],
  [4, 3],
  [1, 3],
  [1, 1],
].map(([x, y]) => ({ x, y }));
const object = (more: object) => ({
  ...{ feature_id: 'f', feature_schema_id: 's', name: 'crack', value: 'crack', classifications: [] },
  ...more,
});
const polygon = object({ annotation_kind: 'ImagePolygon', polygon: SQUARE });
const label = (objects: unknown[]) => ({
  ...{ label_kind: 'Default', version: '1.0.0', id: 'l', label_details: { created_at: '2026-01-01T00:00:00+00:00' } },
  annotations: { objects, classifications: [], relationships: [] },
});
const row = (labels: unknown[], more: object = {}, status = 'DONE') => ({
  data_row: { id: 'd', external_id: 'a.jpg', row_data: 'https://storage.labelbox.com/x%2Fy?v=1', ...more },
  media_attributes: { height: 4, width: 6, asset_type: 'image', mime_type: 'image/jpeg', exif_rotation: '1' },
  projects: { p: { name: 'p', labels, project_details: { ontology_id: 'o', workflow_status: status } } },
});
const lines = (...rows: unknown[]) => rows.map(each => `${JSON.stringify(each)}\n`).join('');

async function imageOf(...rows: unknown[]) {
  return (await readAll(labelbox, folderOf({ 'export.ndjson': lines(...rows) }))).images[0];
}

describe('labels of Labelbox', () => {
  it.each([
    ['export.ndjson', lines(row([label([polygon])]))],
    ['export.jsonl', `\ufeff${lines(row([label([polygon])])).replace('\n', '\r\n\r\n')}`],
    ['export.json', JSON.stringify([row([label([polygon])])], null, 2)],
  ])('are the rows of %s', async (name, text) => {
    const path = folderOf({ [name]: text, 'a.jpg': 'jpg' });
    expect(await recognised(labelbox, path)).toBe(`${name} with rows of Labelbox`);
    const { reading, images } = await readAll(labelbox, path);
    expect(reading).toMatchObject({ classes: ['crack'], notes: [] });
    const [{ labels, ...image }] = images;
    expect(image).toMatchObject({ name: 'a.jpg', state: 'labelled', notes: [], picture: { path: 'a.jpg' } });
    expect(image.size).toEqual({ width: 6, height: 4 });
    expect(maskRows(labels, 6, 4, ['crack'])).toEqual(['......', '.111..', '.111..', '......']);
  });

  it('are boxes and lines as well; masks that lie at an address are not fetched, which is said', async () => {
    const image = await imageOf(
      row([
        label([
          object({ annotation_kind: 'ImageBoundingBox', bounding_box: { top: 1, left: 1, height: 2, width: 3 } }),
          object({ annotation_kind: 'ImagePolyline', line: SQUARE.slice(0, 2) }),
          object({ annotation_kind: 'ImagePoint', point: { x: 1, y: 1 } }),
          object({ annotation_kind: 'ImageSegmentationMask', mask: { url: 'https://api.labelbox.com/api/v1/m' } }),
        ]),
      ]),
    );
    expect(image.labels.map(({ shape }) => shape)).toEqual(['rectangle', 'polyline']);
    expect(image.notes.map(({ code }) => code)).toEqual(['line-to-polyline', 'points-skipped', 'mask-elsewhere']);
  });

  it('say who is done with an image, and of several labels the first counts', async () => {
    expect((await imageOf(row([label([])]))).state).toBe('empty');
    expect((await imageOf(row([], {}, 'TO_LABEL'))).state).toBe('unknown');
    expect((await imageOf(row([label([polygon])], {}, 'IN_REVIEW'))).state).toBe('in progress');
    const twice = await imageOf(row([label([polygon]), label([polygon, polygon])]));
    expect(twice.labels).toHaveLength(1);
    expect(twice.notes.map(({ code }) => code)).toEqual(['other-annotations']);
  });

  it('are of a picture that has the name of the row, its key or its address', async () => {
    const named = async (more: object) => (await imageOf(row([], more))).name;
    expect(await named({ external_id: 'x/a.jpg' })).toBe('x/a.jpg');
    expect(await named({ external_id: null, global_key: 'k.jpg' })).toBe('k.jpg');
    expect(await named({ external_id: null, row_data: 'https://host/b/c%20d.jpg?x=1' })).toBe('b/c d.jpg');
  });

  it.each([
    ['with no numbers', { ...polygon, polygon: [...SQUARE.slice(0, 4), { x: 'a', y: 1 }] }, 'bad-number'],
    ['of two points', { ...polygon, polygon: SQUARE.slice(0, 2) }, 'degenerate'],
    ['without a name', { polygon: SQUARE }, 'bad-shape'],
    ['that is none', 7, 'bad-shape'],
  ])('leave out an object %s', async (_, each, code) => {
    expect(await imageOf(row([label([each])]))).toMatchObject({ labels: [], state: 'unknown', notes: [{ code }] });
  });

  it('leave out a damaged row, and name a file of something else', async () => {
    const text = `${lines(row([label([polygon])]))}{"data_row"\n`;
    const { reading } = await readAll(labelbox, folderOf({ 'a.ndjson': text, 'b.ndjson': '{"a": 1}\n' }));
    expect(reading.count).toBe(1);
    expect(reading.notes).toMatchObject([
      { code: 'bad-shape' },
      { code: 'bad-file', detail: 'b.ndjson: it is not of Labelbox' },
    ]);
  });
});
