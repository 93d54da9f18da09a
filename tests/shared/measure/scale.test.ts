import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { homographyOf } from '../../../src/shared/measure/homography.ts';
import { inMillimetres } from '../../../src/shared/measure/in-millimetres.ts';
import { measureMask } from '../../../src/shared/measure/measure-mask.ts';
import { clockPosition, rulerOf, scaleSourceSchema } from '../../../src/shared/measure/scale.ts';
import { WIDTH_CLASSES, widthClassesSchema, widthClassOf } from '../../../src/shared/measure/width-classes.ts';
import { crackPhantom } from '../../helpers/crack-phantom.ts';

const line = (px: number, mm: number, y = 0) => ({
  from: [0, y] as [number, number],
  to: [px, y] as [number, number],
  mm,
});

describe('a scale', () => {
  it('of several lines is their mean, and its uncertainty their spread', () => {
    const one = rulerOf({ kind: 'lines', lines: [line(200, 100)] });
    expect(one.toMm({ x: 200, y: 0 })).toEqual({ x: 100, y: 0 });
    expect(one.relativeUncertainty).toBeCloseTo(Math.SQRT1_2 / 200);
    const { toMm, relativeUncertainty } = rulerOf({ kind: 'lines', lines: [line(200, 98), line(200, 102)] });
    expect(toMm({ x: 200, y: 0 }).x).toBeCloseTo(100);
    expect(relativeUncertainty).toBeCloseTo(0.02);
  });

  it('of a camera follows from pitch, distance and focal length', () => {
    const { toMm } = rulerOf({ kind: 'camera', pixelPitchUm: 4, distanceMm: 500, focalMm: 50 });
    expect(toMm({ x: 100, y: 0 }).x).toBeCloseTo(4);
  });

  it('of a pipe tells the hour on its wall', () => {
    const pipe = { kind: 'pipe' as const, diameterMm: 300, centre: [100, 100] as [number, number], radiusPx: 60 };
    expect(rulerOf(pipe).toMm({ x: 120, y: 0 }).x).toBeCloseTo(300);
    const hours = [
      { x: 101, y: 40 },
      { x: 160, y: 100 },
      { x: 100, y: 160 },
      { x: 40, y: 100 },
    ].map(place => Math.round(clockPosition(pipe, place)));
    expect(hours).toEqual([0, 3, 6, 9]);
  });

  it('of nothing in the picture is refused', () => {
    expect(() => rulerOf({ kind: 'lines', lines: [line(0, 5)] })).toThrow('no length in the picture');
    const corners: [number, number][] = [
      [0, 0],
      [10, 10],
      [20, 20],
      [0, 30],
    ];
    expect(() => rulerOf({ kind: 'rectangle', corners, widthMm: 10, heightMm: 10 })).toThrow('on one line');
    expect(scaleSourceSchema.safeParse({ kind: 'lines', lines: [line(10, 0)] }).success).toBe(false);
  });

  it('of a rectangle seen from aside maps any place back to where it is', () => {
    const unit = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(unit, unit, unit, unit, (u, v, tilt, turn) => {
        const see = cameraAt(tilt * 0.6, turn * 3);
        const corners = [
          [0, 0],
          [400, 0],
          [400, 300],
          [0, 300],
        ].map(([x, y]) => see({ x, y }));
        const toMm = homographyOf(corners, [
          { x: 0, y: 0 },
          { x: 400, y: 0 },
          { x: 400, y: 300 },
          { x: 0, y: 300 },
        ]);
        const back = toMm(see({ x: 400 * u, y: 300 * v }));
        expect(Math.hypot(back.x - 400 * u, back.y - 300 * v)).toBeLessThan(1e-6);
      }),
    );
  });

  it('of a rectangle measures on a tilted plane to 2 % everywhere', () => {
    const see = cameraAt(0.5, 0.7);
    const corners = [
      [0, 0],
      [500, 0],
      [500, 500],
      [0, 500],
    ].map(([x, y]) => see({ x, y }));
    const ruler = rulerOf({
      kind: 'rectangle',
      corners: corners.map(({ x, y }) => [x, y]),
      widthMm: 500,
      heightMm: 500,
    });
    const toSurface = homographyOf(corners, [
      { x: 0, y: 0 },
      { x: 500, y: 0 },
      { x: 500, y: 500 },
      { x: 0, y: 500 },
    ]);
    // Cracks of 12 by 120 mm in a grid over the plane, level and upright.
    const [size, places] = [760, [90, 250, 410]];
    for (const upright of [false, true]) {
      const data = new Uint8Array(size * size);
      for (let i = 0; i < data.length; i++) {
        const { x, y } = toSurface({ x: i % size, y: Math.floor(i / size) });
        const [along, across] = upright ? [y, x] : [x, y];
        const near = (value: number, reach: number) => places.some(place => Math.abs(value - place) <= reach);
        if (near(across, 6) && near(along, 60)) data[i] = 255;
      }
      const cracks = measureMask({ width: size, height: size, data });
      expect(cracks).toHaveLength(9);
      for (const crack of cracks) {
        const { widthMeanMm, lengthMm } = inMillimetres(crack, ruler);
        expect(Math.abs(widthMeanMm / 12 - 1)).toBeLessThan(0.02);
        expect(Math.abs(lengthMm / 120 - 1)).toBeLessThan(0.02);
      }
    }
  });
});

describe('the uncertainty of a width', () => {
  it('grows with the scale, and with that of the scale', () => {
    const { gray, mask } = crackPhantom({ width: 4, degrees: 10, length: 60 });
    const [crack] = measureMask(mask, { gray });
    const fine = inMillimetres(crack, rulerOf({ kind: 'given', mmPerPx: 0.1, relativeUncertainty: 0 }));
    const vague = inMillimetres(crack, rulerOf({ kind: 'given', mmPerPx: 0.1, relativeUncertainty: 0.2 }));
    expect(fine.widthMeanMm).toBeCloseTo(0.4, 2);
    expect(fine.uncertainty.widthMm).toBeCloseTo(0.03, 3);
    expect(vague.uncertainty.widthMm).toBeCloseTo(Math.hypot(0.03, 0.08), 2);
  });

  it('that reaches over a limit refuses a class', () => {
    const bab = WIDTH_CLASSES.find(({ id }) => id === 'bab')!;
    expect(widthClassOf(0.34, 0.06, bab)).toEqual({ name: 'BAB A: surface crack', certain: true });
    expect(widthClassOf(0.47, 0.06, bab)).toEqual({
      name: 'BAB A: surface crack or BAB B: crack: uncertain',
      certain: false,
    });
    expect(widthClassOf(60, 1, bab).name).toBe('BAB C: gaping crack');
  });

  it('is told by classes that are what a project may write itself, narrowest first, the last without limit', () => {
    for (const classes of WIDTH_CLASSES) {
      expect(widthClassesSchema.parse(classes)).toEqual(classes);
      const limits = classes.classes.map(({ belowMm = Infinity }) => belowMm);
      expect(limits).toEqual(limits.toSorted((a, b) => a - b));
      expect(limits.at(-1)).toBe(Infinity);
    }
  });
});

/** A camera that looks at the plane from aside: tilted and turned by so many radians, 900 mm away. */
function cameraAt(tilt: number, turn: number) {
  return ({ x, y }: { x: number; y: number }) => {
    const [u, v] = [x - 250, y - 250];
    const [a, b] = [u * Math.cos(turn) - v * Math.sin(turn), u * Math.sin(turn) + v * Math.cos(turn)];
    const far = 900 + b * Math.sin(tilt);
    return { x: 380 + (900 * a) / far, y: 380 + (900 * b * Math.cos(tilt)) / far };
  };
}
