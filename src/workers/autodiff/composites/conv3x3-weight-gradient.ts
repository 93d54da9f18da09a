import type { Graph, Value } from '../../graph/graph.ts';
import { concat, conv, matMul, pad, reduceSum, reshape, transpose } from '../../graph/ops.ts';

const TAPS = [0, 1, 2];

/** An image of so few channels is smaller in nine copies than a gradient in one. */
const FEW_CHANNELS = 3;
/** Of so many channels dy's three copies are one tensor, for larger products; of more, that costs what it gains. */
const JOINED_CHANNELS = 64;

/**
 * dw[o, c, i, j] = sum over n, h, w of dy[n, o, h, w] · x[n, c, h + i - 1, w + j - 1]: matrix products over the pixels.
 * parts of x [N, Ci, H, W], dy [N, O, H, W] -> one [O, Ci, 3, 3] for each part
 *
 * The shift of a tap is shared out: x moves by the columns and dy the other way by the rows, so that four copies do for
 * nine taps and all parts use dy's. Images stay a batch axis, along which ONNX Runtime spreads the products over its threads.
 */
export function weightGradients3x3(g: Graph, parts: readonly Value[], dy: Value): Value[] {
  if (parts.every(({ shape }) => shape[1] <= FEW_CHANNELS)) return parts.map(x => fromColumns(g, x, dy));
  const o = dy.shape[1];
  const isJoined = o <= JOINED_CHANNELS;
  const rows = isJoined ? [shiftedByRows(g, dy)] : TAPS.map(i => shifted(g, dy, 2, 1 - i));
  const dyRows = rows.map(value => reshape(g, value, flatPixels(value))); // the outer loop: few are alive at a time
  return parts.map(x => {
    const columns = TAPS.map(j => transposedPixels(g, shifted(g, x, 3, j - 1))); // 3 x [N, H·W, C]
    const taps = dyRows.flatMap(d => columns.map(column => reduceSum(g, matMul(g, d, column), [0])));
    const all = concat(g, taps, 0); // of 3 x [1, O·3, C], or of 9 x [1, O, C]
    const c = x.shape[1];
    if (isJoined) return transpose(g, reshape(g, all, [3, o, 3, c]), [1, 3, 2, 0]);
    return reshape(g, transpose(g, all, [1, 2, 0]), [o, c, 3, 3]);
  });
}

/**
 * The three copies of dy that are moved by a row up, not at all, and a row down, each channel's beside each other, made at once: a
 * convolution of which every filter is 1 in one row. [N, O, H, W] -> [N, O·3, H, W]
 */
function shiftedByRows(g: Graph, dy: Value): Value {
  const o = dy.shape[1];
  const filters = Array.from({ length: o }, () => TAPS.flatMap(i => TAPS.map(row => (row === 2 - i ? 1 : 0)))).flat();
  return conv(g, dy, g.floats(filters, [3 * o, 1, 3, 1]), null, { pad: [1, 0], group: o });
}

/** The nine pixels that the taps see side by side (im2col), and one product of them with dy. */
function fromColumns(g: Graph, x: Value, dy: Value): Value {
  const [o, c] = [dy.shape[1], x.shape[1]];
  const taps = TAPS.flatMap(i => {
    const row = shifted(g, x, 2, i - 1);
    return TAPS.map(j => shifted(g, row, 3, j - 1));
  });
  const columns = transposedPixels(g, concat(g, taps, 1)); // [N, H·W, 9·C]
  const product = reduceSum(g, matMul(g, reshape(g, dy, flatPixels(dy)), columns), [0]);
  return transpose(g, reshape(g, product, [o, 3, 3, c]), [0, 3, 1, 2]);
}

function flatPixels({ shape: [n, c, height, width] }: Value): number[] {
  return [n, c, height * width];
}

/** [N, C, H, W] -> [N, H·W, C]; ONNX Runtime makes it a part of the product. */
function transposedPixels(g: Graph, x: Value): Value {
  return transpose(g, reshape(g, x, flatPixels(x)), [0, 2, 1]);
}

/** y[…, k, …] = x[…, k + by, …] along an axis, zeros where there is none: a pad that takes away at the other end. */
function shifted(g: Graph, x: Value, axis: number, by: number): Value {
  if (by === 0) return x;
  const along = (amount: number) => x.shape.map((_, i) => (i === axis ? amount : 0));
  return pad(g, x, along(-by), along(by));
}
