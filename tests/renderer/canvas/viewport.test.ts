import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  edgePan,
  fitted,
  MAX_SCALE,
  panned,
  toPicture,
  toScreen,
  wheelFactor,
  zoomedAt,
} from '../../../src/renderer/canvas/viewport.ts';
import type { Point } from '../../../src/shared/schemas/label.ts';

const picture = { width: 400, height: 300 };
const view = { width: 800, height: 632 };
const point = fc.tuple(fc.double({ min: 0, max: 800, noNaN: true }), fc.double({ min: 0, max: 632, noNaN: true }));

describe('the viewport', () => {
  it('fits the whole picture into the middle of the view', () => {
    // Room is 768 x 600, so 1.92 across and 2 down: the smaller counts.
    const { scale, x, y } = fitted(picture, view);
    expect(scale).toBeCloseTo(1.92);
    expect([x, y]).toEqual([16, (632 - 300 * 1.92) / 2]);
  });

  it('goes from picture to screen and back', () => {
    fc.assert(
      fc.property(point, at => {
        const viewport = { scale: 3.5, x: -120, y: 44 };
        const [x, y] = toPicture(viewport, toScreen(viewport, at as Point));
        expect(x).toBeCloseTo(at[0]);
        expect(y).toBeCloseTo(at[1]);
      }),
    );
  });

  it('keeps what is under the pointer there while zooming over the picture', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.5, max: 3, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (factor, along) => {
          const before = fitted(picture, view);
          const at = toScreen(before, [along * 400, along * 300]);
          const after = zoomedAt(before, at, factor, picture, view);
          const [x, y] = toScreen(after, [along * 400, along * 300]);
          expect(x).toBeCloseTo(at[0]);
          expect(y).toBeCloseTo(at[1]);
        },
      ),
    );
  });

  it('ends zooming where a pixel is as large as a thumb, and where the picture is small', () => {
    const start = fitted(picture, view);
    expect(zoomedAt(start, [400, 300], 1e6, picture, view).scale).toBe(MAX_SCALE);
    expect(zoomedAt(start, [400, 300], 1e-6, picture, view).scale).toBeCloseTo(start.scale / 4);
  });

  it('never pushes the picture out of sight', () => {
    fc.assert(
      fc.property(fc.integer({ min: -9999, max: 9999 }), fc.integer({ min: -9999, max: 9999 }), (dx, dy) => {
        const { scale, x, y } = panned(fitted(picture, view), dx, dy, picture, view);
        expect(x + picture.width * scale).toBeGreaterThanOrEqual(48 - 1e-9);
        expect(y + picture.height * scale).toBeGreaterThanOrEqual(48 - 1e-9);
        expect(x).toBeLessThanOrEqual(view.width - 48);
        expect(y).toBeLessThanOrEqual(view.height - 48);
      }),
    );
  });

  it('undoes a turn of the wheel by a turn back', () => {
    expect(wheelFactor(100) * wheelFactor(-100)).toBeCloseTo(1);
    expect(wheelFactor(-100)).toBeCloseTo(1.2);
  });

  it('pans towards the edge that the pointer is near, if the picture goes on there', () => {
    const zoomed = { scale: 4, x: -100, y: 0 };
    expect(edgePan([400, 300], zoomed, picture, view)).toEqual([0, 0]);
    expect(edgePan([790, 630], zoomed, picture, view)).toEqual([-12, -12]);
    expect(edgePan([5, 5], zoomed, picture, view)).toEqual([12, 0]);
    expect(edgePan([790, 630], fitted(picture, view), picture, view)).toEqual([0, 0]);
  });
});
