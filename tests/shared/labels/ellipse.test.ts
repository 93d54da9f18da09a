import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskIn } from '../../../src/shared/labels/painted-part.ts';
import { asPolygon, type LabelOf, shapeOf } from '../../../src/shared/labels/shapes/shapes.ts';

const SIZE = 64;
const ellipse = (place: Omit<LabelOf<'ellipse'>, 'shape' | 'class' | 'source'>): LabelOf<'ellipse'> => ({
  shape: 'ellipse',
  class: 'crack',
  source: 'imported',
  ...place,
});

describe('an ellipse', () => {
  it('holds the pixels whose centres lie in it', () => {
    const within = (min: number, max: number) => fc.double({ min, max, noNaN: true });
    const places = fc.record({
      cx: within(-10, 70),
      cy: within(-10, 70),
      rx: within(0.6, 40),
      ry: within(0.6, 40),
      rotation: within(-360, 360),
    });
    fc.assert(
      fc.property(places, place => {
        const { data } = maskIn({ x1: 0, y1: 0, x2: SIZE, y2: SIZE }, [ellipse(place)]);
        const wrong = data.findIndex((value, at) => {
          const distance = distanceIn(place, (at % SIZE) + 0.5, Math.floor(at / SIZE) + 0.5);
          // A centre on the ellipse itself may be on either side.
          return Math.abs(distance - 1) > 1e-9 && (value === 1) !== distance < 1;
        });
        expect(wrong).toBe(-1);
      }),
      { numRuns: 300 },
    );
  });

  it('has a ring of few vertices even when it is higher than any picture', () => {
    expect(asPolygon(ellipse({ cx: 0, cy: 0, rx: 1e5, ry: 1e5, rotation: 30 }))?.points).toHaveLength(720);
  });

  it.each([
    [{ cx: 5, cy: 5, rx: 0, ry: 2, rotation: 0 }, 'degenerate'],
    [{ cx: 5, cy: 5, rx: -1, ry: 2, rotation: 0 }, 'degenerate'],
    [{ cx: Number.NaN, cy: 5, rx: 1, ry: 2, rotation: 0 }, 'bad-number'],
    [{ cx: 5, cy: 5, rx: 1e30, ry: 2, rotation: 0 }, 'bad-number'],
  ])('of %j is none of ours: %s', (place, fault) => {
    const label = ellipse(place);
    expect(shapeOf(label).fault(label)).toBe(fault);
  });
});

/** Of a point from the centre, 1 being on the ellipse. */
function distanceIn(
  { cx, cy, rx, ry, rotation }: Omit<LabelOf<'ellipse'>, 'shape' | 'class' | 'source'>,
  x: number,
  y: number,
): number {
  const angle = (rotation * Math.PI) / 180;
  const u = (x - cx) * Math.cos(angle) + (y - cy) * Math.sin(angle);
  const v = (y - cy) * Math.cos(angle) - (x - cx) * Math.sin(angle);
  return Math.hypot(u / rx, v / ry);
}
