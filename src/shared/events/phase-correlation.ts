import type { Plane } from './plane.ts';

/**
 * By how much the second of two planes is shifted, whole px: the peak of the phase correlation (Kuglin and Hines 1975) under a Hann window. Planes are small,
 * so the transform is the plain sum with a table of its factors.
 */
export function shiftBetween(before: Plane, after: Plane): { x: number; y: number } {
  const { width, height } = before;
  const [a, b] = [transform(windowed(before), width, height, -1), transform(windowed(after), width, height, -1)];
  const cross = { re: new Float64Array(width * height), im: new Float64Array(width * height) };
  for (let i = 0; i < cross.re.length; i++) {
    const re = b.re[i] * a.re[i] + b.im[i] * a.im[i];
    const im = b.im[i] * a.re[i] - b.re[i] * a.im[i];
    const size = Math.hypot(re, im) + 1e-9;
    cross.re[i] = re / size;
    cross.im[i] = im / size;
  }
  const { re } = transform(cross, width, height, 1);
  const peak = re.indexOf(re.reduce((most, value) => Math.max(most, value), -Infinity));
  const [x, y] = [peak % width, Math.floor(peak / width)];
  return { x: x > width / 2 ? x - width : x, y: y > height / 2 ? y - height : y };
}

interface Spectrum {
  readonly re: Float64Array;
  readonly im: Float64Array;
}

function windowed({ width, height, data }: Plane): Spectrum {
  const mean = data.reduce((sum, value) => sum + value, 0) / data.length;
  const hann = (i: number, count: number) => 0.5 - 0.5 * Math.cos((2 * Math.PI * (i + 0.5)) / count);
  const re = Float64Array.from(
    data,
    (value, i) => (value - mean) * hann(i % width, width) * hann(Math.floor(i / width), height),
  );
  return { re, im: new Float64Array(data.length) };
}

/** Along rows, then along columns; not divided by the number of pixels. */
function transform(values: Spectrum, width: number, height: number, sign: number): Spectrum {
  return lines(lines(values, width, height, 1, width, sign), height, width, width, 1, sign);
}

function lines(
  { re, im }: Spectrum,
  length: number,
  count: number,
  step: number,
  next: number,
  sign: number,
): Spectrum {
  const cos = Float64Array.from({ length }, (_, i) => Math.cos((2 * Math.PI * i) / length));
  const sin = Float64Array.from({ length }, (_, i) => sign * Math.sin((2 * Math.PI * i) / length));
  const out = { re: new Float64Array(re.length), im: new Float64Array(im.length) };
  for (let line = 0; line < count; line++) {
    for (let k = 0; k < length; k++) {
      let [sumRe, sumIm] = [0, 0];
      for (let i = 0, turn = 0; i < length; i++, turn = (turn + k) % length) {
        const at = line * next + i * step;
        sumRe += re[at] * cos[turn] - im[at] * sin[turn];
        sumIm += re[at] * sin[turn] + im[at] * cos[turn];
      }
      out.re[line * next + k * step] = sumRe;
      out.im[line * next + k * step] = sumIm;
    }
  }
  return out;
}
