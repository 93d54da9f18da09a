/** A picture as it lies, or turned by quarters and mirrored: the eight ways that keep its pixels. */
export interface View {
  readonly quarters: 0 | 1 | 2 | 3;
  readonly mirrored: boolean;
}

const QUARTERS = [0, 1, 2, 3] as const;

/** All eight, the picture as it lies first. */
export const VIEWS: readonly View[] = [false, true].flatMap(mirrored =>
  QUARTERS.map(quarters => ({ quarters, mirrored })),
);

interface Plane<T> {
  readonly width: number;
  readonly height: number;
  readonly data: T;
}

/** The picture in a view. */
export function viewed(image: Plane<Uint8Array>, view: View): Plane<Uint8Array> {
  const { width, height } = sizeIn(image, view);
  const data = new Uint8Array(image.data.length);
  eachPixel(image, view, (from, to) => {
    data[to] = image.data[from];
  });
  return { width, height, data };
}

/** Adds what was said of a view to `sum`, [height, width] of the picture itself. */
export function addView(sum: Plane<Float32Array>, said: Float32Array, view: View): void {
  eachPixel(sum, view, (from, to) => {
    sum.data[from] += said[to];
  });
}

function sizeIn({ width, height }: { width: number; height: number }, { quarters }: View) {
  return quarters % 2 === 0 ? { width, height } : { width: height, height: width };
}

/** Visits the picture's pixels: their places in it and in the view. */
function eachPixel(
  { width, height }: { readonly width: number; readonly height: number },
  view: View,
  visit: (from: number, to: number) => void,
): void {
  const { quarters, mirrored } = view;
  const across = sizeIn({ width, height }, view).width;
  for (let y = 0, from = 0; y < height; y++) {
    for (let x = 0; x < width; x++, from++) {
      const u = mirrored ? width - 1 - x : x;
      const [column, row] = [
        [u, y],
        [height - 1 - y, u],
        [width - 1 - u, height - 1 - y],
        [y, width - 1 - u],
      ][quarters];
      visit(from, row * across + column);
    }
  }
}
