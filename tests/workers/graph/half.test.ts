import { describe, expect, it } from 'vitest';
import { fromHalf, toHalf } from '../../../src/workers/graph/half.ts';

const ALL = Uint16Array.from({ length: 0x10000 }, (_, bits) => bits);
const LARGEST = 0x7bff;

describe('half precision', () => {
  it('knows the numbers of the standard', () => {
    const bits = [0x0001, 0x03ff, 0x0400, 0x3555, 0x3c00, 0xc000, LARGEST, 0xfc00];
    const values = [2 ** -24, 1023 * 2 ** -24, 2 ** -14, 0.333251953125, 1, -2, 65504, Number.NEGATIVE_INFINITY];
    expect([...fromHalf(Uint16Array.from(bits))]).toEqual(values);
    expect([...toHalf(Float32Array.from(values))]).toEqual(bits);
  });

  it('gives every half back', () => {
    const isNone = (bits: number) => (bits & 0x7c00) === 0x7c00 && (bits & 0x3ff) !== 0;
    const back = toHalf(fromHalf(ALL));
    expect(ALL.findIndex(bits => !isNone(bits) && back[bits] !== bits)).toBe(-1);
    expect(fromHalf(toHalf(Float32Array.of(Number.NaN)))[0]).toBeNaN();
  });

  it('rounds what lies between two halves to the nearer one, and the middle to the even one', () => {
    const halves = fromHalf(ALL.subarray(0, LARGEST + 1));
    const gap = (i: number) => halves[i + 1] - halves[i];
    const between = (share: number) => toHalf(halves.subarray(0, LARGEST).map((value, i) => value + share * gap(i)));
    const wrong = (found: Uint16Array, right: (i: number) => number) => found.findIndex((bits, i) => bits !== right(i));
    expect(wrong(between(0.499), i => i)).toBe(-1);
    expect(wrong(between(0.5), i => i + (i % 2))).toBe(-1);
    expect(wrong(between(0.501), i => i + 1)).toBe(-1);
  });

  it('is infinite beyond its reach', () => {
    expect([...toHalf(Float32Array.of(65519, 65520, -1e9))]).toEqual([LARGEST, 0x7c00, 0xfc00]);
  });
});
