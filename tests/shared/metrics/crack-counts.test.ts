import { describe, expect, it } from 'vitest';
import { adviceOnCracks, countCracks } from '../../../src/shared/metrics/crack-counts.ts';

const [width, height] = [60, 40];

/** Horizontal stripes: the first row, how many, and where they begin and end. */
function stripes(...of: readonly (readonly [row: number, rows: number, from: number, to: number])[]): Uint8Array {
  const mask = new Uint8Array(width * height);
  for (const [row, rows, from, to] of of) {
    for (let y = row; y < row + rows; y++) mask.fill(1, y * width + from, y * width + to);
  }
  return mask;
}

describe('cracks counted whole', () => {
  const labelled = stripes([5, 8, 5, 55], [25, 1, 5, 55]);

  it('are found when a quarter of them is predicted nearby, with their widths', () => {
    const { found, missed, falseAlarms } = countCracks(stripes([6, 6, 5, 20], [25, 1, 5, 10]), labelled, width, height);
    expect([found.length, missed.length, falseAlarms]).toEqual([1, 1, 0]);
    expect(Math.abs(found[0] - 8)).toBeLessThan(1);
    expect(missed[0]).toBeLessThan(2.1);
  });

  it('are false alarms where there is none anywhere near, but for specks', () => {
    const predicted = stripes([5, 8, 5, 55], [25, 1, 5, 55], [33, 3, 10, 20], [38, 1, 40, 43]);
    expect(countCracks(predicted, labelled, width, height)).toMatchObject({ missed: [], falseAlarms: 1 });
    expect(countCracks(stripes(), stripes(), width, height)).toEqual({ found: [], missed: [], falseAlarms: 0 });
  });

  it('say what to do next in one sentence', () => {
    expect(adviceOnCracks([{ found: [8, 9, 8], missed: [1, 2, 7], falseAlarms: 0 }])).toBe(
      '2 of 3 missed cracks are thinner than 4 px: collect and label more of these.',
    );
    expect(adviceOnCracks([{ found: [8, 9], missed: [], falseAlarms: 7 }])).toMatch(
      /^7 false alarms beside 2 cracks: /,
    );
    expect(adviceOnCracks([{ found: [8], missed: [], falseAlarms: 0 }])).toMatch(/^All 1 cracks were found/);
    expect(adviceOnCracks([{ found: [8], missed: [9], falseAlarms: 0 }])).toMatch(/^1 of 2 cracks were missed, /);
  });
});
