import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createProject } from '../../src/main/project/project-file.ts';
import { temporaryFolder, writePicture } from '../helpers/pictures.ts';
import { studio } from '../helpers/studio.ts';
import { writeTinyModel } from '../helpers/tiny-model.ts';

const root = temporaryFolder();
const project = join(root, 'project');
const at = (...path: string[]) => join(project, 'data/dl_train', ...path);
const stripes = (seed: number) => (i: number) => 60 + ((((i % 48) >> 3) * seed * 13 + (i >> 9) * seed * 7) % 160);
const line = (row: number) => (i: number) => (Math.floor(i / 48) === row ? 255 : 0);

beforeAll(async () => {
  await createProject(project, 'Line 3');
  for (const [i, name] of ['a.png', 'b.png', 'c.png', 'd.png'].entries()) {
    await writePicture(at('images', name), 48, 32, stripes(i + 2));
    await writePicture(at('masks', name), 48, 32, line(10));
  }
  copyFileSync(at('images/a.png'), at('images/z.png'));
  await writePicture(at('masks/z.png'), 48, 32, line(25));
  await writePicture(at('images/e.png'), 48, 32, () => 2);
  mkdirSync(at('labels'));
  const labels = [
    {
      id: 'x',
      shape: 'polygon',
      class: 'crack',
      points: [
        [1, 3.6],
        [9, 3.6],
        [9, 4.4],
      ],
    },
  ];
  const document = {
    version: 1,
    image: 'e.png',
    width: 48,
    height: 32,
    revision: 1,
    state: 'verified',
    labels,
    changed: null,
  };
  writeFileSync(at('labels/e.png.json'), JSON.stringify(document));
});
afterAll(() => rmSync(root, { recursive: true }));

describe('studio check', () => {
  test('lists what could spoil a training, the most suspicious first, and how much there is of each class', async () => {
    const { stdout, exitCode } = await studio(['check', project]);
    expect(exitCode).toBe(0);
    expect(stdout.split('\n').slice(0, 4)).toEqual([
      '6 images, 3 findings, the most suspicious first:',
      '- z.png is the same picture as a.png, but its labels are not.',
      '- polygon 1 of e.png covers no pixel.',
      '- e.png shows little: 100 % of it is nearly black.',
    ]);
    expect(stdout).toMatch(/crack │ 6 +│ 6 +│ 240/);
  });

  test('with --against names where another annotator sees it otherwise; with --json prints a finding a line', async () => {
    const other = join(root, 'other');
    mkdirSync(join(other, 'masks'), { recursive: true });
    copyFileSync(at('masks/a.png'), join(other, 'masks/a.png'));
    await writePicture(join(other, 'masks/b.png'), 48, 32, line(20));
    const { stdout } = await studio(['--json', 'check', project, '--against', other]);
    const lines = stdout
      .trim()
      .split('\n')
      .map(line => JSON.parse(line));
    expect(lines.filter(({ kind }) => kind === 'annotators-disagree')).toMatchObject([
      { image: 'b.png', text: expect.stringContaining('sees 48 px of crack in b.png'), suspicion: 0.9 },
    ]);
    expect(lines.at(-1)).toMatchObject({ images: 6, findings: 4 });
  });

  test('with --model names the images where it disagrees with the labels', async () => {
    const model = join(root, 'model.onnx');
    await writeTinyModel(model);
    const { stdout } = await studio(['--json', 'check', project, '--model', model]);
    const named = stdout
      .trim()
      .split('\n')
      .map(line => JSON.parse(line))
      .filter(({ kind }) => kind === 'model-disagrees');
    expect(named.length).toBeGreaterThan(0);
    expect(named[0].text).toMatch(/^The model sees \d+ px of crack in [a-z]\.png that no label has/);
  });

  test('checks a folder of images and masks that is no project, too', async () => {
    const { stdout } = await studio(['check', at()]);
    expect(stdout).toContain('- z.png is the same picture as a.png, but its labels are not.');
    expect(stdout).toMatch(/crack │ 5 +│ 5 +│ 240/);
  });

  test('says in one sentence what it cannot check', async () => {
    const nowhere = await studio(['check', join(root, 'nowhere')]);
    expect(nowhere).toMatchObject({ exitCode: 1, stdout: '' });
    const bad = await studio(['check', project, '--against', root]);
    expect(bad.stderr).toMatch(/is neither a project nor a folder with masks\/: check the path\.$/);
  });
});
