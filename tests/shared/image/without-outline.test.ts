import { describe, expect, it } from 'vitest';
import { placeRoi, withOutline } from '../../../src/shared/geometry/roi.ts';
import { withoutOutline } from '../../../src/shared/image/without-outline.ts';

const [width, height] = [60, 40];
/** A picture in one hue that grows brighter to the right. */
const levels = Uint8Array.from({ length: width * height }, (_, i) => 40 + 2 * (i % width));
const gray = { width, height, data: levels };
const colour = {
  width,
  height,
  data: Uint8Array.from({ length: 3 * levels.length }, (_, i) => levels[Math.floor(i / 3)] * [1.2, 1, 0.6][i % 3]),
};

describe('a preview without its outline', () => {
  it('is the picture that the ROI was drawn into', () => {
    const corners = [
      [15, 12],
      [44, 14],
      [40, 28],
      [14, 26],
    ].map(([x, y]) => ({ x, y }));
    const outlined = withOutline(colour, {
      ...placeRoi(corners, width, height),
      box: { x1: 0, y1: 0, x2: width, y2: height },
    });
    expect(outlined.data).not.toEqual(colour.data);
    const clean = withoutOutline(outlined, gray)!;
    const off = clean.data.map((value, i) => Math.abs(value - colour.data[i]));
    expect(Math.max(...off)).toBeLessThanOrEqual(4);
  });

  it('is the file itself when there is none', () => {
    expect(withoutOutline(colour, gray)).toBeNull();
  });
});
