import { describe, expect, it } from 'vitest';
import { motionBetween } from '../../../src/shared/events/motion.ts';
import { mapPoint } from '../../../src/shared/geometry/affine.ts';
import { drawCrack } from '../../helpers/crack-video.ts';
import { ground, placeSeen, seenFrom, shot } from '../../helpers/moving-ground.ts';

describe('the motion of the camera', () => {
  const wall = ground(7);
  const still = { x: 300, y: 260, turn: 0, zoom: 1 };

  it.each([
    ['shifted', { ...still, x: 331.4, y: 247.3 }],
    ['shifted by a quarter of the picture', { ...still, x: 380, y: 310 }],
    ['turned', { ...still, turn: 0.05 }],
    ['zoomed', { ...still, zoom: 1.06 }],
    ['moved by all of it', { x: 318, y: 251, turn: -0.03, zoom: 0.96 }],
  ])('is found when it is %s', (_, view) => {
    const motion = motionBetween(shot(wall, still), shot(wall, view));
    expect(motion).not.toBeNull();
    for (const [x, y] of [
      [60, 40],
      [160, 120],
      [260, 200],
    ] as const) {
      const [u, v] = mapPoint(motion!, [x, y]);
      const expected = seenFrom(view, placeSeen(still, x, y));
      expect(Math.hypot(u - expected.x, v - expected.y)).toBeLessThan(1);
    }
  });

  it('is found where a dark crack comes or goes, on ground that is nearly flat', () => {
    const flat = { ...wall, data: wall.data.map(value => 130 + value / 3) };
    const cracked = { ...flat, data: Uint8Array.from(flat.data) };
    drawCrack(cracked, [
      [230, 200],
      [300, 260],
      [370, 330],
    ]);
    const motion = motionBetween(shot(cracked, still), shot(flat, { ...still, x: 305 }));
    expect(motion?.e).toBeCloseTo(-5, 0);
  });

  it('is none when the picture shows something else', () => {
    expect(motionBetween(shot(wall, still), shot(ground(8), still))).toBeNull();
  });
});
