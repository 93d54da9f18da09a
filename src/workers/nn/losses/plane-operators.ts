import type { Operators, Term } from './operators.ts';

/** An image of which a part is here: a channel each, their pixels in any order; or of each channel one number. */
export type Plane = readonly Float64Array[];

/**
 * The loss computed here and now, in float64, of one image.
 *
 * @param total the sum of a plane over all pixels of the image, one number a channel
 */
export function planeOperators(total: (x: Plane) => Plane): Operators<Plane> {
  return {
    add: binary((a, b) => a + b),
    sub: binary((a, b) => a - b),
    mul: binary((a, b) => a * b),
    div: binary((a, b) => a / b),
    neg: unary(x => -x),
    exp: unary(Math.exp),
    sigmoid: unary(x => 1 / (1 + Math.exp(-x))),
    softplus: unary(x => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)))),
    channels: x => x.length,
    logSumExp: x => [x[0].map((_, i) => logSumExp(x.map(channel => channel[i])))],
    sumOfChannels: x => [x[0].map((_, i) => x.reduce((sum, channel) => sum + channel[i], 0))],
    oneHot: ([index], channels) =>
      Array.from({ length: channels }, (_, c) => index.map(value => (value === c ? 1 : 0))),
    sum: total,
    sumOfImages: x => x,
    mean(x) {
      const pixels = total([new Float64Array(x[0].length).fill(1)]);
      return binary((a, b) => a / b)(total(x), pixels);
    },
    meanOfRegions(x) {
      const regions = x.length > 1 ? x.slice(1) : x;
      return [Float64Array.of(regions.reduce((sum, [score]) => sum + score, 0) / regions.length)];
    },
  };
}

function unary(f: (x: number) => number) {
  return (x: Plane): Plane => x.map(channel => channel.map(f));
}

/** One channel, or one pixel, stands for all of the other's. */
function binary(f: (a: number, b: number) => number) {
  return (a: Term<Plane>, b: Term<Plane>): Plane => {
    const [left, right] = [planeOf(a), planeOf(b)];
    return (left.length > right.length ? left : right).map((_, c) => {
      const [p, q] = [left[c] ?? left[0], right[c] ?? right[0]];
      if (p.length === 1) return q.map(value => f(p[0], value));
      if (q.length === 1) return p.map(value => f(value, q[0]));
      return p.map((value, i) => f(value, q[i]));
    });
  };
}

function planeOf(term: Term<Plane>): Plane {
  return typeof term === 'number' ? [Float64Array.of(term)] : term;
}

/** The largest is taken out before, so that nothing overflows. */
function logSumExp(values: readonly number[]): number {
  const largest = Math.max(...values);
  return largest + Math.log(values.reduce((sum, value) => sum + Math.exp(value - largest), 0));
}
