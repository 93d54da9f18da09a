import { describe, expect, it } from 'vitest';
import { classFindings, countClasses } from '../../../../src/shared/dataset/health/class-findings.ts';
import { disagreement } from '../../../../src/shared/dataset/health/disagreement.ts';
import { bySuspicion, finding } from '../../../../src/shared/dataset/health/findings.ts';
import { labelAreas, labelFindings } from '../../../../src/shared/dataset/health/label-findings.ts';
import { scoreImage } from '../../../../src/shared/metrics/image-score.ts';
import type { ImageLabel, LabelDocument, Point } from '../../../../src/shared/schemas/label.ts';

const document = (...labels: ImageLabel[]): LabelDocument => ({
  version: 1,
  ...{ image: 'a.png', width: 40, height: 30, revision: 1, state: 'verified', changed: null },
  labels,
});
const common = { class: 'crack', source: 'drawn' } as const;
const polygon = (id: string, ...points: Point[]): ImageLabel => ({ id, shape: 'polygon', ...common, points });
const found = (...labels: ImageLabel[]) => {
  const all = document(...labels);
  return labelFindings(all, labelAreas(all)).map(({ kind, label, text }) => ({ kind, label, text }));
};

describe('labels worth a look', () => {
  it('are none that lie within the image and cover some of it', () => {
    expect(found(polygon('a', [0, 0], [40, 0], [40, 30]), polygon('b', [5, 5], [9, 5], [9, 9]))).toEqual([]);
  });

  it('are those that cover no pixel, though they look like a crack on the screen', () => {
    expect(found(polygon('thin', [2, 3.6], [30, 3.6], [30, 4.4], [2, 4.4]))).toEqual([
      { kind: 'covers-nothing', label: 'thin', text: 'polygon 1 of a.png covers no pixel.' },
    ]);
  });

  it('are tiny ones', () => {
    const dot: ImageLabel = { id: 'dot', shape: 'polyline', ...common, points: [[3.5, 3.5]], width: 1 };
    expect(found(dot)).toEqual([{ kind: 'tiny-label', label: 'dot', text: 'polyline 1 of a.png covers 1 px.' }]);
  });

  it('are those that reach out of the image, by the share that does', () => {
    const half = polygon('half', [-20, 2], [20, 2], [20, 8], [-20, 8]);
    const brush: ImageLabel = { id: 'b', shape: 'brush', ...common, x: 30, y: 0, width: 20, height: 2, runs: [0, 40] };
    expect(found(half, brush)).toEqual([
      { kind: 'outside-image', label: 'half', text: '50 % of polygon 1 of a.png lies outside the image.' },
      { kind: 'outside-image', label: 'b', text: '50 % of brush 2 of a.png lies outside the image.' },
    ]);
    expect(found(polygon('gone', [50, 50], [60, 50], [60, 60]))).toMatchObject([{ kind: 'outside-image' }]);
  });
});

describe('classes', () => {
  const areas = (name: string, pixels: number) => [{ label: { ...polygon('x'), class: name }, pixels }];
  it('are counted, and named when there is too little of one beside another', () => {
    const images = [...Array.from({ length: 12 }, () => areas('crack', 500)), areas('spall', 20)];
    const counts = countClasses(['crack', 'spall'], images);
    expect(counts).toEqual([
      { name: 'crack', images: 12, labels: 12, pixels: 6000 },
      { name: 'spall', images: 1, labels: 1, pixels: 20 },
    ]);
    expect(classFindings(counts).map(({ text }) => text)).toEqual([
      'The class spall is in 1 images and has 0.3 % of the labelled pixels.',
    ]);
    expect(classFindings(counts.slice(0, 1))).toEqual([]);
  });
});

describe('disagreement', () => {
  const mask = (rows: (y: number) => boolean) => ({
    ...{ width: 40, height: 30 },
    data: Uint8Array.from({ length: 1200 }, (_, i) => (rows(Math.floor(i / 40)) ? 255 : 0)),
  });
  const opinion = (rows: (y: number) => boolean) =>
    Float32Array.from(mask(rows).data, value => (value > 0 ? 0.9 : 0.1));
  const quarrel = (theirs: (y: number) => boolean) =>
    disagreement(
      'model-disagrees',
      scoreImage(
        'a.png',
        opinion(theirs),
        mask(y => y === 5),
        0.5,
      ),
    );

  it('is none within 2 px', () => {
    expect(quarrel(y => y === 7)).toEqual([]);
  });

  it('is said in pixels, and the more suspicious the less is shared', () => {
    const [both] = quarrel(y => y === 5 || y === 20);
    const [other] = quarrel(y => y === 20);
    expect(both.text).toBe(
      'The model sees 40 px of crack in a.png that no label has within 2 px, and misses 0 of 40 labelled px.',
    );
    expect(other.suspicion).toBeGreaterThan(both.suspicion);
  });
});

describe('findings', () => {
  it('come with the most suspicious first', () => {
    const some = [
      finding('blurred', 'a.png', ''),
      finding('leaked-duplicate', 'b.png', ''),
      finding('blurred', 'A.png', ''),
    ];
    expect(bySuspicion(some).map(({ image }) => image)).toEqual(['b.png', 'A.png', 'a.png']);
  });
});
