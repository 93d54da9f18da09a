import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BinaryWriter } from '@bufbuild/protobuf/wire';
import { afterAll, expect, test } from 'vitest';
import { openPredictor } from '../../../src/main/jobs/predictor.ts';
import { forkWorker } from '../../../src/main/jobs/worker-host.ts';
import { Graph, type Value } from '../../../src/workers/graph/graph.ts';
import { encodeModel } from '../../../src/workers/graph/onnx-encode.ts';
import { add, castToHalf, div, mul, reduceSum, reshape, sigmoid, slice, sub } from '../../../src/workers/graph/ops.ts';
import { writeTinyModel } from '../../helpers/tiny-model.ts';

const dir = mkdtempSync(join(tmpdir(), 'foreign-'));
afterAll(() => rmSync(dir, { recursive: true }));

const image = { width: 32, height: 32, data: new Uint8Array(1024).fill(99) };

/** A file that says of the input `image` what `build` makes of it. */
function modelOf(
  name: string,
  build: (g: Graph, image: Value) => Value,
  metadata: Record<string, string> = {},
): string {
  const g = new Graph();
  g.output('probability', build(g, g.input('image', [1, 1, 32, 32])), []);
  const path = join(dir, name);
  writeFileSync(path, encodeModel(g, { input_size: '32', ...metadata }));
  return path;
}

/** The sentence with which a model is refused, when it is opened or when it is used. */
async function refusal(model: string): Promise<string> {
  try {
    const predictor = await openPredictor({ model, device: 'cpu', spawnWorker: forkWorker });
    await predictor.predict(image, 'trained').finally(predictor.close);
  } catch (error) {
    expect(error).toMatchObject({ name: 'StudioError' });
    const { message } = error as Error;
    expect(message).toMatch(/^[^\n]{20,500}\.$/);
    expect(message).toContain(model);
    return message;
  }
  throw new Error('it was not refused');
}

test.each(['32768', '1e300', '-32', '0', '4112', '100', 'Infinity', 'NaN', '', '\u001b[2J', '9'.repeat(100_000)])(
  'an input size of "%s" is refused before anything of that size is made',
  async size => {
    const model = await writeTinyModel(join(dir, 'size.onnx'), { metadata: { input_size: size } });
    expect(await refusal(model)).toContain('names an input size of "');
  },
);

test('an output of another shape, of another type or with values that are no probabilities counts as none', async () => {
  const all = [0, 1, 2, 3];
  const wrong: [string, (g: Graph, x: Value) => Value, string][] = [
    ['scalar', (g, x) => reshape(g, reduceSum(g, sigmoid(g, x), all), []), 'gives an output of [] where [1,1,32,32]'],
    ['part', (g, x) => slice(g, sigmoid(g, x), 2, 0, 8), 'gives an output of [1,1,8,32] where [1,1,32,32]'],
    ['flat', (g, x) => reshape(g, sigmoid(g, x), [1024]), 'gives an output of [1024] where [1,1,32,32]'],
    ['nan', (g, x) => div(g, sub(g, x, x), sub(g, x, x)), 'gives values that are no probabilities'],
    ['infinite', (g, x) => div(g, x, sub(g, x, x)), 'gives values that are no probabilities'],
    ['logits', (g, x) => mul(g, x, g.scalar(9)), 'gives values that are no probabilities'],
    ['half', (g, x) => castToHalf(g, sigmoid(g, x)), 'gives an output that is not of float32'],
    ['bad', (g, x) => reshape(g, add(g, x, x), [2, 512]), 'gives an output of [2,512]'],
  ];
  for (const [name, build, sentence] of wrong) {
    expect(await refusal(modelOf(`${name}.onnx`, build))).toContain(sentence);
  }
});

test('classes that no training can have are refused', async () => {
  const names = (count: number) => `background,${Array.from({ length: count }, (_, i) => `c${i}`).join(',')}`;
  for (const classes of [names(1_000), 'background,a,a', 'background,', `background,${'x'.repeat(10_000)}`]) {
    const model = await writeTinyModel(join(dir, 'classes.onnx'), { metadata: { input_size: '32', classes } });
    expect(await refusal(model)).toContain('names classes that no training can have');
  }
});

test('metadata without end are refused', async () => {
  const metadata = Object.fromEntries(Array.from({ length: 1_000 }, (_, i) => [`key ${i}`, 'x'.repeat(2_000)]));
  const model = await writeTinyModel(join(dir, 'metadata.onnx'), { metadata });
  expect(await refusal(model)).toContain('says more of itself than any model');
});

test('a constant of 8 GB ends the process that computes it, and nothing else', async () => {
  const model = modelOf('constant.onnx', (g, x) => {
    const [zeros] = g.emit('ConstantOfShape', [g.integers([2 ** 31])], [{ shape: [2 ** 31] }]);
    const one = g.emit('ReduceSum', [zeros], [{ shape: [1] }], { keepdims: 1 })[0];
    return sigmoid(g, add(g, x, reshape(g, one, [])));
  });
  expect(await refusal(model)).toContain('The inference process was ended, most likely for want of memory');
  const good = await writeTinyModel(join(dir, 'good.onnx'));
  const predictor = await openPredictor({ model: good, device: 'cpu', spawnWorker: forkWorker });
  expect(await predictor.predict(image, 'trained')).toHaveLength(1024);
  predictor.close();
});

/** A model whose one weight lies in another file: a tensor of float32 [1] with a location, and no values. */
function withWeightsIn(location: string): Uint8Array {
  const w = new BinaryWriter();
  const message = (field: number, write: () => void) => {
    w.uint32((field << 3) | 2).fork();
    write();
    w.join();
  };
  const text = (field: number, value: string) => w.uint32((field << 3) | 2).string(value);
  const number = (field: number, value: number) => w.uint32(field << 3).int64(value);
  const port = (field: number, name: string) =>
    message(field, () => {
      text(1, name);
      message(2, () => message(1, () => number(1, 1)));
    });
  number(1, 8);
  message(7, () => {
    message(1, () => {
      for (const input of ['image', 'w']) text(1, input);
      text(2, 'probability');
      text(4, 'Mul');
    });
    text(2, 'g');
    message(5, () => {
      number(1, 1);
      number(2, 1);
      text(8, 'w');
      message(13, () => {
        text(1, 'location');
        text(2, location);
      });
      number(14, 1);
    });
    port(11, 'image');
    port(12, 'probability');
  });
  message(8, () => number(2, 17));
  return w.finish();
}

test('a model that has other files read in its place is refused, wherever they lie', async () => {
  for (const location of ['/etc/passwd', '../../etc/passwd', 'weights.bin', '*/_ORT_MEM_ADDR_/*']) {
    const model = join(dir, 'external.onnx');
    writeFileSync(model, withWeightsIn(location));
    expect(await refusal(model)).toContain('keeps weights in other files');
  }
});

test('what is no ONNX is refused: cut off, of another format, nested without end', async () => {
  const whole = encodeModel(new Graph());
  const nested = Buffer.alloc(2_000_000, 0x3b); // a group in a group in a group
  const ort = Buffer.concat([Buffer.from([0x0a, 0x06, 0x78, 0x78]), Buffer.from('ORTM'), whole]);
  for (const bytes of [
    whole.subarray(0, whole.length - 3),
    nested,
    ort,
    new Uint8Array(),
    Buffer.from('PK\u0003\u0004'),
  ]) {
    const model = join(dir, 'none.onnx');
    writeFileSync(model, bytes);
    expect(await refusal(model)).toMatch(/none\.onnx is not an ONNX model; give the model\.onnx/);
  }
});
