import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeGray } from '../../../src/main/images/png.ts';
import { type EvaluateOptions, evaluateSet } from '../../../src/main/inspection/evaluate.ts';
import { openPredictor, type Predictor } from '../../../src/main/jobs/predictor.ts';
import { forkWorker } from '../../../src/main/jobs/worker-host.ts';
import { drawn, writeLabelledFolder } from '../../helpers/labelled-folder.ts';
import { writeTinyModel } from '../../helpers/tiny-model.ts';

let dir: string;
let predictor: Predictor;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'evaluate-'));
  await writeLabelledFolder(dir, {
    'half.png': { image: ['##..', '....'], mask: ['#...', '#...'] },
    'none.png': { image: ['....', '....'], mask: ['....', '....'] },
    'perfect.png': { image: ['#..', '.#.', '..#'], mask: ['#..', '.#.', '..#'] },
  });
  await mkdir(join(dir, 'splits'));
  await writeFile(join(dir, 'splits', 'train.txt'), 'perfect.png\n');
  await writeFile(join(dir, 'splits', 'val.txt'), 'half.png\nnone.png\n');
  const model = await writeTinyModel(join(dir, 'model.onnx'));
  predictor = await openPredictor({ model, device: 'cpu', spawnWorker: forkWorker });
});
afterAll(async () => {
  predictor.close();
  await rm(dir, { recursive: true });
});

const evaluate = (overrides: Partial<EvaluateOptions> = {}) =>
  evaluateSet({ predictor, dir, split: 'all', threshold: 0.5, mode: 'tile', ...overrides });

test('scores are those counted by hand', async () => {
  const { images, pooled, meanDice, meanIou, failed } = await evaluate();
  expect(images.map(score => score.image)).toEqual(['half.png', 'none.png', 'perfect.png']);
  expect(images[0].counts).toEqual({ tp: 1, fp: 1, fn: 1, tn: 5 });
  expect(images.map(score => score.dice)).toEqual([expect.closeTo(0.5, 5), 1, 1]);
  expect(images.map(score => score.iou)).toEqual([expect.closeTo(1 / 3, 5), 1, 1]);
  expect(pooled).toEqual({ precision: 0.8, recall: 0.8, f1: 0.8, iou: 4 / 6 });
  expect([meanDice, meanIou, failed]).toEqual([expect.closeTo(2.5 / 3, 5), expect.closeTo(7 / 9, 5), 0]);
});

test('only the images of the split are counted', async () => {
  expect((await evaluate({ split: 'val' })).images.map(score => score.image)).toEqual(['half.png', 'none.png']);
  expect((await evaluate({ split: 'train' })).images.map(score => score.image)).toEqual(['perfect.png']);
});

test('a threshold that nothing exceeds finds nothing, and the oracle still knows the best one', async () => {
  const { pooled, oracle } = await evaluate({ threshold: 1 });
  expect(pooled).toEqual({ precision: 0, recall: 0, f1: 0, iou: 0 });
  expect(oracle.f1).toBe(0.8);
});

test('each image has its precision, recall and tolerant counts', async () => {
  const { images, tolerant } = await evaluate();
  expect(images[0]).toMatchObject({ precision: 0.5, recall: 0.5, tolerant: { predicted: 2, confirmed: 2, found: 2 } });
  expect(tolerant).toEqual({ precision: 1, recall: 1, f1: 1 });
});

test('the threshold is chosen on val, whichever images it is applied to', async () => {
  const shades = join(dir, 'shades');
  // To the tiny model `-` is crack with a probability of 0.72 and `+` with one of 0.28: on val the best threshold is below.
  const values = { '#': 0, '+': 108, '-': 96, '.': 255 };
  for (const folder of ['images', 'masks', 'splits']) await mkdir(join(shades, folder), { recursive: true });
  const write = async (name: string, image: string, mask: string) => {
    await writeGray(join(shades, 'images', name), drawn([image], values));
    await writeGray(join(shades, 'masks', name), drawn([mask], { '#': 255, '.': 0 }));
  };
  await write('train.png', '-+..', '#...');
  await write('val.png', '++#.', '###.');
  await writeFile(join(shades, 'splits', 'train.txt'), 'train.png\n');
  await writeFile(join(shades, 'splits', 'val.txt'), 'val.png\n');

  const ofVal = await evaluate({ dir: shades, split: 'val' });
  const ofTrain = await evaluate({ dir: shades, split: 'train' });
  const ofAll = await evaluate({ dir: shades, split: 'all' });
  const { threshold } = ofVal.chosen!;
  expect(threshold).toBeLessThan(0.28);
  expect(ofVal.chosen).toMatchObject({ valF1: 1, pooled: { f1: 1 }, meanDice: 1 });
  expect(ofTrain.images.map(score => score.image)).toEqual(['train.png']);
  expect(ofTrain.chosen).toMatchObject({ threshold, valF1: 1, pooled: { precision: 0.5, recall: 1 } });
  expect(ofTrain.pooled.precision).toBe(1);
  expect(ofAll.chosen).toMatchObject({ threshold, pooled: { precision: 0.8, recall: 1 } });
});

test('without a val split no threshold is chosen', async () => {
  const { chosen, curve } = await evaluate({ dir: join(dir, 'shades'), split: 'all' });
  expect(chosen).not.toBeNull();
  expect(curve).toHaveLength(99);
  await rm(join(dir, 'shades', 'splits'), { recursive: true });
  expect((await evaluate({ dir: join(dir, 'shades'), split: 'all' })).chosen).toBeNull();
});

test('an image without a mask, and a mask of another size, are told and passed over', async () => {
  const other = join(dir, 'other');
  await writeLabelledFolder(other, {
    'good.png': { image: ['#.'], mask: ['#.'] },
    'odd.png': { image: ['#.'], mask: ['#..'] },
    'bare.png': { image: ['#.'], mask: ['#.'] },
  });
  await rm(join(other, 'masks', 'bare.png'));
  const lines: string[] = [];
  const { images, failed } = await evaluate({ dir: other, onFailure: line => lines.push(line) });
  expect(images.map(score => score.image)).toEqual(['good.png']);
  expect(failed).toBe(2);
  expect(lines).toEqual([
    expect.stringMatching(/^Cannot read .*bare\.png: it does not exist/),
    expect.stringMatching(/odd\.png is 3x1 px but its image is 2x1 px: export the mask/),
  ]);
});

test('a folder without splits says what to run', async () => {
  await expect(evaluate({ dir: join(dir, 'other'), split: 'val' })).rejects.toThrow(
    /train\.txt does not exist: run `prepare`/,
  );
});
