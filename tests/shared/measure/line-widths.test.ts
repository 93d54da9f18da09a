import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lineWidths } from '../../../src/shared/measure/line-widths.ts';
import { crackPhantom } from '../../helpers/crack-phantom.ts';

/** The middle line of the phantom, drawn by hand: a few vertices, each off by up to `off` px. */
function drawn(size: number, degrees: number, offset: number, off: number) {
  const angle = (degrees * Math.PI) / 180;
  const middle = Math.floor(size / 2) + offset;
  return [-40, -12, 15, 40].map((t, i) => {
    const aside = off * [1, -0.6, 0.8, -1][i];
    return {
      x: middle + t * Math.cos(angle) + aside * Math.sin(angle),
      y: middle - t * Math.sin(angle) + aside * Math.cos(angle),
    };
  });
}

describe('the widths of a line that was drawn by hand', () => {
  it('come from the picture, whatever the line was drawn with', () => {
    const cracks = fc.record({
      width: fc.double({ min: 1, max: 10, noNaN: true }),
      degrees: fc.double({ min: 0, max: 180, noNaN: true }),
      offset: fc.double({ min: 0, max: 1, noNaN: true }),
      drawnWidth: fc.double({ min: 1, max: 12, noNaN: true }),
      off: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(cracks, ({ drawnWidth, off, ...crack }) => {
        const { gray } = crackPhantom(crack);
        const widths = lineWidths(gray, drawn(gray.width, crack.degrees, crack.offset, off), drawnWidth);
        expect(widths).toHaveLength(4);
        for (const width of widths ?? []) expect(Math.abs(width - crack.width)).toBeLessThan(0.4);
      }),
      { numRuns: 40 },
    );
  });

  it('are none where the picture shows no crack', () => {
    const { gray } = crackPhantom({ width: 3, degrees: 0 });
    const line = [20, 60, 100].map(x => ({ x, y: 20 }));
    expect(lineWidths(gray, line, 3)).toBeNull();
  });
});
