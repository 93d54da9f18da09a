import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { readGray } from '../../../src/main/images/png.ts';
import { writePicture } from '../../helpers/pictures.ts';
import { makeTrainingProject, startTestStudio, type TestStudio } from '../../helpers/test-studio.ts';
import { tinyProbability, writeTinyModel } from '../../helpers/tiny-model.ts';

const studios: TestStudio[] = [];
afterEach(() => {
  for (const studio of studios.splice(0)) studio.close();
});

async function startStudio() {
  const studio = startTestStudio();
  studios.push(studio);
  const folder = await makeTrainingProject(studio);
  mkdirSync(join(folder, 'dl_models/tiny'), { recursive: true });
  await writeTinyModel(join(folder, 'dl_models/tiny/model.onnx'));
  return { ...studio, folder };
}

describe('what a model says of an image', () => {
  it('is a picture of the probabilities that the page can read', async () => {
    const { call, folder, openedFiles } = await startStudio();
    const grays = [0, 60, 100, 105, 110, 200, 255];
    await writePicture(join(folder, 'data/dl_train/images/x.png'), 32, 32, i => grays[i % 7]);
    const { url, ...facts } = await call('inspect.predict', { run: 'tiny', image: 'x.png' });
    expect(facts).toMatchObject({ width: 32, height: 32, maskUrl: null });
    expect(facts.highest).toBeCloseTo(tinyProbability(0), 5);
    const { data } = await readGray((await openedFiles.locate(url)) ?? '');
    for (const [i, value] of data.entries()) {
      expect(Math.abs(value - 255 * tinyProbability(grays[i % 7]))).toBeLessThanOrEqual(0.51);
    }
    const { maskUrl } = await call('inspect.predict', { run: 'tiny', image: '00.png' });
    expect(await openedFiles.locate(maskUrl ?? '')).toContain('00.png');
  });

  it('is refused in one sentence without a model, an image, or a plain name', async () => {
    const { call } = await startStudio();
    await expect(call('inspect.predict', { run: 'none', image: '00.png' })).rejects.toThrow('none has no model');
    await expect(call('inspect.predict', { run: 'tiny', image: 'no.png' })).rejects.toThrow(/^Cannot read .*no\.png/);
    await expect(call('inspect.predict', { run: '../tiny', image: '00.png' })).rejects.toThrow('is not the name');
    await expect(call('inspect.predict', { run: 'tiny', image: '../../studio.json' })).rejects.toThrow(
      'is not the name',
    );
  });
});
