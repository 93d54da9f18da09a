import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { xAnyLabeling } from '../../../../../src/main/interchange/formats/labelme/x-anylabeling.ts';
import { fillPoly } from '../../../../../src/shared/geometry/fill-poly.ts';
import { rasterizeLabels } from '../../../../../src/shared/labels/rasterize.ts';
import type { LabelDocument } from '../../../../../src/shared/schemas/label.ts';
import { documentOf, exportDataset, labelOf } from '../../../../helpers/export-documents.ts';
import { folderWith, paintedOf, readAll, writeAll } from '../../../../helpers/interchange.ts';
import { content, SIZE } from '../../../../shared/labels/random-edits.ts';

const CLASSES = ['crack', 'pitting'];

const SQUARE = [
  [2, 2],
  [6, 2],
  [6, 5],
  [2, 5],
];
const shape = (given: object) => ({
  label: 'crack',
  score: 0.4,
  points: SQUARE,
  group_id: null,
  description: '',
  difficult: true,
  shape_type: 'polygon',
  flags: {},
  attributes: { depth: 'deep' },
  kie_linking: [],
  ...given,
});

async function read(shapes: unknown[], given: object = {}) {
  const file = { version: '4.0.2', flags: {}, checked: true, tags: [], shapes, imagePath: 'a.png', imageData: null };
  const { images } = await readAll(
    xAnyLabeling,
    folderWith({ 'a.json': { ...file, imageHeight: 12, imageWidth: 12, ...given } }),
  );
  return images[0];
}

describe('a file of X-AnyLabeling', () => {
  it('gives polygons with their border, whatever their score, and counts as its mask export does', async () => {
    const image = await read([shape({})]);
    expect(image).toMatchObject({
      state: 'labelled',
      pixels: 20,
      notes: [],
      labels: [{ shape: 'polygon', border: 'opencv' }],
    });
    expect(paintedOf(image, ['crack']).filter(value => value > 0)).toHaveLength(20);
    // Vertices out of the image are moved to its edge there: columns 0 to 6.
    const outside = [
      [-3, 2],
      [6, 2],
      [6, 5],
      [-3, 5],
    ];
    expect((await read([shape({ points: outside })])).pixels).toBe(28);
  });

  it('covers what its mask export draws: vertices in the image, fractions cut off, cv2.fillPoly', async () => {
    const at = fc.double({ min: -4, max: 16, noNaN: true });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(at, at), { minLength: 3, maxLength: 8 }), async points => {
        const image = await read([shape({ points })]);
        const into = (value: number) => Math.trunc(Math.max(0, Math.min(value, 11)));
        const vertices = points.map(([x, y]) => ({ x: into(x), y: into(y) }));
        const expected = fillPoly(vertices, 12, 12).data.map(value => Math.sign(value));
        expect(paintedOf(image, ['crack'])).toEqual(expected);
        expect(image.pixels).toBe(expected.reduce((sum, value) => sum + value, 0));
      }),
      { numRuns: 50 },
    );
  });

  it('has boxes of four corners, turned boxes and quadrilaterals', async () => {
    const types = ['rectangle', 'rotation', 'quadrilateral'];
    const image = await read(types.map(shape_type => shape({ shape_type, direction: 0.5 })));
    expect(image.labels.map(label => label.shape)).toEqual(['rectangle', 'rectangle', 'polygon']);
    expect(image.notes).toEqual([]);
    // Its own mask export leaves them out.
    expect(image.pixels).toBeNull();
  });

  it('says that cuboids are left out', async () => {
    const image = await read([shape({ shape_type: 'cuboid', points: [...SQUARE, ...SQUARE] })]);
    expect(image.notes).toEqual([{ code: 'points-skipped', detail: 'a.json: crack, cuboid' }]);
  });

  it('is in progress as long as it is not ticked off', async () => {
    expect((await read([shape({})], { checked: false })).state).toBe('in progress');
    expect((await read([], { checked: false })).state).toBe('in progress');
    expect((await read([], { checked: true })).state).toBe('empty');
    expect((await read([shape({})], { checked: undefined })).state).toBe('labelled');
  });
});

describe('labels written for X-AnyLabeling', () => {
  const ring = [
    [2.5, 2.5],
    [6.5, 2.5],
    [6.5, 5.5],
    [2.5, 5.5],
  ];
  const ringWithHole = { shape: 'brush', x: 1, y: 1, width: 3, height: 3, runs: [0, 4, 1, 4] };

  async function write(given: Partial<LabelDocument>) {
    const document = documentOf({ image: 'a.png', width: 12, height: 12, ...given });
    const { path, notes } = await writeAll(xAnyLabeling, exportDataset([document], { classes: CLASSES }));
    return { path, notes, written: readdirSync(path).includes('a.json') ? fileAt(path) : null };
  }
  const fileAt = (path: string) => JSON.parse(readFileSync(join(path, 'a.json'), 'utf8'));

  it('are polygons, whose own vertices stay where it draws the same', async () => {
    const labels = [
      labelOf('a', { shape: 'polygon', border: 'opencv', points: ring }),
      labelOf('b', ringWithHole),
      labelOf('c', { shape: 'polygon', points: ring }),
      labelOf('d', { shape: 'brush', x: 1, y: 1, width: 3, height: 1, runs: [0, 1, 1, 1] }),
      labelOf('e', { shape: 'brush', x: -3, y: 1, width: 1, height: 1, runs: [0, 1] }),
    ];
    const { written, notes } = await write({ labels, state: 'in progress' });
    expect(written).toMatchObject({ checked: false, imagePath: 'a.png', imageWidth: 12, imageHeight: 12 });
    expect(written.shapes[0]).toMatchObject({ label: 'crack', shape_type: 'polygon', points: SQUARE, group_id: null });
    expect(written.shapes.map((each: { group_id: number | null }) => each.group_id)).toEqual([null, null, null, 4, 4]);
    expect(notes).toEqual({
      ...{ 'brush-to-polygons': 2, 'holes-bridged': 1, 'polygon-retraced': 1, 'covers-nothing': 1 },
    });
  });

  it('are rectangles where they are rectangles, and the same ones when they come back', async () => {
    const box = { shape: 'rectangle', x: 2, y: 1, width: 5, height: 3 };
    const labels = [
      labelOf('a', box),
      labelOf('b', { ...box, x: -3, rotation: 0 }),
      labelOf('c', { ...box, rotation: 45 }),
    ];
    const { written, notes, path } = await write({ labels });
    expect(written.shapes.map((each: { shape_type: string }) => each.shape_type)).toEqual([
      ...['rectangle', 'rectangle', 'rotation'],
    ]);
    expect(notes).toEqual({ 'box-unmasked': 3 });
    const [image] = (await readAll(xAnyLabeling, path)).images;
    const whole = { x1: 0, y1: 0, x2: 12, y2: 12 };
    expect(image.labels[0]).toMatchObject(box);
    expect(image.labels[2]).toMatchObject({
      shape: 'rectangle',
      rotation: expect.closeTo(45),
      width: expect.closeTo(5),
    });
    expect(Buffer.compare(paintedOf(image, CLASSES), rasterizeLabels(labels, whole, CLASSES).data)).toBe(0);
  });

  it('are drawn there as the very masks', async () => {
    await fc.assert(
      fc.asyncProperty(content, async ({ labels }) => {
        const { written } = await write({ width: SIZE, height: SIZE, labels: [...labels], state: 'verified' });
        const drawn = new Uint8Array(SIZE * SIZE);
        // It draws no boxes: turned ones are not what their corners filled are.
        fc.pre(!written.shapes.some(({ shape_type }: { shape_type: string }) => shape_type === 'rotation'));
        for (const { label, points } of written.shapes) {
          const into = (value: number) => Math.trunc(Math.max(0, Math.min(value, SIZE - 1)));
          const vertices = points.map(([x, y]: number[]) => ({ x: into(x), y: into(y) }));
          for (const [at, value] of fillPoly(vertices, SIZE, SIZE).data.entries()) {
            if (value > 0) drawn[at] = CLASSES.indexOf(label) + 1;
          }
        }
        const box = { x1: 0, y1: 0, x2: SIZE, y2: SIZE };
        expect(Buffer.compare(drawn, rasterizeLabels(labels, box, CLASSES).data)).toBe(0);
      }),
      { numRuns: 60 },
    );
  });

  it('say which images somebody has looked at', async () => {
    const { written, path } = await write({ state: 'verified' });
    expect(written).toMatchObject({ checked: true, shapes: [] });
    expect((await readAll(xAnyLabeling, path)).images[0]).toMatchObject({ name: 'a.png', state: 'empty' });
    expect((await write({ state: 'unlabelled' })).written).toBeNull();
  });

  it('have a file for each image even of the same stem', async () => {
    const given = ['a.png', 'a.jpg'].map(image => documentOf({ image, width: 12, height: 12 }));
    const { path, notes } = await writeAll(xAnyLabeling, exportDataset(given));
    expect(readdirSync(path).sort()).toEqual(['a.jpg.json', 'a.png.json', 'classes.txt']);
    expect(notes).toEqual({ 'same-stem': 2 });
    expect((await readAll(xAnyLabeling, path)).images.map(({ name }) => name)).toEqual(['a.jpg', 'a.png']);
  });
});
