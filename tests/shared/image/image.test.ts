import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { gaussianBlur } from '../../../src/shared/image/blur.ts';
import { rgbToGray } from '../../../src/shared/image/gray.ts';
import { cropGray, cropRgb } from '../../../src/shared/image/gray-image.ts';
import { resizeBilinear, resizeBilinearFloat, resizeNearest } from '../../../src/shared/image/resize.ts';

interface Golden {
  gray: { width: number; height: number; rgb: string; gray: string };
  blur: { width: number; height: number; image: string; blur3: string; blur5: string }[];
  resize: {
    width: number;
    height: number;
    toWidth: number;
    toHeight: number;
    image: string;
    linear: string;
    nearest: string;
    linearFloat: string;
  }[];
}

/** Made by tests/golden/make-image-golden.py with OpenCV. */
const golden: Golden = JSON.parse(readFileSync(new URL('../../golden/image.json', import.meta.url), 'utf8'));
const bytes = (base64: string) => new Uint8Array(Buffer.from(base64, 'base64'));
const floats = (base64: string) => new Float32Array(bytes(base64).buffer);

test('gray is what OpenCV makes of RGB, bit for bit', () => {
  const { width, height, rgb, gray } = golden.gray;
  expect(rgbToGray({ width, height, data: bytes(rgb) }).data).toEqual(bytes(gray));
});

test.each(golden.blur)('the blur of $width x $height is OpenCV’s, bit for bit', ({ width, height, ...picture }) => {
  const image = { width, height, data: bytes(picture.image) };
  expect(gaussianBlur(image, 3).data).toEqual(bytes(picture.blur3));
  expect(gaussianBlur(image, 5).data).toEqual(bytes(picture.blur5));
});

test.each(golden.resize)('$width x $height resized to $toWidth x $toHeight is OpenCV’s', picture => {
  const { width, height, toWidth, toHeight } = picture;
  const image = { width, height, data: bytes(picture.image) };
  expect(resizeBilinear(image, toWidth, toHeight).data).toEqual(bytes(picture.linear));
  expect(resizeNearest(image, toWidth, toHeight).data).toEqual(bytes(picture.nearest));

  const float = { width, height, data: Float32Array.from(image.data, value => value / 255) };
  const expected = floats(picture.linearFloat);
  const actual = resizeBilinearFloat(float, toWidth, toHeight).data;
  expect(actual.length).toBe(expected.length);
  expect(Math.max(...actual.map((value, i) => Math.abs(value - expected[i])))).toBeLessThan(1e-6);
});

test('a crop holds the pixels of its box, for gray and for RGB', () => {
  const box = { x1: 1, y1: 1, x2: 3, y2: 3 };
  const gray = { width: 4, height: 3, data: Uint8Array.from({ length: 12 }, (_, i) => i) };
  expect(cropGray(gray, box)).toEqual({ width: 2, height: 2, data: Uint8Array.of(5, 6, 9, 10) });
  const rgb = { width: 4, height: 3, data: Uint8Array.from({ length: 36 }, (_, i) => i) };
  const rows = [15, 16, 17, 18, 19, 20, 27, 28, 29, 30, 31, 32];
  expect(cropRgb(rgb, box)).toEqual({ width: 2, height: 2, data: Uint8Array.from(rows) });
});
