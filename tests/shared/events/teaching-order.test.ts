import { describe, expect, it } from 'vitest';
import { teachingOrder } from '../../../src/shared/events/teaching-order.ts';

const frame = (video: string, second: number) => `${video}__0000${String(second).padStart(2, '0')}000_f0000000_unk.png`;
const image = (name: string, doubt: number, print = '0011'.repeat(12), cracks = 1) => ({ name, doubt, cracks, print });

describe('the order in which images teach a model most', () => {
  it('begins with the most doubtful, never with two frames of the same two seconds, and has all', () => {
    const images = [
      image(frame('a', 10), 0.9),
      image(frame('a', 11), 0.8),
      image(frame('b', 10), 0.7, '0101'.repeat(12)),
      image('other.png', 0.6, '1100'.repeat(12)),
      image('more.png', 0.1, '1001'.repeat(12), 0),
    ];
    const order = teachingOrder(images);
    expect(order[0]).toBe(images[0].name);
    expect(order.at(-1)).toBe(images[1].name);
    expect(order.toSorted()).toEqual(images.map(({ name }) => name).sort());
  });

  it('is empty without images', () => {
    expect(teachingOrder([])).toEqual([]);
  });
});
