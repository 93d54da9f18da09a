import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { Random } from '../../../src/shared/random.ts';
import { trainingConfigSchema } from '../../../src/shared/schemas/training.ts';
import { augmentInto, warpOf } from '../../../src/workers/training/augment.ts';
import { type Augmentation, drawAugmentation } from '../../../src/workers/training/augmentations.ts';
import { type Batch, createBatchMaker, type Draw } from '../../../src/workers/training/batch.ts';

const reference = trainingConfigSchema.parse({});
/** All that is drawn after what there was at first. */
const NEW = { scale: 0.4, quarterTurn: 0.5, gamma: 0.4, noise: 0.05, lowResolution: 0.25 };
const everything = { ...reference, rotation: 15, elastic: 4 };
const NONE = {
  ...{ flip: 0, contrast: 0, brightness: 0, blur: 0, rotation: 0, elastic: 0 },
  ...{ scale: 0, quarterTurn: 0, gamma: 0, noise: 0, lowResolution: 0 },
};
const size = 16;
const pixels = size * size;
const dir = preparedSet(6);
/** The same bytes as two images of 32 x 24 px, of which crops are taken. */
const nativeDir = preparedSet(6, [0, 768]);
afterAll(() => {
  for (const folder of [dir, nativeDir]) rmSync(folder, { recursive: true });
});

describe('augmentation', () => {
  const image = Uint8Array.from({ length: pixels }, (_, i) => i % 256);
  const mask = Uint8Array.from({ length: pixels }, (_, i) => (i % 7 === 0 ? 1 : 0));
  const augmented = (augmentation: Augmentation) => {
    const target = { x: new Float32Array(pixels), y: new Float32Array(pixels), offset: 0 };
    augmentInto({ image, mask, size, augmentation }, target);
    return target;
  };

  it('divides by 255 and leaves the rest alone when there is none', () => {
    const { x, y } = augmented([]);
    expect([...x]).toEqual([...image].map(value => Math.fround(value / 255)));
    expect([...y]).toEqual([...mask]);
  });

  it('flips image and mask together', () => {
    const { x, y } = augmented([{ name: 'flip', drawn: { horizontal: true, vertical: true } }]);
    expect([...x]).toEqual([...augmented([]).x].reverse());
    expect([...y]).toEqual([...mask].reverse());
  });

  it('scales and shifts gray values, clipped to what a byte holds, and never the mask', () => {
    const { x, y } = augmented([
      { name: 'contrast', drawn: 1.2 },
      { name: 'brightness', drawn: -10 },
    ]);
    expect(x[0]).toBe(0);
    expect(x[100]).toBeCloseTo(110 / 255, 6);
    expect(x[255]).toBe(1);
    expect([...y]).toEqual([...mask]);
  });

  it('stays within the ranges of the reference pipeline', () => {
    fc.assert(
      fc.property(fc.nat(), seed => {
        const augmentation = drawAugmentation(new Random(seed), reference);
        expect(augmentation.map(({ name }) => name)).toEqual(['flip', 'contrast', 'brightness', 'blur']);
        for (const { name, drawn } of augmentation) {
          if (name === 'contrast') expect(Math.abs(drawn - 1)).toBeLessThanOrEqual(0.2);
          if (name === 'brightness') expect(Math.abs(drawn)).toBeLessThanOrEqual(25.6);
        }
      }),
    );
  });

  it('draws for a seed what it always has, on or off, so that old runs can be repeated', () => {
    const [on, off] = [new Random(42), new Random(42)];
    const augmentation = drawAugmentation(on, everything);
    expect(augmentation.slice(0, 5)).toEqual([
      { name: 'flip', drawn: { horizontal: false, vertical: true } },
      { name: 'contrast', drawn: 0.9288260577246547 },
      { name: 'brightness', drawn: -14.986522924900056 },
      { name: 'blur', drawn: false },
      { name: 'rotation', drawn: 14.743924888316542 },
    ]);
    expect(warpOf(augmentation).elastic.slice(0, 2)).toEqual([-0.016855877973139286, -0.006801320519298312]);
    expect(on.state).toEqual([4222775743, 2410701309, 2636840958, 3034809486]);
    drawAugmentation(off, NONE);
    expect(off.state).toEqual([2499755033, 3018709031, 4238052671, 3034809387]);
  });

  it('turns by a quarter without losing a pixel, image and mask alike', () => {
    const { x, y } = augmented([{ name: 'quarterTurn', drawn: true }]);
    const at = (of: ArrayLike<number>, row: number, column: number) => of[row * size + column];
    for (const [row, column] of [
      [0, 0],
      [2, 5],
      [15, 3],
    ]) {
      expect(at(x, size - 1 - column, row)).toBe(at(augmented([]).x, row, column));
      expect(at(y, size - 1 - column, row)).toBe(at(mask, row, column));
    }
  });

  it('bends gray by a power, with black and white in their places', () => {
    const { x } = augmented([{ name: 'gamma', drawn: 2 }]);
    expect([x[0], x[255]]).toEqual([0, 1]);
    expect(x[128]).toBeCloseTo((128 / 255) ** 2, 2);
  });

  it('adds noise of the deviation drawn, the same for the same seed, and never to the mask', () => {
    const noise = { name: 'noise', drawn: { deviation: 10, seed: 3 } } as const;
    const { x, y } = augmented([noise]);
    expect(x).toEqual(augmented([noise]).x);
    const plain = augmented([]);
    const middle = [...x.keys()].filter(i => plain.x[i] > 0.2 && plain.x[i] < 0.8);
    const deviation = Math.sqrt(middle.reduce((sum, i) => sum + (255 * (x[i] - plain.x[i])) ** 2, 0) / middle.length);
    expect(deviation).toBeGreaterThan(8);
    expect(deviation).toBeLessThan(12);
    expect(y).toEqual(plain.y);
  });

  it('loses detail at low resolution, and keeps a flat picture and the mask', () => {
    const { x, y } = augmented([{ name: 'lowResolution', drawn: 0.5 }]);
    expect(y).toEqual(augmented([]).y);
    expect(x).not.toEqual(augmented([]).x);
    const target = { x: new Float32Array(pixels), y: new Float32Array(pixels), offset: 0 };
    const flat = new Uint8Array(pixels).fill(90);
    augmentInto({ image: flat, mask, size, augmentation: [{ name: 'lowResolution', drawn: 0.7 }] }, target);
    expect(new Set(target.x)).toEqual(new Set([Math.fround(90 / 255)]));
  });

  it('does nothing with every setting at 0', () => {
    fc.assert(
      fc.property(fc.nat(), seed => {
        expect(drawAugmentation(new Random(seed), NONE)).toEqual([]);
      }),
    );
  });

  it('draws the same for what is on, whatever else of the reference pipeline is off', () => {
    fc.assert(
      fc.property(fc.nat(), seed => {
        const only = { ...NONE, rotation: 15 };
        const rotation = drawAugmentation(new Random(seed), everything).filter(({ name }) => name === 'rotation');
        expect(drawAugmentation(new Random(seed), only)).toEqual(rotation);
      }),
    );
  });

  it('draws what came later after what there was, within its limits', () => {
    fc.assert(
      fc.property(fc.nat(), seed => {
        const augmentation = drawAugmentation(new Random(seed), { ...everything, ...NEW });
        const before = drawAugmentation(new Random(seed), everything);
        expect(augmentation.slice(0, before.length)).toEqual(before);
        const { scale = 1 } = warpOf(augmentation);
        expect(scale >= 1 / 1.4 && scale <= 1.4).toBe(true);
        for (const { name, drawn } of augmentation) {
          if (name === 'noise') expect(drawn.deviation).toBeLessThan(0.05 * 255);
          if (name === 'lowResolution') expect(drawn >= 0.5 && drawn <= 1).toBe(true);
        }
      }),
    );
  });

  it('turns and deforms within the limits asked for, after what it draws without', () => {
    fc.assert(
      fc.property(fc.nat(), seed => {
        const augmentation = drawAugmentation(new Random(seed), everything);
        const { rotation, elastic } = warpOf(augmentation);
        expect(Math.abs(rotation)).toBeLessThanOrEqual(15);
        expect(Math.max(...elastic.map(Math.abs))).toBeLessThanOrEqual(0.04);
        expect(augmentation.slice(0, 4)).toEqual(drawAugmentation(new Random(seed), reference));
      }),
    );
  });
});

describe('a batch maker', () => {
  const random = new Random(4);
  const draw = (index: number): Draw => ({ index, augmentation: drawAugmentation(random, everything) });
  const plan = [[draw(0), draw(5)], [draw(3), draw(3)], [draw(1), draw(2)], [draw(4)]];

  it('keeps the order of the plan, and its last, smaller batch', async () => {
    const batches = await collect(0);
    expect(batches.map(batch => batch.count)).toEqual([2, 2, 2, 1]);
    expect(batches[3].x).toHaveLength(pixels);
  });

  it('gives the same batches on any number of threads', async () => {
    const alone = await collect(0);
    expect(await collect(1)).toEqual(alone);
    expect(await collect(3)).toEqual(alone);
  });

  it('takes crops with their augmentation, the same on any number of threads', async () => {
    const crop = (index: number, x: number, y: number): Draw => ({ ...draw(index), crop: { x, y } });
    const plain = { index: 1, crop: { x: 3, y: 5 }, augmentation: [] };
    const crops = [[plain, crop(0, 0, 0)], [crop(1, 16, 8), crop(0, 7, 2)], [crop(1, 9, 1)]];
    const alone = await collect(0, nativeDir, crops);
    expect(alone.map(batch => batch.x.length)).toEqual([2 * pixels, 2 * pixels, pixels]);
    expect(await collect(2, nativeDir, crops)).toEqual(alone);
    const bytes = readFileSync(join(nativeDir, 'images.bin'));
    const first = (row: number) => 768 + (5 + row) * 32 + 3;
    const cut = Array.from({ length: size }, (_, row) => [...bytes.subarray(first(row), first(row) + size)]).flat();
    expect([...alone[0].x.subarray(0, pixels)]).toEqual(cut.map(value => Math.fround(value / 255)));
  });

  async function collect(threads: number, folder = dir, draws = plan): Promise<Batch[]> {
    const maker = createBatchMaker(folder, threads);
    const batches: Batch[] = [];
    for await (const batch of maker.batches(draws)) batches.push(batch);
    await maker.close();
    return batches;
  }
});

function preparedSet(count: number, offsets?: readonly number[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'studio-'));
  const names = Array.from({ length: count }, (_, i) => `${i}.png`);
  const manifest = { version: 1, size, names, positive: names.map(() => true), train: names.map((_, i) => i), val: [] };
  const places = offsets?.map(offset => ({ width: 32, height: 24, offset, cracks: 0, firstCrack: 0 }));
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ ...manifest, places }));
  if (places) writeFileSync(join(folder, 'cracks.bin'), '');
  const bytes = (fill: (image: number, pixel: number) => number) =>
    Uint8Array.from({ length: count * pixels }, (_, i) => fill(Math.floor(i / pixels), i % pixels));
  writeFileSync(
    join(folder, 'images.bin'),
    bytes((image, pixel) => (40 * image + pixel) % 256),
  );
  writeFileSync(
    join(folder, 'masks.bin'),
    bytes((image, pixel) => (pixel % (image + 2) === 0 ? 1 : 0)),
  );
  return folder;
}
