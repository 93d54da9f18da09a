import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ellipseRing } from '../../../../src/main/interchange/shapes/ellipse.ts';
import { paintLabel } from '../../../../src/shared/labels/rasterize.ts';

const SIZE = 64;

describe('the ring of an ellipse', () => {
  it('holds the pixels whose centres the ellipse holds', () => {
    const within = (min: number, max: number) => fc.double({ min, max, noNaN: true });
    const ellipses = fc.record({
      cx: within(-10, 70),
      cy: within(-10, 70),
      rx: within(0.6, 40),
      ry: within(0.6, 40),
      rotation: within(-360, 360),
    });
    fc.assert(
      fc.property(ellipses, ellipse => {
        const points = ellipseRing(ellipse);
        if (typeof points === 'string') throw new Error(points);
        const mask = { width: SIZE, height: SIZE, data: new Uint8Array(SIZE * SIZE) };
        paintLabel(mask, { shape: 'polygon', class: 'crack', source: 'imported', points }, 1);
        const wrong = mask.data.findIndex((value, at) => {
          const distance = distanceIn(ellipse, (at % SIZE) + 0.5, Math.floor(at / SIZE) + 0.5);
          // A centre on the ellipse itself may be on either side.
          return Math.abs(distance - 1) > 1e-9 && (value === 1) !== distance < 1;
        });
        expect(wrong).toBe(-1);
      }),
      { numRuns: 300 },
    );
  });

  it('is there for an ellipse that is higher than any picture, with few vertices', () => {
    expect(ellipseRing({ cx: 0, cy: 0, rx: 1e5, ry: 1e5, rotation: 30 })).toHaveLength(720);
  });

  it.each([
    [{ cx: 5, cy: 5, rx: 0, ry: 2, rotation: 0 }, 'degenerate'],
    [{ cx: 5, cy: 5, rx: -1, ry: 2, rotation: 0 }, 'degenerate'],
    [{ cx: Number.NaN, cy: 5, rx: 1, ry: 2, rotation: 0 }, 'bad-number'],
    [{ cx: 5, cy: 5, rx: 1e30, ry: 2, rotation: 0 }, 'bad-number'],
  ])('%j has none: %s', (ellipse, fault) => {
    expect(ellipseRing(ellipse)).toBe(fault);
  });
});

/** Of a point from the centre, 1 being on the ellipse. */
function distanceIn({ cx, cy, rx, ry, rotation }: Parameters<typeof ellipseRing>[0], x: number, y: number): number {
  const angle = (rotation * Math.PI) / 180;
  const u = (x - cx) * Math.cos(angle) + (y - cy) * Math.sin(angle);
  const v = (y - cy) * Math.cos(angle) - (x - cx) * Math.sin(angle);
  return Math.hypot(u / rx, v / ry);
}
