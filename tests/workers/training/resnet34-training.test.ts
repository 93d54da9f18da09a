import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openPredictor } from '../../../src/main/jobs/predictor.ts';
import { forkWorker } from '../../../src/main/jobs/worker-host.ts';
import { readModelFacts } from '../../../src/workers/inference/model-facts.ts';
import { parameterCatalogue } from '../../../src/workers/nn/parameters.ts';
import { encodeSafetensors, type NamedTensor } from '../../../src/workers/training/safetensors.ts';
import { noise } from '../nn/golden.ts';
import { newRun } from './scripted-training.ts';

const narrow = { encoder: 'resnet34', base: 2, encoderWidth: 2, size: 32 } as const;

function writeWeights(folder: string): string {
  const tensors = parameterCatalogue(narrow)
    .filter(({ name }) => name.startsWith('encoder.'))
    .map(({ name, shape, size }, i): [string, NamedTensor] => [name.slice(8), { shape, data: noise(i, size) }]);
  const path = join(folder, 'imagenet.safetensors');
  writeFileSync(path, encodeSafetensors({ tensors: new Map(tensors), metadata: {} }));
  return path;
}

describe('a training of a network with a ResNet-34 encoder', () => {
  it('from scratch says so, is resumed, and gives a model that predicts', async () => {
    const { runDir, train, snapshot } = newRun(narrow);
    const { error, notes } = await train(undefined, { epochs: 1 });
    expect(error).toBeUndefined();
    expect(notes).toEqual([expect.stringMatching(/^No file with weights of the encoder .* trained from scratch; /)]);
    expect((await train(undefined, { epochs: 2, resume: true })).notes).toEqual([]);
    expect((await snapshot()).state.step).toBe(8);

    const model = join(runDir, 'model.onnx');
    expect(readModelFacts(readFileSync(model))?.metadata).toMatchObject({ encoder: 'resnet34', input_size: '32' });
    const predictor = await openPredictor({ model, device: 'cpu', spawnWorker: forkWorker });
    const picture = { width: 50, height: 40, data: new Uint8Array(2000).fill(99) };
    expect(await predictor.predict(picture, 'tile')).toHaveLength(2000);
    predictor.close();
  });

  it('starts from the weights of a file, and leaves the decoder as it would be', async () => {
    const { runDir, train, snapshot } = newRun(narrow);
    const path = writeWeights(runDir);
    // At a rate of almost nothing the weights of the file are still there after an epoch.
    const { error, notes } = await train(undefined, { epochs: 1, lr: 1e-9, encoderWeights: path });
    expect([error, notes]).toEqual([undefined, [`The encoder starts from the weights in ${path}.`]]);
    const { state } = await snapshot();
    const trainable = parameterCatalogue(narrow).filter(({ kind }) => kind === 'trainable');
    const last = trainable.find(({ name }) => name === 'encoder.layer4.2.conv2.weight')!;
    const encoder = parameterCatalogue(narrow).filter(({ name }) => name.startsWith('encoder.'));
    const number = encoder.findIndex(({ name }) => name === last.name);
    noise(number, 3).forEach((value, i) => {
      expect(state.params[last.offset + i]).toBeCloseTo(value, 5);
    });
  });

  it('with weights that do not fit ends before it begins', async () => {
    const { runDir, train } = newRun({ ...narrow, encoderWidth: 4 });
    const { error, steps } = await train(undefined, { encoderWeights: writeWeights(runDir) });
    expect(error?.message).toMatch(
      /imagenet\.safetensors does not fit the encoder resnet34, for its conv1\.weight is /,
    );
    expect(steps).toEqual([]);
  });
});
