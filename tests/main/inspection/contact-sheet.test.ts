import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readPixels } from '../../../src/main/images/png.ts';
import { type SheetRow, writeContactSheet } from '../../../src/main/inspection/contact-sheet.ts';
import { spreadByDice } from '../../../src/main/inspection/set-contact-sheet.ts';
import type { ImageScore } from '../../../src/shared/metrics/image-score.ts';

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'sheet-'));
});
afterAll(() => rm(dir, { recursive: true }));

/** A white picture, labelled in its left half, predicted in its right half. */
function row(width: number, height: number, title: string): SheetRow {
  const filled = (value: (x: number) => number) => ({
    width,
    height,
    data: Uint8Array.from({ length: width * height }, (_, i) => value(i % width)),
  });
  return {
    title,
    image: filled(() => 255),
    label: filled(x => (x < width / 2 ? 255 : 0)),
    prediction: filled(x => (x < width / 2 ? 0 : 255)),
    dice: 0,
  };
}

async function sheet(rows: SheetRow[]) {
  const out = join(dir, 'sheet.png');
  await writeContactSheet({ rows, out });
  const { width, height, data } = await readPixels(out);
  return {
    width,
    height,
    at: (x: number, y: number) => [...data.subarray(3 * (y * width + x), 3 * (y * width + x) + 3)],
  };
}

describe('the sheet', () => {
  test('shows frame, label and prediction side by side at one size', async () => {
    const { width, height, at } = await sheet([row(100, 100, 'square'), row(800, 200, 'wide')]);
    expect([width, height]).toEqual([2 * 28 + 3 * 400 + 2 * 12, 112 + (34 + 240 + 28) + (34 + 100 + 28)]);
    const middle = 112 + 34 + 240 + 28 + 34 + 50;
    const [left, right] = [28 + 100, 28 + 300];
    const column = 400 + 12;
    const white = [255, 255, 255];
    const [green, red] = [
      [171, 235, 209],
      [255, 183, 172],
    ];
    expect([at(left, middle), at(right, middle)]).toEqual([white, white]);
    expect([at(left + column, middle), at(right + column, middle)]).toEqual([green, white]);
    expect([at(left + 2 * column, middle), at(right + 2 * column, middle)]).toEqual([white, red]);
  });

  test('captions in letters, not in the boxes of a missing font, and any file name', async () => {
    const inked = async (title: string) => {
      const { at } = await sheet([row(40, 40, title)]);
      const columns = Array.from({ length: 300 }, (_, x) => x + 28);
      const lit = columns.filter(x => Array.from({ length: 30 }, (_, y) => at(x, 112 + y)).some(([red]) => red > 90));
      return Math.max(...lit) - 28;
    };
    // Our font's 1 is narrow; boxes, and the digits of most fonts, are as wide as each other.
    expect(await inked('11111111')).toBeLessThan(0.75 * (await inked('00000000')));
    expect(await inked('a<b>&c"')).toBeGreaterThan(30);
  });
});

describe('the choice of rows', () => {
  const score = (dice: number, crack = true): ImageScore => {
    const counts = { tp: 0, fp: 0, fn: crack ? 1 : 0, tn: 1 };
    const tolerant = { predicted: 0, confirmed: 0, labelled: counts.fn, found: 0 };
    return { image: `${dice}.png`, dice, iou: dice, precision: dice, recall: dice, counts, tolerant };
  };

  test('spans from best to worst in order', () => {
    const nine = [0.1, 0.9, 0.5, 0.3, 0.7, 0.2, 0.8, 0.4, 0.6].map(dice => score(dice));
    expect(spreadByDice(nine, 3).map(({ dice }) => dice)).toEqual([0.9, 0.5, 0.1]);
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 1, noNaN: true })),
        fc.integer({ min: 2, max: 9 }),
        (dices, count) => {
          const scores = dices.map(dice => score(dice));
          const chosen = spreadByDice(scores, count);
          expect(new Set(chosen).size).toBe(Math.min(count, dices.length));
          expect(chosen.map(({ dice }) => dice)).toEqual(chosen.map(({ dice }) => dice).sort((a, b) => b - a));
          if (dices.length > 0) expect(chosen[0].dice).toBe(Math.max(...dices));
          if (dices.length > 1) expect(chosen.at(-1)?.dice).toBe(Math.min(...dices));
        },
      ),
    );
  });

  test('shows images without crack only where room is left', () => {
    const scores = [score(1, false), score(0.2), score(1, false), score(0.4)];
    expect(spreadByDice(scores, 2).map(({ dice }) => dice)).toEqual([0.4, 0.2]);
    expect(spreadByDice(scores, 3).map(({ dice }) => dice)).toEqual([0.4, 0.2, 1]);
  });
});
