import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyEdits, withProgress } from '../../../src/shared/labels/label-edits.ts';
import { predictedLabels } from '../../../src/shared/labels/predicted-labels.ts';
import { repredicted, withoutPredicted } from '../../../src/shared/labels/prediction-edits.ts';
import { paintLabel } from '../../../src/shared/labels/rasterize.ts';
import type { ImageLabel } from '../../../src/shared/schemas/label.ts';
import { imageLabelSchema } from '../../../src/shared/schemas/label.ts';

const size = { width: 120, height: 120 };

function painted(labels: readonly ImageLabel[]): Uint8Array {
  const mask = { ...size, data: new Uint8Array(size.width * size.height) };
  for (const label of labels) paintLabel(mask, label, 230);
  return mask.data;
}

function found(probability: Uint8Array, threshold = 0.5): ImageLabel[] {
  let ids = 0;
  const choices = { threshold, classOf: () => 'crack', newId: () => `p${ids++}` };
  return predictedLabels({ ...size, data: probability }, choices);
}

function line(points: [number, number][], width: number): ImageLabel {
  return { id: 'line', shape: 'polyline', class: 'crack', source: 'drawn', points, width };
}

/** Dice of the pixels of both. */
function agreement(a: Uint8Array, b: Uint8Array): number {
  const both = a.filter((value, i) => value > 0 && b[i] > 0).length;
  return (2 * both) / (a.filter(Boolean).length + b.filter(Boolean).length);
}

describe('what a model finds becomes', () => {
  it('lines with their widths where it is slender, which cover the same pixels', () => {
    const inside = fc.tuple(fc.integer({ min: 12, max: 108 }), fc.integer({ min: 12, max: 108 }));
    fc.assert(
      fc.property(inside, inside, inside, fc.double({ min: 2, max: 6, noNaN: true }), (a, b, c, width) => {
        fc.pre(Math.hypot(a[0] - b[0], a[1] - b[1]) > 30 && Math.hypot(c[0] - b[0], c[1] - b[1]) > 30);
        const turn = (a[0] - b[0]) * (c[0] - b[0]) + (a[1] - b[1]) * (c[1] - b[1]);
        fc.pre(turn < 0);
        const truth = painted([line([a, b, c], width)]);
        const labels = found(truth);
        expect(labels.map(({ shape }) => shape)).toEqual(['polyline']);
        expect(agreement(painted(labels), truth)).toBeGreaterThan(0.85);
      }),
      { numRuns: 40 },
    );
  });

  it('brush masks where it is a blob, of the very same pixels', () => {
    const truth = painted([
      { id: 'e', shape: 'ellipse', class: 'crack', source: 'drawn', cx: 60, cy: 50, rx: 22, ry: 15, rotation: 0 },
    ]);
    const labels = found(truth);
    expect(labels).toMatchObject([{ shape: 'brush', source: 'predicted', confidence: 0.9 }]);
    expect(painted(labels)).toEqual(truth);
  });

  it('labels of the file format, which no specks are', () => {
    const truth = painted([
      line(
        [
          [10, 10],
          [100, 90],
        ],
        3,
      ),
    ]);
    truth[5] = 255;
    const labels = found(truth);
    expect(labels).toHaveLength(1);
    expect(() => labels.map(label => imageLabelSchema.parse(label))).not.toThrow();
  });

  it('nothing below the threshold', () => {
    expect(
      found(
        painted([
          line(
            [
              [10, 10],
              [100, 90],
            ],
            3,
          ),
        ]),
        0.95,
      ),
    ).toEqual([]);
  });
});

describe('predicted labels', () => {
  const drawn = line(
    [
      [5, 5],
      [50, 50],
    ],
    2,
  );
  const predicted = {
    ...line(
      [
        [60, 5],
        [60, 90],
      ],
      3,
    ),
    id: 'p',
    source: 'predicted' as const,
    confidence: 0.8,
  };
  const document = { state: 'unlabelled' as const, labels: [] };
  const helped = applyEdits(document, withProgress(document, repredicted([], [predicted])));

  it('leave an image unlabelled until a person does something', () => {
    expect(helped).toEqual({ state: 'unlabelled', labels: [predicted] });
  });

  it('give way to newer ones, and what a person drew stays', () => {
    const labels = [drawn, predicted];
    const next = { ...predicted, id: 'q' };
    expect(applyEdits({ state: 'in progress', labels }, repredicted(labels, [next])).labels).toEqual([drawn, next]);
    expect(applyEdits({ state: 'in progress', labels }, withoutPredicted(labels)).labels).toEqual([drawn]);
  });

  it('count as drawn once the image is verified', () => {
    const verified = applyEdits(helped, withProgress(helped, [{ kind: 'set-state', state: 'verified' }]));
    const { confidence: _, ...rest } = predicted;
    expect(verified).toEqual({ state: 'verified', labels: [{ ...rest, source: 'drawn' }] });
  });
});
