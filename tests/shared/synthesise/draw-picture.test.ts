import { describe, expect, it } from 'vitest';
import { shapeOf } from '../../../src/shared/labels/shapes/shapes.ts';
import { labelSchema } from '../../../src/shared/schemas/label.ts';
import { DRAWN_CLASSES, drawPicture, maskOf } from '../../../src/shared/synthesise/draw-picture.ts';

const size = { width: 96, height: 80 };
const drawn = Array.from({ length: 120 }, (_, i) => drawPicture(size, 5, i));

describe('drawn pictures', () => {
  it('are the same for the same seed and number, and others for other ones', () => {
    expect(drawPicture(size, 5, 3)).toEqual(drawn[3]);
    expect(drawPicture(size, 6, 3).picture.data).not.toEqual(drawn[3].picture.data);
    expect(drawn[4].picture.data).not.toEqual(drawn[3].picture.data);
  });

  it('have labels that a label document takes, of every class that is drawn', () => {
    const labels = drawn.flatMap(picture => picture.labels);
    for (const label of labels) {
      expect(labelSchema.safeParse(label).error).toBeUndefined();
      expect(shapeOf(label).fault(label)).toBeNull();
    }
    expect(new Set(labels.map(label => label.class))).toEqual(new Set(DRAWN_CLASSES));
  });

  it('show no damage in about three of ten', () => {
    const empty = drawn.filter(({ labels }) => labels.length === 0).length / drawn.length;
    expect(empty).toBeGreaterThan(0.2);
    expect(empty).toBeLessThan(0.4);
  });

  it('have cracks from half a pixel to thirty wide, each with its width at every vertex', () => {
    const widths = Array.from({ length: 300 }, (_, i) => drawPicture({ width: 64, height: 64 }, 8, i)).flatMap(
      ({ labels }) => labels.flatMap(label => (label.shape === 'polyline' ? (label.widths ?? []) : [])),
    );
    expect(Math.min(...widths)).toBeGreaterThanOrEqual(0.5);
    expect(Math.min(...widths)).toBeLessThan(1);
    expect(Math.max(...widths)).toBeGreaterThan(20);
    expect(Math.max(...widths)).toBeLessThanOrEqual(30);
  });
});

describe('cracks on a ground', () => {
  const ground = { ...size, data: Uint8Array.from({ length: size.width * size.height }, (_, i) => 150 + (i % 7)) };
  const pictures = Array.from({ length: 40 }, (_, i) => ({ i, ...drawPicture(size, 1, i, ground) }));

  it('leave it as it was where nothing is near, and are darker than it on the whole', () => {
    let [changes, sum] = [0, 0];
    for (const { picture, labels, i } of pictures) {
      if (labels.length === 0) expect(picture.data, `picture ${i}`).toEqual(ground.data);
      const mask = maskOf({ picture, labels });
      picture.data.forEach((value, k) => {
        if (mask.data[k] === 0) return;
        changes++;
        sum += value - ground.data[k];
      });
    }
    expect(changes).toBeGreaterThan(1000);
    expect(sum / changes).toBeLessThan(-20);
  });
});
