import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gaussianBlur } from '../../../src/shared/image/blur.ts';
import type { GrayImage } from '../../../src/shared/image/gray-image.ts';
import { measureMask } from '../../../src/shared/measure/measure-mask.ts';
import { crackPhantom, type Photograph, photographed } from '../../helpers/crack-phantom.ts';

describe('the width of a crack', () => {
  it.each([1, 1.5, 2, 3, 4, 6, 9, 12])('of %f px is right to 0.1 px in the mean, at every angle', width => {
    for (let degrees = 0; degrees < 180; degrees += 22.5) {
      const errors = [0.1, 0.37, 0.63, 0.9].map((offset, i) => {
        const { gray, mask } = crackPhantom({ width, degrees, offset, seed: i + 1, length: 60 });
        return measureMask(mask, { gray, minAreaPx: 5 })[0].width.meanPx - width;
      });
      expect(Math.abs(mean(errors)), `${degrees} degrees: ${errors}`).toBeLessThanOrEqual(0.1);
    }
  });

  it('and its length are right whatever the angle, the width and the place', () => {
    const lines = fc.record({
      width: fc.double({ min: 2, max: 12, noNaN: true }),
      degrees: fc.double({ min: 0, max: 180, noNaN: true }),
      offset: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(lines, line => {
        const { gray, mask } = crackPhantom({ ...line, length: 110 });
        const [crack] = measureMask(mask, { gray });
        expect(Math.abs(crack.width.meanPx - line.width)).toBeLessThanOrEqual(0.15);
        // Square corners and pixels cut by half make a px of doubt at the ends.
        expect(Math.abs(crack.lengthPx - 110)).toBeLessThanOrEqual(1.3);
      }),
      { numRuns: 25 },
    );
  });

  it.each<[string, Photograph]>([
    ['a sharper lens', { blur: 0.3 }],
    ['a blurred one', { blur: 1.5 }],
    ['a grainy picture', { noise: 8 }],
    ['a faint crack', { floor: 120 }],
    ['a bright crack', { ground: 60, floor: 200 }],
    ['slanting light', { slope: [0.5, 0.3] }],
  ])('is right to 0.1 px in the mean with %s', (_, photograph) => {
    for (const width of [3, 8]) {
      for (const degrees of [0, 33, 90]) {
        const errors = [0.1, 0.37, 0.63, 0.9].map((offset, i) => {
          const { gray, mask } = crackPhantom({ width, degrees, offset, seed: i + 1, length: 60, ...photograph });
          return measureMask(mask, { gray })[0].width.meanPx - width;
        });
        expect(Math.abs(mean(errors)), `${width} px, ${degrees} degrees: ${errors}`).toBeLessThanOrEqual(0.1);
      }
    }
  });

  it.each([2, 3, 5])('of %f px is right in the blurred pictures that are collected', width => {
    const errors = [10, 30, 62, 78].map((degrees, i) => {
      const { gray, mask } = crackPhantom({ width, degrees, offset: 0.3, seed: i + 1 });
      return measureMask(mask, { gray: gaussianBlur(gray, 5) })[0].width.meanPx - width;
    });
    expect(Math.abs(mean(errors)), `${errors}`).toBeLessThanOrEqual(0.1);
  });

  it('and the length are right along a bend, and of one that grows', () => {
    for (const width of [1.5, 3, 6]) {
      const { gray, mask } = photographed((x, y) => Math.min(width / 2 - Math.abs(Math.hypot(x, y) - 40), x - y), 130);
      const [arc] = measureMask(mask, { gray });
      expect(Math.abs(arc.width.meanPx - width)).toBeLessThanOrEqual(0.1);
      expect(Math.abs(arc.lengthPx / (40 * Math.PI) - 1)).toBeLessThan(0.02);
    }
    const { gray, mask } = photographed((x, y) => Math.min(50 - Math.abs(x), 1.75 + x / 40 - Math.abs(y)), 140);
    const { meanPx, maxPx, maxAt } = measureMask(mask, { gray })[0].width;
    expect(Math.abs(meanPx - 3.5)).toBeLessThanOrEqual(0.1);
    expect(Math.abs(maxPx - 6)).toBeLessThanOrEqual(0.5);
    expect(maxAt.x).toBeGreaterThan(105);
  });

  it('is that printed beside each line of a crack-width ruler', () => {
    const printed = [1, 1.5, 2, 3, 4, 6, 8];
    const at = (i: number) => 26 * (i - (printed.length - 1) / 2) + 0.3;
    const { gray, mask } = photographed(
      (x, y) => Math.max(...printed.map((width, i) => Math.min(40 - Math.abs(y), width / 2 - Math.abs(x - at(i))))),
      220,
    );
    const cracks = measureMask(mask, { gray }).sort((a, b) => a.box.x1 - b.box.x1);
    const errors = cracks.map(({ width }, i) => width.meanPx - printed[i]);
    expect(cracks).toHaveLength(printed.length);
    expect(Math.max(...errors.map(Math.abs)), `${errors}`).toBeLessThanOrEqual(0.15);
  });

  it('is not read along another branch where three or four meet', () => {
    for (const rays of [3, 4]) {
      for (let degrees = 0; degrees < 90; degrees += 15) {
        const { gray, mask } = photographed(star(rays, degrees, 1.5), 130);
        const [{ width, branches, totalLengthPx }] = measureMask(mask, { gray });
        expect(branches).toBe(rays);
        expect(Math.abs(totalLengthPx / (rays * 45) - 1)).toBeLessThan(0.02);
        expect(width.maxPx, `${rays} rays, ${degrees} degrees`).toBeLessThan(3);
      }
    }
  });

  it('of a bright crack is measured as that of a dark one', () => {
    const { gray, mask } = crackPhantom({ width: 3, degrees: 30, ground: 60, floor: 200 });
    expect(measureMask(mask, { gray })[0].width.meanPx).toBeCloseTo(3, 1);
  });

  it('is read from the mask alone where there is no picture', () => {
    const { mask } = crackPhantom({ width: 6, degrees: 27, offset: 0.3 });
    const { meanPx, source } = measureMask(mask)[0].width;
    expect(source).toBe('mask');
    expect(meanPx).toBeCloseTo(6, 0);
  });

  it('is flagged where the mask is drawn much wider than the crack, and stays that of the mask', () => {
    const { gray } = crackPhantom({ width: 3, degrees: 20 });
    const { mask } = crackPhantom({ width: 8, degrees: 20 });
    const { doubtful, meanPx, source } = measureMask(mask, { gray })[0].width;
    expect({ doubtful, source }).toEqual({ doubtful: true, source: 'mask' });
    expect(Math.abs(meanPx - 8)).toBeLessThan(0.2);
  });

  it('is largest where the crack is widest', () => {
    const mask = drawn(['#'.repeat(60)], 5);
    for (let y = 3; y <= 7; y++) mask.data.fill(255, y * mask.width + 30, y * mask.width + 36);
    const { maxPx, maxAt, medianPx } = measureMask(mask)[0].width;
    expect(medianPx).toBeLessThan(2);
    expect(maxPx).toBeGreaterThan(4);
    expect(Math.abs(maxAt.x - 32.5)).toBeLessThan(4);
  });
});

describe('a crack', () => {
  it('has the direction of its parts, weighted by their lengths', () => {
    for (const degrees of [0, 35, 90, 120, 170]) {
      const { mask } = crackPhantom({ width: 3, degrees });
      const { orientationDeg } = measureMask(mask)[0];
      expect(Math.abs(((orientationDeg - degrees + 270) % 180) - 90), `${degrees}`).toBeLessThan(1);
    }
  });

  it('that forks has branches: the longest way is its length, all of them the total', () => {
    const mask = blank(120, 120);
    line(mask, 10, 60, 60, 60);
    line(mask, 60, 60, 110, 20);
    line(mask, 60, 60, 90, 90);
    const [crack] = measureMask(mask);
    expect([crack.branches, crack.junctions]).toEqual([3, 1]);
    expect(crack.lengthPx).toBeGreaterThan(110);
    expect(crack.lengthPx).toBeLessThan(118);
    expect(crack.totalLengthPx - crack.lengthPx).toBeGreaterThan(38);
    expect(crack.totalLengthPx - crack.lengthPx).toBeLessThan(46);
  });

  it('with a rough edge has no branches for it', () => {
    const mask = blank(120, 40);
    for (let x = 10; x < 110; x++) for (let y = 16; y < 22 + ((x * 7) % 3); y++) mask.data[y * 120 + x] = 255;
    expect(measureMask(mask)[0].branches).toBe(1);
  });

  it('that closes on itself is as long as the way round', () => {
    const mask = blank(100, 100);
    for (let i = 0; i < mask.data.length; i++) {
      const radius = Math.hypot((i % 100) - 50, Math.floor(i / 100) - 50);
      if (radius > 28 && radius < 32) mask.data[i] = 255;
    }
    const [ring] = measureMask(mask);
    expect(Math.abs(ring.lengthPx / (60 * Math.PI) - 1)).toBeLessThan(0.02);
    expect(ring.openEnds).toBe(0);
  });

  it('that the picture or the ROI cuts has open ends', () => {
    const through = blank(60, 60);
    line(through, 0, 30, 40, 30);
    expect(measureMask(through)[0].openEnds).toBe(1);
    expect(measureMask(through, { insideRoi: x => x < 42 })[0].openEnds).toBe(2);
    expect(measureMask(through)[0].lengthPx).toBeCloseTo(42, 0);
  });

  it('is one for every component, the longest first, specks left out', () => {
    const mask = blank(100, 60);
    line(mask, 5, 10, 30, 10);
    line(mask, 5, 40, 90, 40);
    mask.data[5] = 255;
    const cracks = measureMask(mask);
    expect(cracks.map(({ lengthPx }) => Math.round(lengthPx / 10))).toEqual([9, 3]);
  });

  it('of any form gives finite figures', () => {
    const masks = fc.array(fc.array(fc.boolean(), { minLength: 12, maxLength: 12 }), { minLength: 9, maxLength: 9 });
    fc.assert(
      fc.property(masks, rows => {
        const mask = { width: 12, height: 9, data: Uint8Array.from(rows.flat(), on => (on ? 255 : 0)) };
        for (const { width, centreLines, sections, box: _, ...figures } of measureMask(mask, {
          gray: mask,
          minAreaPx: 1,
        })) {
          const { maxAt, source: __, doubtful: ___, ...widths } = width;
          // The picture reaches half a pixel beyond the centres of its pixels.
          const all = [...Object.values(figures), ...Object.values(widths), maxAt.x + 0.5, maxAt.y + 0.5];
          expect(all.filter(value => !Number.isFinite(value) || value < 0)).toEqual([]);
          expect([centreLines[0].length > 0, sections.length > 0]).toEqual([true, true]);
        }
      }),
      { numRuns: 300 },
    );
  });
});

/** Rays of 45 px from the middle. */
function star(rays: number, degrees: number, width: number) {
  const directions = Array.from({ length: rays }, (_, i) => (degrees / 180 + (2 * i) / rays) * Math.PI);
  return (x: number, y: number) =>
    Math.max(
      ...directions.map(angle => {
        const along = x * Math.cos(angle) + y * Math.sin(angle);
        return Math.min(width / 2 - Math.abs(x * Math.sin(angle) - y * Math.cos(angle)), along, 45 - along);
      }),
    );
}

function mean(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0) / values.length;
}

function blank(width: number, height: number): GrayImage {
  return { width, height, data: new Uint8Array(width * height) };
}

/** A line two to three px wide. */
function line({ data, width, height }: GrayImage, x1: number, y1: number, x2: number, y2: number): void {
  const length = Math.hypot(x2 - x1, y2 - y1);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const along = Math.min(length, Math.max(0, ((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / length));
      const [px, py] = [x1 + (along * (x2 - x1)) / length, y1 + (along * (y2 - y1)) / length];
      if (Math.hypot(x - px, y - py) <= 1.3) data[y * width + x] = 255;
    }
  }
}

/** Rows of `#`, with as many empty rows above and below, and empty columns beside. */
function drawn(rows: readonly string[], rim: number): GrayImage {
  const mask = blank(rows[0].length + 2 * rim, rows.length + 2 * rim);
  for (const [y, row] of rows.entries()) {
    for (const [x, mark] of [...row].entries()) if (mark === '#') mask.data[(y + rim) * mask.width + x + rim] = 255;
  }
  return mask;
}
