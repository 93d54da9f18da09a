import type { GrayImage } from './gray-image.ts';

/**
 * cv2.GaussianBlur(image, (size, size), 0), bit for bit: binomial kernels [1 2 1]/4 and [1 4 6 4 1]/16, border mirrored
 * about its outermost pixel (BORDER_REFLECT_101), summed exactly and rounded once, half up. Checked against OpenCV 4.6
 * and 5.0.
 */
export function gaussianBlur(image: GrayImage, size: 3 | 5): GrayImage {
  const { width, height } = image;
  const data = new Uint8Array(width * height);
  const rows = size === 3 ? blurredRows3(image) : blurredRows5(image);
  const radius = size >> 1;
  const mirror = mirroredIndices(height, radius);
  const row = (y: number) => rows.subarray(mirror[y + radius] * width, (mirror[y + radius] + 1) * width);
  for (let y = 0; y < height; y++) {
    const out = data.subarray(y * width, (y + 1) * width);
    if (size === 3) sumColumns3(out, row(y - 1), row(y), row(y + 1));
    else sumColumns5(out, row(y - 2), row(y - 1), row(y), row(y + 1), row(y + 2));
  }
  return { width, height, data };
}

type Sums = Uint16Array;

function sumColumns3(out: Uint8Array, a: Sums, b: Sums, c: Sums): void {
  for (let x = 0; x < out.length; x++) out[x] = (a[x] + 2 * b[x] + c[x] + 8) >> 4;
}

function sumColumns5(out: Uint8Array, a: Sums, b: Sums, c: Sums, d: Sums, e: Sums): void {
  for (let x = 0; x < out.length; x++) out[x] = (a[x] + e[x] + 4 * (b[x] + d[x]) + 6 * c[x] + 128) >> 8;
}

function blurredRows3(image: GrayImage): Sums {
  return blurredRows(image, 1, (line, sums, start, width) => {
    for (let x = 0; x < width; x++) sums[start + x] = line[x] + 2 * line[x + 1] + line[x + 2];
  });
}

function blurredRows5(image: GrayImage): Sums {
  return blurredRows(image, 2, (line, sums, start, width) => {
    for (let x = 0; x < width; x++) {
      sums[start + x] = line[x] + line[x + 4] + 4 * (line[x + 1] + line[x + 3]) + 6 * line[x + 2];
    }
  });
}

type RowKernel = (line: Uint8Array, sums: Sums, start: number, width: number) => void;

/** Runs a kernel along every row, which it gets with its mirrored border on both sides; the sums are not divided yet. */
function blurredRows({ width, height, data }: GrayImage, radius: number, kernel: RowKernel): Sums {
  const sums = new Uint16Array(width * height);
  const line = new Uint8Array(width + 2 * radius);
  const mirror = mirroredIndices(width, radius);
  for (let y = 0; y < height; y++) {
    const start = y * width;
    line.set(data.subarray(start, start + width), radius);
    for (let i = 0; i < radius; i++) {
      line[i] = data[start + mirror[i]];
      line[width + radius + i] = data[start + mirror[width + radius + i]];
    }
    kernel(line, sums, start, width);
  }
  return sums;
}

/** For i from -radius to length + radius - 1, the index inside [0, length) that BORDER_REFLECT_101 reads. */
function mirroredIndices(length: number, radius: number): Int32Array {
  return Int32Array.from({ length: length + 2 * radius }, (_, position) => {
    if (length === 1) return 0;
    let index = position - radius;
    while (index < 0 || index >= length) index = index < 0 ? -index : 2 * length - 2 - index;
    return index;
  });
}
