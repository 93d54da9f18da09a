import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readGray, readPixels, writeGray } from '../../../src/main/images/png.ts';
import { listImages } from '../../../src/main/inspection/image-list.ts';
import { type ImagePrediction, predictImages } from '../../../src/main/inspection/predict-images.ts';
import { openPredictor, type Predictor } from '../../../src/main/jobs/predictor.ts';
import { forkWorker } from '../../../src/main/jobs/worker-host.ts';
import { tinyProbability, writeTinyModel } from '../../helpers/tiny-model.ts';

let dir: string;
let out: string;
let predictor: Predictor;
const values = Uint8Array.from({ length: 20 * 10 }, (_, i) => 60 + (i % 80));

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'predict-images-'));
  out = join(dir, 'out');
  await mkdir(join(dir, 'in'));
  await writeGray(join(dir, 'in', 'a.png'), { width: 20, height: 10, data: values });
  await sharp(Buffer.alloc(300, 255), { raw: { width: 10, height: 10, channels: 3 } }).toFile(join(dir, 'in', 'a.jpg'));
  await writeFile(join(dir, 'in', 'broken.png'), 'no picture');
  const model = await writeTinyModel(join(dir, 'model.onnx'));
  predictor = await openPredictor({ model, device: 'cpu', spawnWorker: forkWorker });
});
afterAll(async () => {
  predictor.close();
  await rm(dir, { recursive: true });
});

async function predictAll(into: string, threshold = 0.5): Promise<ImagePrediction[]> {
  const results: ImagePrediction[] = [];
  const images = await listImages([join(dir, 'in')]);
  const options = { predictor, images, out: into, threshold, mode: 'tile' as const };
  for await (const result of predictImages(options)) results.push(result);
  return results;
}

test('masks, probabilities and overlays of every picture are written, and an unreadable one is passed over', async () => {
  const results = await predictAll(out);
  for (const folder of ['masks', 'probabilities', 'overlays']) {
    expect((await readdir(join(out, folder))).sort()).toEqual(['a.png', 'a_01.png']);
  }
  expect(results[2]).toMatchObject({ error: expect.stringMatching(/^Cannot read .*broken\.png: it is damaged/) });

  const probability = await readGray(join(out, 'probabilities', 'a_01.png'));
  const worst = probability.data.reduce(
    (max, byte, i) => Math.max(max, Math.abs(byte - 255 * tinyProbability(values[i]))),
    0,
  );
  expect(worst).toBeLessThan(0.51);
  const mask = await readGray(join(out, 'masks', 'a_01.png'));
  expect([...mask.data]).toEqual([...values].map(value => (tinyProbability(value) > 0.5 ? 255 : 0)));
  const overlay = await readPixels(join(out, 'overlays', 'a_01.png'));
  expect(overlay).toMatchObject({ width: 20, height: 10, channels: 3 });
});

test('the summary counts the crack pixels of the mask', async () => {
  const [white, gray] = await predictAll(out);
  expect(white).toMatchObject({ crackPixels: 0, crackShare: 0 });
  const crack = [...values].filter(value => tinyProbability(value) > 0.5).length;
  expect(gray).toMatchObject({ crackPixels: crack, crackShare: crack / 200 });
  expect(gray).toHaveProperty('maxProbability', expect.closeTo(tinyProbability(60), 5));
});

test('the threshold decides what is crack', async () => {
  const [, strict] = await predictAll(out, 0.95);
  const crack = [...values].filter(value => tinyProbability(value) > 0.95).length;
  expect(strict).toMatchObject({ crackPixels: crack });
});

test('a training folder is no place for predictions, for its masks are labels', async () => {
  await mkdir(join(dir, 'train', 'images'), { recursive: true });
  await expect(predictAll(join(dir, 'train'))).rejects.toThrow(/train holds images\/.*choose another folder/);
  expect(await readdir(join(dir, 'train'))).toEqual(['images']);
});
