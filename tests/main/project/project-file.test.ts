import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { createDemoProject } from '../../../src/main/project/demo-project.ts';
import { createProject, mendProject, readProject, saveProject } from '../../../src/main/project/project-file.ts';
import { recentProjects, rememberProject } from '../../../src/main/project/recent.ts';
import { migrate } from '../../../src/shared/schemas/migrate.ts';
import type { Project } from '../../../src/shared/schemas/project.ts';
import { temporaryFolder } from '../../helpers/pictures.ts';

const SAMPLE = join(import.meta.dirname, '../../../assets/sample');

let folder: string;
let file: string;
beforeEach(() => {
  folder = join(temporaryFolder(), 'p');
  file = join(folder, 'studio.json');
});

describe('studio.json', () => {
  it('comes back as it was saved', async () => {
    const project = await createProject(folder, 'Line 3');
    expect(project).toMatchObject({ version: 1, name: 'Line 3', classes: [{ name: 'crack', key: '1' }] });
    const rois: Project['settings']['rois'] = {
      'a.mp4': [
        [0, 0],
        [9, 0],
        [0, 9],
      ],
    };
    const changed = { ...project, name: 'Line 4', settings: { ...project.settings, rois } };
    await saveProject(folder, changed);
    expect(await readProject(folder)).toEqual({ project: changed, notice: null });
  });

  it('is made in a folder of the reference pipeline without touching what lies there', async () => {
    mkdirSync(join(folder, 'data/dl_train/masks'), { recursive: true });
    writeFileSync(join(folder, 'data/dl_train/masks/a.png'), 'as it was');
    await createProject(folder, 'Line 3');
    expect(readFileSync(join(folder, 'data/dl_train/masks/a.png'), 'utf8')).toBe('as it was');
  });

  it('is never made over another project', async () => {
    await createProject(folder, 'Line 3');
    await expect(createProject(folder, 'Other')).rejects.toThrow(/is a project already/);
    expect((await readProject(folder)).project.name).toBe('Line 3');
  });

  it.each([
    ['cut off', (text: string) => text.slice(0, 50)],
    ['empty', () => ''],
    ['garbage', () => '\u0000\ufffd{{{'],
    ['of another kind', () => '[1, 2]'],
  ])('%s by hand is replaced by its backup, said in one sentence, and kept aside', async (_, damage) => {
    const project = await createProject(folder, 'Line 3');
    writeFileSync(file, damage(readFileSync(file, 'utf8')));
    const read = await readProject(folder);
    expect(read.project).toEqual(project);
    expect(read.notice).toMatch(/^.*studio\.json was damaged, so its backup of .* is used: [^.]*\.$/);
    const damaged = readFileSync(file);
    await mendProject(folder, read.project);
    expect(await readProject(folder)).toEqual({ project, notice: null });
    const [kept] = readdirSync(join(folder, '.studio/backups/damaged'));
    expect(readFileSync(join(folder, '.studio/backups/damaged', kept))).toEqual(damaged);
  });

  it('that was edited well by hand is taken, left as it is, and becomes the backup', async () => {
    const project = await createProject(folder, 'Line 3');
    const own = JSON.stringify({ ...project, name: 'By hand', note: 'kept' });
    writeFileSync(file, own);
    const { project: read } = await readProject(folder);
    expect(read).toMatchObject({ name: 'By hand', note: 'kept' });
    await mendProject(folder, read);
    expect(readFileSync(file, 'utf8')).toBe(own);
    rmSync(file);
    expect((await readProject(folder)).project).toMatchObject({ name: 'By hand', note: 'kept' });
  });

  it('of a newer program is refused in one sentence, whatever the backup says', async () => {
    const project = await createProject(folder, 'Line 3');
    const newer = JSON.stringify({ ...project, version: 2, wonderful: true });
    writeFileSync(file, newer);
    await expect(readProject(folder)).rejects.toThrow(
      /^Cannot open .*studio\.json: a newer Crack Studio .*format 2.*; update this program\.$/,
    );
    expect(readFileSync(file, 'utf8')).toBe(newer);
  });

  it('damaged without a backup, or missing, is an error that names the folder', async () => {
    await createProject(folder, 'Line 3');
    rmSync(join(folder, '.studio'), { recursive: true });
    writeFileSync(file, '{');
    await expect(readProject(folder)).rejects.toThrow(/studio\.json is damaged and there is no backup/);
    rmSync(file);
    await expect(readProject(folder)).rejects.toThrow(/p is not a project/);
    expect(existsSync(join(folder, '.studio'))).toBe(false);
  });
});

describe('an older format', () => {
  const migrations = {
    current: 3,
    steps: {
      1: (document: Record<string, unknown>) => ({ ...document, second: true }),
      2: ({ second, ...rest }: Record<string, unknown>) => ({ ...rest, third: second }),
    },
  };

  it('is brought to the newest step by step', () => {
    expect(migrate({ version: 1, a: 1 }, migrations, 'x')).toEqual({ version: 3, a: 1, third: true });
    expect(migrate({ version: 2, second: 5 }, migrations, 'x')).toEqual({ version: 3, third: 5 });
    expect(migrate({ version: 3, a: 1 }, migrations, 'x')).toEqual({ version: 3, a: 1 });
  });

  it('that nobody knows, or none at all, is an error', () => {
    expect(() => migrate({ version: 4 }, migrations, 'x.json')).toThrow(
      /x\.json: a newer .*format 4, this one knows 3/,
    );
    expect(() => migrate({ a: 1 }, migrations, 'x')).toThrow();
    expect(() => migrate({ version: 1 }, { current: 2, steps: {} }, 'x')).toThrow(/no step/);
  });
});

describe('the recent projects', () => {
  it('are listed newest first, each once, with whether they are there', async () => {
    const list = join(folder, 'config/recent.json');
    await createProject(folder, 'One');
    for (const name of ['gone', 'p', 'gone']) await rememberProject({ folder: join(folder, '..', name), name }, list);
    expect((await recentProjects(list)).map(({ name, exists }) => [name, exists])).toEqual([
      ['gone', false],
      ['p', true],
    ]);
    writeFileSync(list, 'garbage');
    expect(await recentProjects(list)).toEqual([]);
  });
});

describe('the demo project', () => {
  it('is not made over another project', async () => {
    await createProject(folder, 'Line 3');
    await expect(createDemoProject(folder, SAMPLE)).rejects.toThrow(/is a project already/);
    expect(existsSync(join(folder, 'videos'))).toBe(false);
  });

  it('brings the video with its licence, class and ROI', async () => {
    const project = await createDemoProject(folder, SAMPLE);
    expect(readdirSync(join(folder, 'videos')).sort()).toEqual([
      'ATTRIBUTION.md',
      'LICENSE.CC-BY-SA-4.0.txt',
      'ball-screw.mp4',
    ]);
    expect(project.classes.map(({ name }) => name)).toEqual(['pitting']);
    expect((await readProject(folder)).project.settings.rois['ball-screw.mp4']).toHaveLength(4);
  });
});
