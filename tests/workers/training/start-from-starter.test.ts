import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { namedModel } from '../../../src/node/starter-model.ts';
import { STARTER } from '../../../src/shared/starter.ts';
import { readStartWeights } from '../../../src/workers/training/start-weights.ts';

describe('the starting model', () => {
  it('is shipped in at most 4 MB, in half precision', () => {
    const bytes = readFileSync(namedModel(STARTER));
    expect(bytes.length).toBeLessThanOrEqual(4_000_000);
  });

  it('is what a training of the plain network at width 16 can start from', async () => {
    const tensors = await readStartWeights(STARTER, { encoder: 'plain', base: 16 });
    const values = [...tensors.values()].flatMap(({ data }) => [...data]);
    expect(values.length).toBeGreaterThan(1_900_000);
    expect(values.every(Number.isFinite)).toBe(true);
  });

  it('is refused for another network, in a sentence', async () => {
    await expect(readStartWeights(STARTER, { encoder: 'plain', base: 32 })).rejects.toThrow(
      /starter holds another network/,
    );
  });
});
