import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { frameFacts } from '../../../../src/shared/dataset/frame-likeness.ts';
import { exposureOf, exposureProblem } from '../../../../src/shared/dataset/health/exposure.ts';
import { type ImageFacts, imageFindings, type SideOf } from '../../../../src/shared/dataset/health/image-findings.ts';
import { hammingDistance, perceptualHash } from '../../../../src/shared/dataset/health/perceptual-hash.ts';
import type { GrayImage } from '../../../../src/shared/image/gray-image.ts';
import { resizeBilinear } from '../../../../src/shared/image/resize.ts';
import { Random } from '../../../../src/shared/random.ts';

/** Blobs of random gray, as a surface has them: neighbouring pixels are alike. */
function surface(seed: number, side = 64): GrayImage {
  const random = new Random(seed);
  const coarse = { width: 8, height: 8, data: Uint8Array.from({ length: 64 }, () => 40 + random.below(176)) };
  return resizeBilinear(coarse, side, side);
}

const map = (image: GrayImage, change: (value: number, i: number) => number): GrayImage => ({
  ...image,
  data: Uint8ClampedArray.from(image.data, change) as unknown as Uint8Array,
});

function facts(name: string, image: GrayImage, mask = ''): ImageFacts {
  const pixels = Buffer.from(image.data).toString('base64');
  return { name, ...frameFacts(image), exposure: exposureOf(image), hash: perceptualHash(image), pixels, mask };
}

const NOWHERE: SideOf = () => undefined;
const kinds = (images: readonly ImageFacts[], side = NOWHERE) =>
  imageFindings(images, side).map(({ kind, image, other }) => ({ kind, image, other }));

describe('what is wrong with images', () => {
  it('names nothing in pictures that differ', () => {
    expect(kinds([1, 2, 3, 4, 5].map(seed => facts(`${seed}.png`, surface(seed))))).toEqual([]);
  });

  it('names the same picture twice, more loudly with other labels, and loudest across the split', () => {
    const twice = (mask: string) => [facts('a.png', surface(1), 'one'), facts('b.png', surface(1), mask)];
    expect(kinds(twice('one'))).toEqual([{ kind: 'duplicate', image: 'b.png', other: 'a.png' }]);
    expect(kinds(twice('two'))).toEqual([{ kind: 'labelled-differently', image: 'b.png', other: 'a.png' }]);
    const across: SideOf = name => (name === 'a.png' ? 'train' : 'val');
    expect(kinds(twice('one'), across)).toEqual([{ kind: 'leaked-duplicate', image: 'b.png', other: 'a.png' }]);
    expect(kinds(twice('one'), () => 'val')).toEqual([{ kind: 'duplicate', image: 'b.png', other: 'a.png' }]);
  });

  it('knows a picture again in another size, brightness and contrast, with noise', () => {
    const random = new Random(7);
    const noisy = map(surface(1), value => 20 + 0.8 * value + random.below(5));
    const images = [
      facts('a.png', surface(1)),
      facts('b.png', surface(2)),
      facts('c.png', resizeBilinear(noisy, 96, 80)),
    ];
    expect(kinds(images)).toEqual([{ kind: 'near-duplicate', image: 'c.png', other: 'a.png' }]);
  });

  it('tells apart pictures of different places that are lit and laid out alike', () => {
    const place = surface(9);
    const alike = map(surface(1), (value, i) => 0.94 * value + 0.06 * place.data[i]);
    expect(hammingDistance(perceptualHash(surface(1)), perceptualHash(alike))).toBeLessThanOrEqual(2);
    expect(kinds([facts('a.png', surface(1)), facts('b.png', alike)])).toEqual([]);
  });

  it('does not take a crack that grows in one place for a duplicate', () => {
    const grown = map(surface(1), (value, i) =>
      i % 64 > 20 && i % 64 < 44 && i > 64 * 20 && i < 64 * 30 ? 10 : value,
    );
    const name = (second: number) => `v__00000${second}000_f000000${second}_t.png`;
    expect(kinds([facts(name(1), surface(1)), facts(name(5), grown)])).toEqual([]);
  });

  it('names frames of train that lie beside one of val in time', () => {
    const frame = (s: number) => `v__0000${String(s).padStart(2, '0')}000_f00000${String(s).padStart(2, '0')}_t.png`;
    const images = [1, 2, 9].map(s => facts(frame(s), surface(s)));
    const side: SideOf = name => (name === frame(1) ? 'val' : 'train');
    expect(kinds(images, side)).toEqual([{ kind: 'leaked-neighbour', image: frame(2), other: frame(1) }]);
  });

  it.each([
    ['black', () => 3, /nearly black/],
    ['white', () => 250, /nearly white/],
    ['gray', (value: number) => 120 + value / 64, /only \d levels/],
  ])('names a picture that is all %s', (_, change, words) => {
    const problem = exposureProblem(exposureOf(map(surface(3), change)));
    expect(problem?.text).toMatch(words);
    expect(exposureProblem(exposureOf(surface(3)))).toBeNull();
  });
});

describe('the distance of hashes', () => {
  const word = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
  it('is the number of bits that differ', () => {
    fc.assert(
      fc.property(fc.tuple(word, word), fc.uniqueArray(fc.nat(63), { maxLength: 64 }), ([a, b], bits) => {
        const flipped: [number, number] = [a, b];
        for (const bit of bits) flipped[bit >> 5] ^= 1 << (bit & 31);
        expect(hammingDistance([a, b], flipped)).toBe(bits.length);
      }),
    );
  });
});
