import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readMask } from '../../src/main/images/masks.ts';
import { openProject } from '../../src/main/project/open-project.ts';
import { createProject } from '../../src/main/project/project-file.ts';
import { temporaryFolder, writePicture } from '../helpers/pictures.ts';
import { studio } from '../helpers/studio.ts';
import { writeTinyModel } from '../helpers/tiny-model.ts';

describe('studio pre-label', () => {
  const folder = temporaryFolder();
  const project = join(folder, 'p');
  const model = join(folder, 'model.onnx');
  const documentOf = async (name: string) =>
    JSON.parse(await readFile(join(project, 'data/dl_train/labels', `${name}.json`), 'utf8'));

  beforeAll(async () => {
    await writeTinyModel(model);
    await createProject(project, 'Test');
    const images = join(project, 'data/dl_train/images');
    // A dark bar across a light ground.
    for (const name of ['a.png', 'b.png']) {
      await writePicture(join(images, name), 64, 48, i => (Math.abs(Math.floor(i / 64) - 20) < 2 ? 20 : 200));
    }
    await writePicture(join(images, 'done.png'), 64, 48, () => 20);
    const open = await openProject(project);
    await open.labels.edit('done.png', 0, [{ kind: 'set-state', state: 'verified' }]);
    await open.close();
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('labels every unlabelled image with what the model finds, and leaves it unlabelled', async () => {
    const { stdout, exitCode } = await studio(['pre-label', project, model, '--mode', 'tile']);
    expect([stdout, exitCode]).toEqual(['2 labels in 2 images, to be looked at in Label.', 0]);
    for (const name of ['a.png', 'b.png']) {
      const { state, labels } = await documentOf(name);
      expect(state).toBe('unlabelled');
      expect(labels).toMatchObject([{ shape: 'polyline', class: 'crack', source: 'predicted' }]);
      expect(labels[0].confidence).toBeGreaterThan(0.95);
      expect(labels[0].width).toBeCloseTo(3, 0);
    }
    expect((await documentOf('done.png')).labels).toEqual([]);
  });

  it('says which of them would teach the model most, for the list to be sorted by', async () => {
    const { stdout } = await studio(['--json', 'images', project, '--sort', 'teaches most']);
    const names = stdout.split('\n').flatMap(line => JSON.parse(line).image ?? []);
    expect(names.toSorted()).toEqual(['a.png', 'b.png', 'done.png']);
    expect(names.at(-1)).toBe('done.png');
  });

  it('draws no mask of what nobody has looked at', async () => {
    const { data } = await readMask(join(project, 'data/dl_train/masks/a.png'));
    expect(data.every(value => value === 0)).toBe(true);
  });

  it('puts new labels in the place of the old ones, of the images that are named', async () => {
    const before = await documentOf('a.png');
    const args = ['--json', 'pre-label', project, model, '--mode', 'tile', '--images', 'a.png', 'gone.png'];
    const { stdout, stderr, exitCode } = await studio(args);
    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ images: 1, labels: 1 });
    expect(stderr).toContain('gone.png');
    const after = await documentOf('a.png');
    expect(after.labels).toHaveLength(1);
    expect(after.labels[0].id).not.toBe(before.labels[0].id);
  });
});
