import { describe, expect, it } from 'vitest';
import { overlayPixels, scoresAt } from '../../../src/renderer/inspect/overlay.ts';

const probability = Uint8Array.of(0, 100, 200, 255);
const truth = Uint8Array.of(0, 255, 0, 255);

const alphas = (pixels: Uint8ClampedArray) => Array.from({ length: pixels.length / 4 }, (_, i) => pixels[4 * i + 3]);
const colours = (pixels: Uint8ClampedArray) =>
  Array.from({ length: pixels.length / 4 }, (_, i) => pixels.slice(4 * i, 4 * i + 3).join());

describe('the overlay of a prediction', () => {
  it('shows what lies above the threshold, and the threshold itself does not', () => {
    const shown = (threshold: number) =>
      alphas(overlayPixels({ probability, truth, threshold, view: 'mask' })).map(alpha => alpha > 0);
    expect(shown(0.5)).toEqual([false, false, true, true]);
    expect(shown(100 / 255)).toEqual([false, false, true, true]);
    expect(shown(99 / 255)).toEqual([false, true, true, true]);
    expect(shown(1)).toEqual([false, false, false, false]);
  });

  it('shows probabilities the stronger the higher, whatever the threshold', () => {
    const seen = alphas(overlayPixels({ probability, truth, threshold: 0.9, view: 'probability' }));
    expect(seen[0]).toBe(0);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect(new Set(seen).size).toBe(4);
  });

  it('tells found, missed and false alarms apart', () => {
    const pixels = overlayPixels({ probability, truth, threshold: 0.5, view: 'comparison' });
    expect(alphas(pixels)[0]).toBe(0);
    expect(new Set(colours(pixels).slice(1)).size).toBe(3);
  });
});

describe('the scores at a threshold', () => {
  it('count crack pixels and their agreement with what people marked', () => {
    const { crackPixels, agreement } = scoresAt({ probability, truth, threshold: 0.5 });
    expect(crackPixels).toBe(2);
    // One found, one missed, one false.
    expect(agreement?.dice).toBeCloseTo(0.5, 4);
    expect(agreement?.iou).toBeCloseTo(1 / 3, 4);
  });

  it('know no agreement where nobody has marked anything', () => {
    expect(scoresAt({ probability, truth: null, threshold: 0.5 })).toEqual({ crackPixels: 2, agreement: null });
  });
});
