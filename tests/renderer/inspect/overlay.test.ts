import { describe, expect, it } from 'vitest';
import {
  classTable,
  histogramOf,
  paint,
  pixelTable,
  type Said,
  scoresAt,
  type View,
} from '../../../src/renderer/inspect/overlay.ts';

const said: Said = {
  probability: Uint8Array.of(0, 100, 200, 255),
  truth: Uint8Array.of(0, 255, 0, 255),
  classes: null,
};

function painted(view: View, threshold: number, of: Said = said): Uint8Array {
  const pixels = new Uint32Array(of.probability.length).fill(0xdeadbeef);
  paint(pixels, of, pixelTable(view, threshold));
  return new Uint8Array(pixels.buffer);
}

const alphas = (pixels: Uint8Array) => Array.from({ length: pixels.length / 4 }, (_, i) => pixels[4 * i + 3]);
const coloursIn = (pixels: Uint8Array) =>
  Array.from({ length: pixels.length / 4 }, (_, i) => pixels.slice(4 * i, 4 * i + 3).join());

describe('the overlay of a prediction', () => {
  it.each([said, { ...said, truth: null }])(
    'shows what lies above the threshold, and the threshold itself does not',
    of => {
      const shown = (threshold: number) => alphas(painted('mask', threshold, of)).map(alpha => alpha > 0);
      expect(shown(0.5)).toEqual([false, false, true, true]);
      expect(shown(100 / 255)).toEqual([false, false, true, true]);
      expect(shown(99 / 255)).toEqual([false, true, true, true]);
      expect(shown(1)).toEqual([false, false, false, false]);
      expect(coloursIn(painted('mask', 0.5, of))[2]).toBe('255,90,60');
    },
  );

  it('shows probabilities the stronger the higher, whatever the threshold', () => {
    const seen = alphas(painted('probability', 0.9));
    expect(seen[0]).toBe(0);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect(new Set(seen).size).toBe(4);
  });

  it('shows each class in its colour, above the threshold or the stronger the higher', () => {
    const colours = [
      [1, 2, 3],
      [4, 5, 6],
    ] as const;
    const seen = (view: View) => {
      const pixels = new Uint32Array(4);
      paint(pixels, { ...said, classes: Uint8Array.of(1, 2, 1, 2) }, classTable(view, 0.5, colours));
      return new Uint8Array(pixels.buffer);
    };
    expect(coloursIn(seen('mask'))).toEqual(['0,0,0', '0,0,0', '1,2,3', '4,5,6']);
    expect(coloursIn(seen('probability')).slice(1)).toEqual(['4,5,6', '1,2,3', '4,5,6']);
    expect(seen('comparison')).toEqual(painted('comparison', 0.5));
  });

  it('tells found, missed and false alarms apart', () => {
    const pixels = painted('comparison', 0.5);
    expect(alphas(pixels)[0]).toBe(0);
    expect(new Set(coloursIn(pixels).slice(1)).size).toBe(3);
  });
});

describe('the scores at a threshold', () => {
  it('count crack pixels and their agreement with what people marked', () => {
    const { crackPixels, agreement } = scoresAt(histogramOf(said), 0.5, true);
    expect(crackPixels).toBe(2);
    // One found, one missed, one false.
    expect(agreement?.dice).toBeCloseTo(0.5, 4);
    expect(agreement?.iou).toBeCloseTo(1 / 3, 4);
    // The threshold itself is not above it.
    expect(scoresAt(histogramOf(said), 100 / 255, true).crackPixels).toBe(2);
    expect(scoresAt(histogramOf(said), 99 / 255, true).crackPixels).toBe(3);
  });

  it('know no agreement where nobody has marked anything', () => {
    const histogram = histogramOf({ ...said, truth: null });
    expect(scoresAt(histogram, 0.5, false)).toEqual({ crackPixels: 2, agreement: null });
  });
});
