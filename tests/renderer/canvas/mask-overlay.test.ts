import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boxOf } from '../../../src/renderer/canvas/label-shape.ts';
import { changedBox, maskPixels } from '../../../src/renderer/canvas/mask-overlay.ts';
import { clippedTo } from '../../../src/shared/labels/label-box.ts';
import { applyEdit } from '../../../src/shared/labels/label-edits.ts';
import { rasterizeLabels } from '../../../src/shared/labels/rasterize.ts';
import { content, editsFor, SIZE } from '../../shared/labels/random-edits.ts';

const CLASSES = [
  { name: 'crack', colour: '#ff5a3c' },
  { name: 'pitting', colour: '#3cb4ff' },
];
const WHOLE = { x1: 0, y1: 0, x2: SIZE, y2: SIZE };

describe('the mask overlay', () => {
  it('holds every pixel of a label in its box', () => {
    fc.assert(
      fc.property(content, ({ labels }) => {
        for (const label of labels) {
          const { data } = rasterizeLabels([label], WHOLE, ['crack', 'pitting']);
          const { x1, y1, x2, y2 } = boxOf(label);
          data.forEach((value, i) => {
            const [x, y] = [i % SIZE, Math.floor(i / SIZE)];
            if (value > 0) expect(x >= x1 && x < x2 && y >= y1 && y < y2).toBe(true);
          });
        }
      }),
      { numRuns: 20 },
    );
  });

  it('is the same painted change by change as painted at once', () => {
    fc.assert(
      fc.property(content, fc.integer(), (document, seed) => {
        let edited = document;
        const shown = maskPixels(document.labels, WHOLE, CLASSES);
        for (const edit of editsFor(document, 12, seed)) {
          const next = applyEdit(edited, edit);
          const changed = changedBox(edited.labels, next.labels);
          const box = changed && clippedTo(changed, { width: SIZE, height: SIZE });
          if (box) {
            const part = maskPixels(next.labels, box, CLASSES);
            const width = (box.x2 - box.x1) * 4;
            for (let y = box.y1; y < box.y2; y++) {
              const row = (y - box.y1) * width;
              shown.set(part.subarray(row, row + width), (y * SIZE + box.x1) * 4);
            }
          }
          edited = next;
        }
        expect(Buffer.from(shown)).toEqual(Buffer.from(maskPixels(edited.labels, WHOLE, CLASSES)));
      }),
      { numRuns: 20 },
    );
  });

  it('paints each class in its colour', () => {
    const points: [number, number][] = [
      [0, 0],
      [1, 0],
      [1, 1],
      [0, 1],
    ];
    const label = { id: 'a', shape: 'polygon', class: 'pitting', source: 'drawn', points } as const;
    expect([...maskPixels([{ ...label }], { x1: 0, y1: 0, x2: 2, y2: 1 }, CLASSES)]).toEqual([
      0x3c, 0xb4, 0xff, 255, 0, 0, 0, 0,
    ]);
  });
});
