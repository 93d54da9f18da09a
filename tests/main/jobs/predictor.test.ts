import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { openPredictor, type Predictor } from '../../../src/main/jobs/predictor.ts';
import { forkWorker } from '../../../src/main/jobs/worker-host.ts';
import type { GrayImage } from '../../../src/shared/image/gray-image.ts';
import { tinyProbability, writeTinyModel } from '../../helpers/tiny-model.ts';

let dir: string;
/** The one most tests ask. */
let shared: Predictor;
/** The one that a test opened for itself. */
let predictor: Predictor | undefined;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'predict-'));
  const model = await writeTinyModel(join(dir, 'model.onnx'));
  shared = await openPredictor({ model, device: 'cpu', spawnWorker: forkWorker });
});
afterEach(() => predictor?.close());
afterAll(async () => {
  shared.close();
  await rm(dir, { recursive: true });
});

async function open(model: string, signal?: AbortSignal): Promise<Predictor> {
  predictor = await openPredictor({ model, device: 'cpu', spawnWorker: forkWorker, ...(signal ? { signal } : {}) });
  return predictor;
}

function gradient(width: number, height: number, phase = 0): GrayImage {
  const data = Uint8Array.from({ length: width * height }, (_, i) => (i * 7 + phase) % 256);
  return { width, height, data };
}

function expectPointwise(probability: Float32Array, image: GrayImage): void {
  expect(probability).toHaveLength(image.data.length);
  const worst = probability.reduce((max, p, i) => Math.max(max, Math.abs(p - tinyProbability(image.data[i]))), 0);
  expect(worst).toBeLessThan(1e-5);
}

test('tiles give each pixel its own probability, at a size that no tile divides', async () => {
  for (const image of [gradient(75, 41), gradient(5, 3)]) expectPointwise(await shared.predict(image, 'tile'), image);
});

test('a model sees pictures as it was trained to, unless told otherwise, and a mode of another program is refused', async () => {
  const image = gradient(75, 41);
  expect(shared.inputMode).toBe('resize');
  expect(await shared.predict(image, 'trained')).toEqual(await shared.predict(image, 'resize'));
  const metadata = { input_size: '32', input_mode: 'tile' };
  const tiled = await open(await writeTinyModel(join(dir, 'tiled.onnx'), { metadata }));
  expect(tiled.inputMode).toBe('tile');
  expectPointwise(await tiled.predict(image, 'trained'), image);
  tiled.close();
  const strange = await writeTinyModel(join(dir, 'strange.onnx'), { metadata: { input_mode: 'fold' } });
  await expect(open(strange)).rejects.toThrow(/strange\.onnx names an unknown input mode, "fold"; export/);
});

test('resizing changes nothing for a picture of the input size, which the model tells', async () => {
  expect(shared.inputSize).toBe(32);
  expectPointwise(await shared.predict(gradient(32, 32), 'resize'), gradient(32, 32));
});

test('resizing gives the probability back at the size of the picture', async () => {
  const data = Uint8Array.from({ length: 100 * 60 }, (_, i) => (i % 100 < 50 ? 20 : 230));
  const probability = await shared.predict({ width: 100, height: 60, data }, 'resize');
  expect(probability).toHaveLength(6000);
  for (const row of [0, 30, 59]) {
    expect(probability[row * 100 + 10]).toBeCloseTo(tinyProbability(20), 4);
    expect(probability[row * 100 + 90]).toBeCloseTo(tinyProbability(230), 4);
  }
});

test('questions asked at once are each answered by their own picture', async () => {
  const images = [0, 50, 100].map(phase => gradient(32, 32, phase));
  const answers = await Promise.all(images.map(image => shared.predict(image, 'tile')));
  answers.forEach((answer, i) => {
    expectPointwise(answer, images[i]);
  });
});

test('a model that tells no input size is given 512, the reference size', async () => {
  const { inputSize } = await open(await writeTinyModel(join(dir, 'plain.onnx'), { metadata: {} }));
  expect(inputSize).toBe(512);
});

test('a model that is missing, no ONNX file, or of another kind is refused in one line', async () => {
  await expect(open(join(dir, 'none.onnx'))).rejects.toThrow(/^Cannot read .*none\.onnx: it does not exist/);
  // Code and data come out of the worker's process as they went in.
  await expect(open(join(dir, 'none.onnx'))).rejects.toMatchObject({
    details: { code: 'unreadable', path: join(dir, 'none.onnx') },
  });
  await writeFile(join(dir, 'text.onnx'), 'this is text\n'.repeat(9));
  await expect(open(join(dir, 'text.onnx'))).rejects.toThrow(/text\.onnx is not an ONNX model; give the model\.onnx/);
  const other = await writeTinyModel(join(dir, 'other.onnx'), { input: 'tokens' });
  await expect(open(other)).rejects.toThrow(/other\.onnx is another kind of model: it turns "tokens" into/);
  const odd = await writeTinyModel(join(dir, 'odd.onnx'), { metadata: { input_size: '100' } });
  await expect(open(odd)).rejects.toThrow(/odd\.onnx names an input size of "100"/);
});

test('a worker that dies is told in one line, also to whoever asks later', async () => {
  const kills: (() => void)[] = [];
  predictor = await openPredictor({
    model: join(dir, 'model.onnx'),
    device: 'cpu',
    spawnWorker: kind => {
      const worker = forkWorker(kind);
      kills.push(worker.kill);
      return worker;
    },
  });
  const pending = predictor.predict(gradient(400, 400), 'tile');
  kills[0]();
  await expect(pending).rejects.toThrow(/^The inference process was ended/);
  await expect(predictor.predict(gradient(16, 16), 'tile')).rejects.toThrow(/^The inference process was ended/);
});

test('an aborted prediction ends with one line, and so does every later one', async () => {
  const controller = new AbortController();
  const { predict } = await open(join(dir, 'model.onnx'), controller.signal);
  const pending = predict(gradient(400, 400), 'tile');
  controller.abort();
  await expect(pending).rejects.toThrow('The prediction was stopped.');
  await expect(predict(gradient(16, 16), 'tile')).rejects.toThrow('The prediction was stopped.');
});
