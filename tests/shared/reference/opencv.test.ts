import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { areaOf } from '../../../src/shared/geometry/paths.ts';
import type { GrayImage } from '../../../src/shared/image/gray-image.ts';
import { Random } from '../../../src/shared/random.ts';
import { cornersOf, minAreaRect } from '../../../src/shared/reference/min-area-rect.ts';
import { blackHat, close } from '../../../src/shared/reference/morphology.ts';
import { outerContours } from '../../../src/shared/reference/outer-contours.ts';
import { python } from '../../helpers/python.ts';

const opencv = python('cv2');

/** Lines of any direction and width, some crossing, specks, and holes in them. */
function scribble(random: Random, width: number, height: number): GrayImage {
  const data = new Uint8Array(width * height);
  const between = (from: number, to: number) => Math.floor(random.uniform(from, to + 1));
  for (let k = between(1, 6); k > 0; k--) {
    const [x1, y1, x2, y2] = [between(0, width), between(0, height), between(0, width), between(0, height)];
    const radius = between(0, 4);
    for (let step = 0; step <= 200; step++) {
      const [x, y] = [Math.round(x1 + ((x2 - x1) * step) / 200), Math.round(y1 + ((y2 - y1) * step) / 200)];
      for (let v = Math.max(0, y - radius); v < Math.min(height, y + radius + 1); v++) {
        for (let u = Math.max(0, x - radius); u < Math.min(width, x + radius + 1); u++) data[v * width + u] = 255;
      }
    }
  }
  for (let k = between(0, 60); k > 0; k--) data[between(0, data.length - 1)] = random.chance(0.5) ? 255 : 0;
  return { width, height, data };
}

interface Answer {
  shapes: { contour: number[][]; area: number; sides: number[]; corners: number[][] }[];
  closed: Record<string, string>;
  hats: Record<string, string>;
}

async function askOpencv(masks: readonly GrayImage[]): Promise<Answer[]> {
  const script = join(import.meta.dirname, '../../golden/opencv-shapes.py');
  const input = masks.map(({ width, height, data }) =>
    JSON.stringify({ width, height, mask: Buffer.from(data).toString('base64') }),
  );
  const { stdout } = await execa(opencv!, [script], { input: input.join('\n') });
  return stdout.split('\n').map(line => JSON.parse(line));
}

const text = ({ data }: GrayImage) => Buffer.from(data).toString('base64');

describe.skipIf(!opencv)('as OpenCV has them, bit for bit:', () => {
  const random = new Random(7);
  const masks = Array.from({ length: 200 }, (_, i) => scribble(random, 8 + (i % 90), 8 + (i % 71)));
  const answers = opencv ? askOpencv(masks) : Promise.resolve([]);

  it('outer contours, their areas, the smallest rectangles around them and the whole corners of those', async () => {
    for (const [i, { shapes }] of (await answers).entries()) {
      const contours = outerContours(masks[i]);
      expect(contours, `mask ${i}`).toEqual(shapes.map(({ contour }) => contour));
      for (const [k, contour] of contours.entries()) {
        const rect = minAreaRect(contour);
        const found = { area: areaOf(contour), sides: [rect.width, rect.height], corners: cornersOf(rect) };
        const { area, sides, corners } = shapes[k];
        expect(found, `mask ${i}, contour ${k}: ${JSON.stringify(contour)}`).toEqual({ area, sides, corners });
      }
    }
  });

  it('closings and black-hats', async () => {
    for (const [i, { closed, hats }] of (await answers).entries()) {
      for (const side of [3, 5]) expect(text(close(masks[i], side))).toBe(closed[side]);
      for (const side of [7, 15, 25]) expect(text(blackHat(masks[i], side))).toBe(hats[side]);
    }
  });
});
