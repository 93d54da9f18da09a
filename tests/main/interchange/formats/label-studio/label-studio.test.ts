import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { labelStudio } from '../../../../../src/main/interchange/formats/label-studio/label-studio.ts';
import { labelStudioName } from '../../../../../src/main/interchange/formats/label-studio/label-studio-task.ts';
import { packBrush } from '../../../../helpers/brush-rle.ts';
import { maskRows } from '../../../../helpers/export-dataset.ts';
import { folderOf, readAll, recognised } from '../../../../helpers/foreign-files.ts';

const SIZE = { original_width: 10, original_height: 5, image_rotation: 0 };
const points = [
  [10, 20],
  [40, 20],
  [40, 60],
  [10, 60],
];
const POLYGON = { points, closed: true, polygonlabels: ['crack'] };
const ROWS = ['..........', '.111......', '.111......', '..........', '..........'];
const result = (value: object, more: object = SIZE) => ({
  ...{ id: 'x', type: 'polygonlabels', from_name: 'label', to_name: 'image', origin: 'manual', value },
  ...more,
});
const answer = (results: unknown[], more: object = {}) => ({
  ...{ id: 1, completed_by: 1, result: results, was_cancelled: false, ground_truth: false },
  ...{ created_at: '2026-01-01T00:00:00Z', updated_at: '2026-01-01T00:00:00Z' },
  ...more,
});
const task = (annotations: unknown[], more: object = {}) => ({
  ...{ id: 1, annotations, predictions: [], file_upload: 'a.jpg', drafts: [], data: { image: '/data/upload/1/a.jpg' } },
  ...more,
});

async function read(...tasks: unknown[]) {
  const { reading, images } = await readAll(labelStudio, folderOf({ 'project.json': JSON.stringify(tasks) }));
  return { ...reading, images };
}
const imageOf = async (...results: unknown[]) => (await read(task([answer(results)]))).images[0];
const rowsOf = async (value: object) => maskRows((await imageOf(result(value))).labels, 10, 5, ['crack']);

describe('labels of Label Studio', () => {
  it.each([
    ['JSON', task([answer([result(POLYGON)])])],
    [
      'JSON of before version 1',
      { id: 1, data: { img: '/data/upload/a.jpg' }, completions: [answer([result(POLYGON)])] },
    ],
    [
      'JSON-MIN',
      { id: 1, image: '/data/upload/1/a.jpg', label: [{ ...POLYGON, ...SIZE }], annotator: 1, annotation_id: 1 },
    ],
  ])('are read from %s', async (_, each) => {
    const path = folderOf({ 'project-1.json': JSON.stringify([each]), 'a.jpg': 'jpg' });
    expect(await recognised(labelStudio, path)).toBe('project-1.json with tasks of Label Studio');
    const { reading, images } = await readAll(labelStudio, path);
    expect(reading).toMatchObject({ classes: ['crack'], notes: [] });
    expect(images).toHaveLength(1);
    const [{ labels, ...image }] = images;
    expect(image).toEqual({
      ...{ name: 'a.jpg', size: { width: 10, height: 5 }, state: 'labelled', pixels: null, side: null, notes: [] },
      picture: { path: 'a.jpg' },
    });
    expect(maskRows(labels, 10, 5, ['crack'])).toEqual(ROWS);
  });

  it('are boxes, turned about their upper left corner, ellipses and lines in percents of the sides', async () => {
    const box = { x: 10, y: 20, width: 30, height: 40, rotation: 0, rectanglelabels: ['crack'] };
    expect(await rowsOf(box)).toEqual(ROWS);
    // A quarter clockwise: what was 3 px wide goes down from the corner, what was 2 px high to its left.
    expect(await rowsOf({ ...box, x: 30, rotation: 90 })).toEqual([
      '..........',
      '.11.......',
      '.11.......',
      '.11.......',
      '..........',
    ]);
    const ellipse = { x: 50, y: 50, radiusX: 14, radiusY: 10, rotation: 0, ellipselabels: ['crack'] };
    expect((await rowsOf(ellipse))[2]).toBe('....11....');
    const image = await imageOf(
      result(box, { ...SIZE, id: '1' }),
      result(ellipse, { ...SIZE, id: '2' }),
      result({ ...POLYGON, closed: false }, { ...SIZE, id: '3' }),
      result({ x: 10, y: 10, width: 0.5, keypointlabels: ['crack'] }, { ...SIZE, id: '4' }),
    );
    expect(image.labels.map(({ shape }) => shape)).toEqual(['rectangle', 'ellipse', 'polyline']);
    expect(image.notes.map(({ code }) => code)).toEqual(['line-to-polyline', 'points-skipped']);
  });

  it('are brushes, packed or as a picture, whose soft edges are cut', async () => {
    const data = Uint8Array.from(ROWS.join(''), each => (each === '1' ? 255 : 0));
    const rle = packBrush(data);
    expect(await rowsOf({ format: 'rle', rle, brushlabels: ['crack'] })).toEqual(ROWS);
    const png = await sharp(data, { raw: { width: 10, height: 5, channels: 1 } })
      .png()
      .toBuffer();
    const imageDataURL = `data:image/png;base64,${png.toString('base64')}`;
    expect(await rowsOf({ imageDataURL, bitmasklabels: ['crack'] })).toEqual(ROWS);
    data[10] = 100;
    const image = await imageOf(result({ format: 'rle', rle: packBrush(data), brushlabels: ['crack'] }));
    expect(maskRows(image.labels, 10, 5, ['crack'])).toEqual(ROWS);
    expect(image.notes.map(({ code }) => code)).toEqual(['soft-brush']);
  });

  it('have their class in a result of their own, and what else is said of them beside it', async () => {
    const { labels, notes } = await imageOf(
      result({ points, closed: true }),
      result({ points, closed: true, labels: ['crack'] }),
      result({ points, closed: true, choices: ['deep'] }),
      result({ choices: ['wet'] }, { id: 'whole image' }),
    );
    expect(labels.map(label => label.class)).toEqual(['crack']);
    expect(notes).toEqual([]);
  });

  it('are those of the newest answer, or of the one that is marked as true, and of a model only where nobody answered', async () => {
    const more = (n: number, given: object = {}) =>
      answer(
        Array.from({ length: n }, (_, i) => result(POLYGON, { ...SIZE, id: `${i}` })),
        given,
      );
    const labelled = async (annotations: unknown[], predictions: unknown[] = []) => {
      const [image] = (await read(task(annotations, { predictions }))).images;
      return [image.labels.length, image.state, image.notes.map(({ code }) => code)];
    };
    const other = ['other-annotations'];
    expect(await labelled([more(2, { updated_at: '2026-02-01' }), more(1)])).toEqual([2, 'labelled', other]);
    expect(await labelled([more(2), more(1, { ground_truth: true }), more(3)])).toEqual([1, 'labelled', other]);
    expect(await labelled([more(0)], [more(1)])).toEqual([0, 'empty', []]);
    expect(await labelled([], [more(1)])).toEqual([1, 'in progress', []]);
    expect(await labelled([])).toEqual([0, 'unknown', []]);
    expect(await labelled([more(2, { was_cancelled: true })])).toEqual([0, 'unknown', []]);
  });

  it('are those of the newest row, where JSON-MIN has several for a picture', async () => {
    const row = (count: number, updated_at: string) => ({
      ...{ id: 1, image: '/data/upload/1/a.jpg', annotation_id: count, updated_at },
      label: Array(count).fill({ ...POLYGON, ...SIZE }),
    });
    const { images } = await read(row(1, '2026-01-01'), row(3, '2026-03-01'), row(2, '2026-02-01'));
    expect(images).toHaveLength(1);
    expect(images[0].labels).toHaveLength(3);
    expect(images[0].notes.map(({ code }) => code)).toEqual(['other-annotations']);
  });

  it('are shares of the sides where a file does not say them', async () => {
    const [image] = (await read(task([answer([result(POLYGON, {})])]))).images;
    expect(image).toMatchObject({ size: null, normalised: true });
    expect(image.labels[0]).toMatchObject({ points: points.map(([x, y]) => [x * 0.01, y * 0.01]) });
    const ellipse = { x: 1, y: 1, radiusX: 1, radiusY: 1, ellipselabels: ['crack'] };
    expect((await read(task([answer([result(ellipse, {})])]))).images[0].notes[0].code).toBe('bad-shape');
  });

  it.each([
    ['a polygon with no numbers', { ...POLYGON, points: [...points, ['x', null]] }, 'bad-number'],
    ['a polygon far out', { ...POLYGON, points: [...points, [1e300, 0]] }, 'bad-number'],
    ['a polygon of two points', { ...POLYGON, points: points.slice(2) }, 'degenerate'],
    ['a point that is none', { ...POLYGON, points: [...points, 7] }, 'bad-number'],
    ['a box without a side', { x: 1, y: 1, width: 0, height: 3, rectanglelabels: ['crack'] }, 'degenerate'],
    ['a brush of another size', { rle: packBrush(new Uint8Array(4)), brushlabels: ['crack'] }, 'bad-shape'],
    ['a brush of nothing', { rle: packBrush(new Uint8Array(50)), brushlabels: ['crack'] }, 'covers-nothing'],
    ['a brush that is none', { rle: 'abc', brushlabels: ['crack'] }, 'bad-shape'],
    ['a picture from elsewhere', { imageDataURL: 'https://host/a.png', bitmasklabels: ['crack'] }, 'bad-shape'],
  ])('leave out %s', async (_, value, code) => {
    expect(await imageOf(result(value))).toMatchObject({ labels: [], notes: [{ code }] });
  });

  it('leave out results and tasks that are none', async () => {
    const { images, notes } = await read(task([answer([7, null])]), 7, { data: {} });
    expect(images[0]).toMatchObject({ labels: [], state: 'unknown', notes: [{ code: 'bad-shape', count: 2 }] });
    expect(notes).toMatchObject([{ code: 'bad-shape', count: 2 }]);
  });

  it.each([
    ['/data/upload/1/0d12ab9f-a.jpg', '0d12ab9f-a.jpg'],
    ['/data/upload/3f2a9c11-Capture_d%C3%A9cran%201.png', '3f2a9c11-Capture_décran 1.png'],
    ['/data/local-files/?d=mainJPG%5C057b.png', 'mainJPG/057b.png'],
    ['https://host.org/x/a%20b.png?sig=c', 'x/a b.png'],
    ['s3://bucket/x/a.png', 'x/a.png'],
    ['a.png', 'a.png'],
  ])('of %s are of the picture %s', (reference, name) => {
    expect(labelStudioName(reference)).toBe(name);
  });
});

describe('pictures of brushes of Label Studio', () => {
  const png = (data: Uint8Array) =>
    sharp(data, { raw: { width: 10, height: 5, channels: 1 } })
      .png()
      .toBuffer();
  const data = Uint8Array.from(ROWS.join(''), each => (each === '1' ? 255 : 0));

  it('are the masks of the picture beside them, a region each, with the class in their names', async () => {
    const path = folderOf({
      'a.jpg': 'jpg',
      'task-7-annotation-4-by-1-tag-crack-0.png': await png(data),
      'task-7-annotation-4-by-1-tag-deep-crack-0.png': await png(data.toReversed()),
      'task-7-annotation-3-by-me@host.org-tag-crack-0.png': await png(data),
    });
    expect(await recognised(labelStudio, path)).toContain('task-7-annotation');
    const { reading, images } = await readAll(labelStudio, path);
    expect(reading.classes).toEqual(['crack', 'deep-crack']);
    expect(images).toMatchObject([{ name: 'a.jpg', state: 'labelled', picture: { path: 'a.jpg' } }]);
    expect(maskRows(images[0].labels.slice(0, 1), 10, 5, ['crack'])).toEqual(ROWS);
    expect(images[0].notes.map(({ code }) => code)).toEqual(['other-annotations']);
  });

  it('are not read where there is no telling whose they are, and the sentence says what to export', async () => {
    const files = { 'a.jpg': 'jpg', 'b.jpg': 'jpg', 'task-1-annotation-1-by-1-tag-crack-0.png': await png(data) };
    await expect(readAll(labelStudio, folderOf(files))).rejects.toThrow(/export JSON there/);
  });

  it('do not count where JSON lies beside them', async () => {
    const files = {
      'project.json': JSON.stringify([task([answer([result(POLYGON)])])]),
      'task-1-annotation-1-by-1-tag-crack-0.png': await png(data),
    };
    const { images } = await readAll(labelStudio, folderOf({ ...files, 'a.jpg': 'jpg' }));
    expect(images.map(({ name }) => name)).toEqual(['a.jpg']);
  });

  it('leave out a file that is damaged', async () => {
    const files = { 'a.jpg': 'jpg', 'task-1-annotation-1-by-1-tag-crack-0.png': '' };
    const { images } = await readAll(labelStudio, folderOf(files));
    expect(images[0]).toMatchObject({ state: 'unknown', labels: [], notes: [{ code: 'bad-file' }] });
  });
});
