import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  findBlurred,
  findNearDuplicates,
  frameFacts,
  type NamedFrame,
} from '../../../src/shared/dataset/frame-likeness.ts';
import { gaussianBlur } from '../../../src/shared/image/blur.ts';
import type { GrayImage } from '../../../src/shared/image/gray-image.ts';
import { Random } from '../../../src/shared/random.ts';

/** A rough surface: every pixel a gray of its own around one that changes slowly. */
function surface(seed: number, size = 64): GrayImage {
  const random = new Random(seed);
  const slope = random.uniform(-1, 1);
  const data = Uint8Array.from({ length: size * size }, (_, i) => 120 + slope * (i % size) + random.uniform(-20, 20));
  return { width: size, height: size, data };
}

const nameOf = (second: number, video = 'pipe') =>
  `${video}__0000${String(second).padStart(2, '0')}000_f000000${second}_unk.png`;
const frame = (name: string, image: GrayImage): NamedFrame => ({ name, ...frameFacts(image) });
const changed = (image: GrayImage, change: (value: number, i: number) => number): GrayImage => ({
  ...image,
  data: image.data.map(change),
});

describe('blurred frames', () => {
  const sharp = [1, 2, 3, 4, 5].map(seed => frame(nameOf(seed), surface(seed)));

  it('are those that are much less sharp than the others of their video', () => {
    const blurred = frame(nameOf(6), gaussianBlur(surface(6), 5));
    expect(findBlurred([...sharp, blurred])).toEqual([blurred.name]);
    expect(findBlurred(sharp)).toEqual([]);
  });

  it('are judged within their video: a smooth surface is not blurred', () => {
    const smooth = [1, 2, 3, 4, 5].map(seed => frame(nameOf(seed, 'paint'), gaussianBlur(surface(seed), 5)));
    expect(findBlurred([...sharp, ...smooth])).toEqual([]);
  });

  it('are not guessed where names tell no video', () => {
    const unnamed = sharp.map((facts, i) => ({ ...facts, name: `${i}.png` }));
    expect(findBlurred([...unnamed, frame('9.png', gaussianBlur(surface(6), 5))])).toEqual([]);
  });
});

describe('near-duplicates', () => {
  it('are found through noise, and name the first of their kind', () => {
    const image = surface(1);
    const random = new Random(7);
    const noisy = () => changed(image, value => value + random.uniform(-4, 4));
    const frames = [
      frame('c.png', noisy()),
      frame('a.png', image),
      frame('b.png', noisy()),
      frame('z.png', surface(2)),
    ];
    expect(findNearDuplicates(frames)).toEqual([
      { name: 'b.png', of: 'a.png' },
      { name: 'c.png', of: 'a.png' },
    ]);
  });

  it('are none when a spot the size of a pit is new', () => {
    const image = surface(1);
    const isPit = (i: number) => Math.abs((i % 64) - 30) < 2 && Math.abs(Math.floor(i / 64) - 30) < 2;
    const pitted = changed(image, (value, i) => (isPit(i) ? value - 60 : value));
    expect(findNearDuplicates([frame('a.png', image), frame('b.png', pitted)])).toEqual([]);
  });

  it('are each alike within 3 gray levels, none is the original of another, and all the rest differ', () => {
    const gray = fc.integer({ min: 0, max: 12 });
    const flat = (value: number) => frameFacts({ width: 16, height: 16, data: new Uint8Array(256).fill(value) });
    fc.assert(
      fc.property(fc.array(gray, { maxLength: 20 }), grays => {
        const frames = grays.map((value, i) => ({ name: String.fromCharCode(97 + i), ...flat(value) }));
        const found = findNearDuplicates(frames);
        const grayOf = new Map(frames.map(({ name, cells }) => [name, cells[0]!]));
        const copies = new Set(found.map(({ name }) => name));
        for (const { name, of } of found) {
          expect(Math.abs(grayOf.get(name)! - grayOf.get(of)!)).toBeLessThanOrEqual(3);
          expect(copies.has(of)).toBe(false);
        }
        const originals = [...grayOf].filter(([name]) => !copies.has(name)).map(([, value]) => value);
        const sorted = originals.sort((a, b) => a - b);
        for (const [i, value] of sorted.entries()) if (i > 0) expect(value - sorted[i - 1]!).toBeGreaterThan(3);
      }),
    );
  });
});
