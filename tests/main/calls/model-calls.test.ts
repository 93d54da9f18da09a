import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../helpers/pictures.ts';
import { makeTrainingProject, startTestStudio, type TestStudio } from '../../helpers/test-studio.ts';
import { writeTinyModel } from '../../helpers/tiny-model.ts';

const model = { kind: 'run', run: 'tiny' } as const;
const asked = { model, threshold: 0.5, mode: 'resize', device: 'cpu' } as const;

let studio: TestStudio;
let folder: string;
beforeAll(async () => {
  studio = startTestStudio();
  folder = await makeTrainingProject(studio);
  mkdirSync(join(folder, 'dl_models/tiny'), { recursive: true });
  await writeTinyModel(join(folder, 'dl_models/tiny/model.onnx'));
});
afterAll(() => studio.close());

describe('an evaluation of a model', () => {
  it('scores the images of a split, tells how far it is, and writes its report where it is told to', async () => {
    const out = join(temporaryFolder(), 'evaluation');
    const evaluation = await studio.call('model.evaluate', { ...asked, split: 'val', out, job: 'evaluating' });
    const val = readFileSync(join(folder, 'data/dl_train/splits/val.txt'), 'utf8').trim().split('\n');
    expect(evaluation).toMatchObject({ split: 'val', mode: 'resize', images: val.length, problems: [], classes: [] });
    expect(evaluation.chosen?.pooled.f1).toBeGreaterThanOrEqual(evaluation.pooled.f1);
    const record = JSON.parse(readFileSync(join(out, 'evaluation.json'), 'utf8'));
    expect(record).toMatchObject({ images: val.length, f1: evaluation.pooled.f1, mean_dice: evaluation.meanDice });
    const told = studio.told.flatMap(event => (event.name === 'job.progress' ? [event.data] : []));
    expect(told.filter(({ job }) => job === 'evaluating').at(-1)).toMatchObject({
      done: val.length,
      total: val.length,
    });
  });

  it('is refused in one sentence for a split that is empty and a model that is not there', async () => {
    const evaluate = (choices: object) => studio.call('model.evaluate', { ...asked, split: 'val', ...choices });
    await expect(evaluate({ model: { kind: 'run', run: 'none' } })).rejects.toThrow(/none has no model: .*\.$/);
    await expect(evaluate({ data: 'relative' })).rejects.toThrow('"relative" is not the full path of a folder.');
  });
});

describe('a prediction of many pictures', () => {
  it('writes what the model sees, and says which pictures it could not read', async () => {
    const out = join(temporaryFolder(), 'seen');
    const broken = join(temporaryFolder(), 'broken.png');
    writeFileSync(broken, 'no picture');
    const images = join(folder, 'data/dl_train/images');
    const predicted = await studio.call('model.predict', { ...asked, paths: [images, broken], out });
    expect(predicted).toEqual({ images: 16, problems: [expect.stringMatching(/broken\.png: .* not a picture.*\.$/)] });
    expect(readdirSync(join(out, 'masks'))).toEqual(readdirSync(images));
    await expect(
      studio.call('model.predict', { ...asked, paths: [images], out: join(folder, 'data/dl_train') }),
    ).rejects.toThrow(/its masks\/ may be labels/);
  });

  it('ends when it is cancelled', async () => {
    const out = join(temporaryFolder(), 'seen');
    const paths = Array.from({ length: 1000 }, () => join(folder, 'data/dl_train/images/00.png'));
    const predicting = studio.call('model.predict', { ...asked, paths, out, job: 'predicting' });
    await studio.next('job.progress');
    await studio.call('job.cancel', { job: 'predicting' });
    await expect(predicting).rejects.toThrow('The job was cancelled.');
    expect(readdirSync(join(out, 'masks')).length).toBeLessThan(1000);
  });
});

describe('an export of a model', () => {
  it('never takes the place of what a training wrote', async () => {
    const out = join(folder, 'dl_models/tiny/model.onnx');
    const choices = { model, to: 'onnx', out, half: false, fold: false } as const;
    await expect(studio.call('model.export', choices)).rejects.toThrow(/would replace .*model\.onnx/);
    await expect(studio.call('model.export', { ...choices, out: 'model.onnx' })).rejects.toThrow(/not the full path/);
    expect(existsSync(out)).toBe(true);
  });
});
