import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { xAnyLabeling } from '../../../../../src/main/interchange/formats/labelme/x-anylabeling.ts';
import { fillPoly } from '../../../../../src/shared/geometry/fill-poly.ts';
import { codesOf, folderWith, paintedOf, readAll } from '../../../../helpers/interchange.ts';

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
    expect(image.labels.map(label => label.shape)).toEqual(['polygon', 'polygon', 'polygon']);
    expect(codesOf(image.notes)).toEqual(['box-to-polygon', 'box-to-polygon']);
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
