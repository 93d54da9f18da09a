import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { channelsOf, largestChannel } from '../../../src/shared/inference/class-channels.ts';
import { countClasses, meanOfClasses } from '../../../src/shared/metrics/class-counts.ts';
import { countAtThreshold, diceAndIou } from '../../../src/shared/metrics/confusion.ts';
import { Random } from '../../../src/shared/random.ts';
import { initialState } from '../../../src/workers/nn/init.ts';
import { REFERENCE_LOSS } from '../../../src/workers/nn/losses/segmentation-loss.ts';
import type { Trainer } from '../../../src/workers/nn/trainer.ts';
import { createTrainer } from '../../../src/workers/runtime/create-trainer.ts';
import { PreparedData } from '../../../src/workers/training/prepared-data.ts';
import { validateSplit } from '../../../src/workers/training/validate.ts';

const size = 32;
const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

/** A native set of noise, all of it val; about one pixel in eight is crack. */
function nativeSet(
  sizes: readonly (readonly [number, number])[],
  { seed = 1, classes = [] as string[] } = {},
): PreparedData {
  const folder = mkdtempSync(join(tmpdir(), 'studio-'));
  folders.push(folder);
  const random = new Random(seed);
  const pixels = sizes.reduce((sum, [width, height]) => sum + width * height, 0);
  let offset = 0;
  const places = sizes.map(([width, height]) => {
    const place = { width, height, offset, cracks: 0, firstCrack: 0 };
    offset += width * height;
    return place;
  });
  const names = sizes.map((_, i) => `${i}.png`);
  const splits = { train: [], val: names.map((_, i) => i) };
  const manifest = {
    version: 1,
    size,
    names,
    positive: names.map(() => true),
    ...splits,
    places,
    ...(classes.length > 0 && { classes }),
  };
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest));
  const bytes = (value: () => number) => Uint8Array.from({ length: pixels }, value);
  writeFileSync(
    join(folder, 'images.bin'),
    bytes(() => random.below(256)),
  );
  writeFileSync(
    join(folder, 'masks.bin'),
    bytes(() => (random.below(8) === 0 ? 1 + random.below(Math.max(1, classes.length)) : 0)),
  );
  writeFileSync(join(folder, 'cracks.bin'), '');
  return new PreparedData(folder);
}

/** A network that sees one pixel at a time: dark is crack. */
const logitOf = (x: number) => 8 * (0.3 - x);

function localTrainer(): { trainer: Trainer; counts: number[] } {
  const counts: number[] = [];
  const validate: Trainer['validate'] = async (x, _y, count) => {
    counts.push(count);
    return { loss: Number.NaN, logits: x.map(logitOf) };
  };
  return { trainer: { validate } as Trainer, counts };
}

test('a network that looks at each pixel by itself is judged as if it had seen the images whole', async () => {
  const data = nativeSet([
    [70, 45],
    [32, 32],
    [20, 90],
    [5, 3],
  ]);
  const { trainer, counts } = localTrainer();
  const found = await validateSplit(trainer, data, 4, REFERENCE_LOSS);
  const whole = data.manifest.val.map(index => {
    const { image, mask } = data.readWhole(index);
    const logits = Float64Array.from(image.data, value => logitOf(value / 255));
    const p = logits.map(z => 1 / (1 + Math.exp(-z)));
    const sum = (value: (at: number) => number) => p.reduce((total, _, at) => total + value(at), 0);
    const bce = sum(at => -Math.log(mask.data[at] ? p[at] : 1 - p[at])) / p.length;
    const dice = (2 * sum(at => p[at] * mask.data[at])) / (sum(at => p[at] + mask.data[at]) + 1e-6);
    return { loss: bce + 1 - dice, ...diceAndIou(countAtThreshold(logits, mask.data, 0)) };
  });
  for (const key of ['loss', 'dice', 'iou'] as const) {
    const mean = whole.reduce((sum, one) => sum + one[key], 0) / whole.length;
    expect(found[key]).toBeCloseTo(mean, 6);
  }
  // 6 + 1 + 4 + 1 tiles, in batches that run on from one image to the next.
  expect(counts).toEqual([4, 4, 4]);
});

test('of an image that is exactly one tile the loss is, in all its parts, that of the training', async () => {
  const loss = { ...REFERENCE_LOSS, lossBce: 0.7, lossDice: 1.3, lossFocal: 2, lossTversky: 0.6 };
  const trainer = await createTrainer({
    ...{ device: 'cpu', base: 2, height: size, width: size, batch: 1, lr: 1e-3, threads: 1, loss },
    state: initialState({ base: 2 }, 5),
  });
  const data = nativeSet([[size, size]]);
  const { image, mask } = data.readWhole(0);
  const inTraining = await trainer.validate(
    Float32Array.from(image.data, value => value / 255),
    Float32Array.from(mask.data),
    1,
  );
  const { loss: found } = await validateSplit(trainer, data, 1, loss);
  expect(found).toBeCloseTo(inTraining.loss, 5);
  await trainer.release();
});

test('of a network that tells classes apart, loss and Dice of an image that is one tile are those of it whole', async () => {
  const loss = { ...REFERENCE_LOSS, lossBce: 0.7, lossDice: 1.3, lossFocal: 2, lossTversky: 0.6 };
  const network = { base: 2, classes: ['a', 'b'] };
  const trainer = await createTrainer({
    ...{ device: 'cpu', ...network, height: size, width: size, batch: 3, lr: 1e-3, threads: 1, loss },
    state: initialState(network, 5),
  });
  const data = nativeSet(
    [
      [size, size],
      [50, 20],
      [size, size],
    ],
    network,
  );
  const whole = await Promise.all(
    [0, 2].map(async index => {
      const { image, mask } = data.readWhole(index);
      const x = Float32Array.from(image.data, value => value / 255);
      const { loss, logits } = await trainer.validate(x, Float32Array.from(mask.data), 1);
      const counts = countClasses(largestChannel(channelsOf(logits, 3)), mask.data, 2);
      return { loss, ...meanOfClasses(counts), a: diceAndIou(counts[0]).dice };
    }),
  );
  data.manifest.val.splice(1, 1);
  const found = await validateSplit(trainer, data, 3, loss);
  expect(found.loss).toBeCloseTo((whole[0].loss + whole[1].loss) / 2, 5);
  expect(found.dice).toBeCloseTo((whole[0].dice + whole[1].dice) / 2, 5);
  expect(found.iou).toBeCloseTo((whole[0].iou + whole[1].iou) / 2, 5);
  expect(found.diceByClass?.a).toBeCloseTo((whole[0].a + whole[1].a) / 2, 5);
  expect(found.dice).toBeCloseTo((found.diceByClass!.a + found.diceByClass!.b) / 2, 5);
  await trainer.release();
});

test('a loss that is no number is not lost among the tiles', async () => {
  const validate: Trainer['validate'] = async x => ({ loss: 0, logits: x.map((_, i) => (i === 700 ? Number.NaN : 0)) });
  const { loss } = await validateSplit({ validate } as Trainer, nativeSet([[40, 40]]), 4, REFERENCE_LOSS);
  expect(loss).toBeNaN();
});
