import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { exitError, forkWorker, type SpawnWorker } from '../../../src/main/jobs/worker-host.ts';
import { type TrainModelEvent, trainModel } from '../../../src/main/training/train-model.ts';
import { trainingConfigSchema } from '../../../src/shared/schemas/training.ts';
import { makeTrainingFolder } from '../../helpers/training-folder.ts';

const dir = mkdtempSync(join(tmpdir(), 'studio-'));
afterAll(() => rmSync(dir, { recursive: true }));

describe('a worker that ends', () => {
  it('well is no error', () => {
    expect(exitError('training', 0, null, '')).toBeUndefined();
  });

  it('for want of memory says so by its code, for each door to say what takes less', () => {
    expect(exitError('training', null, 'SIGKILL', '')?.message).toMatch(/ended, most likely for want of memory\.$/);
    expect(exitError('inference', 134, null, 'terminate called: std::bad_alloc')?.details).toEqual({
      code: 'out-of-memory',
      worker: 'inference',
    });
  });

  it('for want of time is told so, by the signal with which it ends itself', () => {
    expect(exitError('inference', null, 'SIGXCPU', '')?.message).toMatch(/computed for longer than any model .*\.$/);
  });

  it('for any other reason is told with its last words, never a stack trace', () => {
    const stderr = 'Error: boom\n    at f (a.ts:1)\n\nNode.js v20.20.2\n';
    expect(exitError('measure', 1, null, stderr)?.message).toBe(
      'The measure process ended unexpectedly (code 1): Error: boom.',
    );
  });
});

describe('a training whose worker is killed', () => {
  it('is one sentence, and what was saved before is whole', async () => {
    const data = join(dir, 'data');
    await makeTrainingFolder(data);
    let kill = () => {};
    const spawnWorker: SpawnWorker = kind => {
      const worker = forkWorker(kind);
      kill = worker.kill;
      return worker;
    };
    const config = trainingConfigSchema.parse({ size: 32, base: 2, batch: 4, epochs: 1000, device: 'cpu', workers: 0 });
    const onEvent = (event: TrainModelEvent) => {
      if (event.kind === 'epoch' && event.metrics.epoch === 2) kill();
    };
    const signal = new AbortController().signal;
    const training = trainModel({
      dataDir: data,
      outDir: join(dir, 'models'),
      config,
      spawnWorker,
      signal,
      onEvent,
    });
    await expect(training).rejects.toThrow('The training process was ended, most likely for want of memory');
    const [run] = readdirSync(join(dir, 'models')).filter(name => /^\d{8}_/.test(name));
    expect(
      readdirSync(join(dir, 'models', run)).filter(
        name => !/^(config\.json|metrics\.jsonl|model\.onnx|unet_crack_best\.pt|state\.safetensors)$/.test(name),
      ),
    ).toEqual([]);
  });
});
