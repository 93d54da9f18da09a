import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { writePicture } from '../../helpers/pictures.ts';
import { makeTrainingProject, startTestStudio, type TestStudio } from '../../helpers/test-studio.ts';

const studios: TestStudio[] = [];
afterEach(() => {
  for (const studio of studios.splice(0)) studio.close();
});

/** A project with 16 pictures of 32 px, of which the even ones have three rows of crack. */
async function startStudio() {
  const studio = startTestStudio();
  studios.push(studio);
  const folder = await makeTrainingProject(studio, { size: 32 }, { split: false });
  const names = (list: string) =>
    readFileSync(join(folder, 'data/dl_train/splits', list), 'utf8')
      .trim()
      .split('\n');
  return { ...studio, folder, names };
}

async function trainOnlyVerified({ call }: TestStudio) {
  const { open } = await call('project.current', {});
  if (open) await call('project.update', { settings: { ...open.project.settings, trainUnverified: false } });
}

const choices = { valRatio: 0.25, minValPos: 1, seed: 7 };

describe('the summary of the data', () => {
  it('counts images, cracks and their pixels', async () => {
    const { call } = await startStudio();
    const summary = await call('dataset.summary', {});
    expect(summary).toMatchObject({ images: 16, eligible: 16, positives: 8, pixels: 16 * 32 * 32, split: null });
    expect(summary.states).toEqual({ unlabelled: 16, 'in progress': 0, verified: 0 });
    expect(summary.crackPixels).toBe(8 * 3 * 32);
  });

  it('counts a mask again that has changed', async () => {
    const { call, folder } = await startStudio();
    const before = await call('dataset.summary', {});
    await writePicture(join(folder, 'data/dl_train/masks/01.png'), 32, 32, () => 255);
    const after = await call('dataset.summary', {});
    expect(after.positives).toBe(9);
    expect(after.crackPixels - before.crackPixels).toBe(32 * 32);
  });
});

describe('frames that teach little', () => {
  it('are listed among those that may train, and again when an image has changed', async () => {
    const studio = await startStudio();
    const { call, folder } = studio;
    const image = (name: string) => join(folder, 'data/dl_train/images', name);
    expect(await call('dataset.likeness', {})).toEqual({ blurred: [], duplicates: [] });
    copyFileSync(image('03.png'), image('99.png'));
    expect((await call('dataset.likeness', {})).duplicates).toEqual([{ name: '99.png', of: '03.png' }]);
    await writePicture(image('99.png'), 32, 32, () => 9);
    expect((await call('dataset.likeness', {})).duplicates).toEqual([]);
    copyFileSync(image('03.png'), image('99.png'));
    await trainOnlyVerified(studio);
    expect((await call('dataset.likeness', {})).duplicates).toEqual([]);
  });
});

describe('preparing the data', () => {
  it('deals them as asked, remembers how, and notices what comes later', async () => {
    const { call, folder, names } = await startStudio();
    const { split } = await call('dataset.prepare', { ...choices, group: 'file' });
    expect(split).toMatchObject({ train: { images: 12, positives: 6 }, val: { images: 4, positives: 2 }, changed: 0 });
    expect(split?.record).toMatchObject({ ...choices, group: 'file' });
    expect([...names('train.txt'), ...names('val.txt')]).toHaveLength(16);
    await writePicture(join(folder, 'data/dl_train/images/new.png'), 32, 32, () => 9);
    rmSync(join(folder, 'data/dl_train/images/00.png'));
    expect((await call('dataset.summary', {})).split?.changed).toBe(2);
  });

  it('does not speak for lists that another program has written since', async () => {
    const { call, folder, names } = await startStudio();
    await call('dataset.prepare', choices);
    expect((await call('dataset.summary', {})).split?.record).toMatchObject(choices);
    const lines = names('train.txt').toReversed();
    writeFileSync(join(folder, 'data/dl_train/splits/train.txt'), lines.map(name => `${name}\n`).join(''));
    expect((await call('dataset.summary', {})).split).toMatchObject({ record: null, changed: 0 });
  });

  it('takes only what a person has verified, with the labels just drawn', async () => {
    const studio = await startStudio();
    const { call, names } = studio;
    await trainOnlyVerified(studio);
    await expect(call('dataset.prepare', choices)).rejects.toThrow('No image is verified');
    for (const image of ['00.png', '01.png', '02.png', '03.png']) {
      const { document } = await call('labels.read', { image });
      await call('labels.edit', {
        image,
        revision: document.revision,
        edits: [{ kind: 'set-state', state: 'verified' }],
      });
    }
    const summary = await call('dataset.prepare', choices);
    expect(summary).toMatchObject({ images: 16, eligible: 4, positives: 2, split: { changed: 0 } });
    expect([...names('train.txt'), ...names('val.txt')].sort()).toEqual(['00.png', '01.png', '02.png', '03.png']);
  });
});
