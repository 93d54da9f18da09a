import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterEach, describe, expect, it } from 'vitest';
import { readMask } from '../../../src/main/images/masks.ts';
import { openProject } from '../../../src/main/project/open-project.ts';
import type { ClassChange } from '../../../src/shared/labels/class-changes.ts';
import type { LabelEdit } from '../../../src/shared/labels/label-edits.ts';
import { writePicture } from '../../helpers/pictures.ts';
import { buildProgram } from '../../helpers/program.ts';
import { startTestStudio, type TestStudio } from '../../helpers/test-studio.ts';
import { SIZE } from '../../shared/labels/random-edits.ts';
import { imagePath, labelPath, labelProject, maskPath, readDocument, square } from '../labels/label-project.ts';

const IMAGES = ['a.png', 'b.png', 'c.png'];
const program = await buildProgram(join(import.meta.dirname, 'bulk-until-killed.ts'));

const studios: TestStudio[] = [];
afterEach(() => {
  for (const studio of studios.splice(0)) studio.close();
});

/** A studio with a project of the classes crack and pitting: two images have a label of each, the second is verified. */
async function labelled() {
  const folder = await labelProject(IMAGES);
  const studio = startTestStudio();
  studios.push(studio);
  await studio.call('project.open', { folder });
  for (const image of ['a.png', 'b.png']) {
    const edits: LabelEdit[] = [square('one'), square('two', 30), { kind: 'set-class', id: 'two', class: 'pitting' }];
    if (image === 'b.png') edits.push({ kind: 'set-state', state: 'verified' });
    await studio.call('labels.edit', { image, revision: 0, edits });
  }
  return { ...studio, folder };
}

type Call = TestStudio['call'];

const change = (call: Call, changed: ClassChange) => call('bulk.classes', { change: changed });
const classesOf = async (call: Call) =>
  (await call('project.current', {})).open?.project.classes.map(({ name }) => name);
async function classesIn(call: Call, image: string) {
  const { document } = await call('labels.read', { image });
  return document.labels.map(label => `${label.id} ${label.class}`).sort();
}

describe('a class', () => {
  it('is renamed with its labels in every image, in one step that is undone, after a restart, too', async () => {
    const { call, told, folder } = await labelled();
    await change(call, { kind: 'recolour', name: 'crack', colour: '#010203' });
    const done = await change(call, { kind: 'rename', name: 'crack', to: 'fissure' });
    expect(done).toMatchObject({ what: 'Class crack renamed to fissure', images: 2, left: [] });
    expect(told.some(({ name }) => name === 'bulk.changed')).toBe(true);
    expect(await classesOf(call)).toEqual(['fissure', 'pitting']);
    expect(await classesIn(call, 'b.png')).toEqual(['one fissure', 'two pitting']);
    expect((await call('labels.list', {})).images).toMatchObject([
      { classes: { fissure: 1, pitting: 1 }, crackPx: 200, state: 'unlabelled' },
      { classes: { fissure: 1, pitting: 1 }, state: 'verified' },
      { classes: {}, labels: 0 },
    ]);
    await call('project.close', {});
    expect(JSON.parse(readFileSync(join(folder, 'studio.json'), 'utf8')).classes[0]).toMatchObject({
      name: 'fissure',
      colour: '#010203',
    });
    expect(
      readDocument(folder, 'a.png')
        .labels.map(label => label.class)
        .sort(),
    ).toEqual(['fissure', 'pitting']);
    await call('project.open', { folder });
    expect((await call('bulk.last', {})).last).toMatchObject({ id: done.id });
    expect(await call('bulk.undo', {})).toMatchObject({ what: done.what, images: 2, left: [] });
    expect(await classesOf(call)).toEqual(['crack', 'pitting']);
    expect(await classesIn(call, 'a.png')).toEqual(['one crack', 'two pitting']);
    await call('bulk.undo', {});
    await expect(call('bulk.undo', {})).rejects.toThrow(/nothing .* could be undone/);
  });

  it('in use vanishes only when it is said what becomes of its labels', async () => {
    const { call, folder } = await labelled();
    const refusal = /^The class crack has 2 labels in 2 images/;
    await expect(change(call, { kind: 'delete', name: 'crack', withLabels: false })).rejects.toThrow(refusal);
    const { project } = (await call('project.current', {})).open!;
    await expect(call('project.update', { classes: project.classes.slice(1) })).rejects.toThrow(/cannot vanish unseen/);
    expect((await call('bulk.last', {})).last).toBe(null);
    await change(call, { kind: 'delete', name: 'crack', withLabels: true });
    await call('labels.flush', {});
    const { data } = await readMask(maskPath(folder, 'a.png'));
    expect([data[8 * SIZE + 8], data[33 * SIZE + 33]]).toEqual([0, 255]);
    await expect(change(call, { kind: 'delete', name: 'pitting', withLabels: true })).rejects.toThrow(/at least one/);
    await call('bulk.undo', {});
    await call('labels.flush', {});
    expect((await readMask(maskPath(folder, 'a.png'))).data[8 * SIZE + 8]).toBe(255);
    await change(call, { kind: 'merge', name: 'crack', into: 'pitting' });
    expect(await classesIn(call, 'b.png')).toEqual(['one pitting', 'two pitting']);
    await call('bulk.undo', {});
    expect(await classesIn(call, 'b.png')).toEqual(['one crack', 'two pitting']);
  });

  it('that masks of another tool count as goes with what they show', async () => {
    const { call, folder } = await labelled();
    await call('labels.flush', {});
    await writePicture(maskPath(folder, 'c.png'), SIZE, SIZE, (x: number) => (x < 9 ? 255 : 0));
    await change(call, { kind: 'delete', name: 'crack', withLabels: true });
    expect(await classesIn(call, 'c.png')).toEqual([]);
    await call('bulk.undo', {});
    expect(await classesIn(call, 'c.png')).toEqual(['mask crack']);
  });
});

describe('many images', () => {
  it('are verified or given another class in one step; what was worked on since stays', async () => {
    const { call } = await labelled();
    await expect(call('bulk.edit', { images: ['a.png', 'gone.png'], edit: { kind: 'verify' } })).rejects.toThrow(
      /gone/,
    );
    const verified = await call('bulk.edit', { images: IMAGES, edit: { kind: 'verify' } });
    expect(verified).toMatchObject({ what: '2 images verified', images: 2 });
    const changed = await call('bulk.edit', {
      images: ['a.png', 'b.png'],
      edit: { kind: 'set-class', class: 'crack', from: 'pitting' },
    });
    expect(changed.images).toBe(2);
    const { document } = await call('labels.read', { image: 'a.png' });
    await call('labels.edit', { image: 'a.png', revision: document.revision, edits: [{ kind: 'remove', id: 'two' }] });
    expect(await call('bulk.undo', { id: changed.id! })).toMatchObject({ images: 1, left: ['a.png'] });
    expect(await classesIn(call, 'b.png')).toEqual(['one crack', 'two pitting']);
    await call('bulk.undo', { id: verified.id! });
    const { images } = await call('labels.list', {});
    expect(images.map(({ state }) => state)).toEqual(['unlabelled', 'verified', 'unlabelled']);
  });

  it('whose labels are damaged are left alone, and said so', async () => {
    const { call, folder } = await labelled();
    await call('labels.flush', {});
    for (const path of [labelPath(folder, 'a.png'), join(folder, '.studio/backups/labels/a.png.json')])
      writeFileSync(path, '{');
    const done = await change(call, { kind: 'rename', name: 'pitting', to: 'hole' });
    expect(done).toMatchObject({ images: 1, left: ['a.png'] });
  });
});

const trainingFiles = (folder: string, name: string) => [
  imagePath(folder, name),
  maskPath(folder, name),
  labelPath(folder, name),
  join(folder, '.studio/backups/labels', `${name}.json`),
];
const listPath = (folder: string, list: string) => join(folder, 'data/dl_train/splits', `${list}.txt`);
const linesOf = (folder: string, list: string) =>
  readFileSync(listPath(folder, list), 'utf8').split('\n').filter(Boolean);

describe('training images', () => {
  it('are removed with all that is known of them, and come back whole, after a restart, too', async () => {
    const { call, folder } = await labelled();
    const { project } = (await call('project.current', {})).open!;
    await call('project.update', { settings: { ...project.settings, trainUnverified: true } });
    await call('dataset.prepare', { valRatio: 0.5, minValPos: 1, seed: 42 });
    const sides = ['train', 'val'].map(list => readFileSync(listPath(folder, list), 'utf8'));
    const before = trainingFiles(folder, 'b.png').map(path => readFileSync(path));
    await expect(call('bulk.remove', { images: ['b.png', 'gone.png'] })).rejects.toThrow(/no image gone\.png/);
    const done = await call('bulk.remove', { images: ['b.png'] });
    expect(done).toMatchObject({ what: '1 image removed', images: 1 });
    expect((await call('labels.list', {})).images.map(({ name }) => name)).toEqual(['a.png', 'c.png']);
    expect(trainingFiles(folder, 'b.png').filter(existsSync)).toEqual([]);
    expect([...linesOf(folder, 'train'), ...linesOf(folder, 'val')].sort()).toEqual(['a.png', 'c.png']);
    expect((await call('dataset.summary', {})).split).toMatchObject({ changed: 0, record: { valRatio: 0.5 } });
    await expect(call('labels.edit', { image: 'b.png', revision: 1, edits: [square('x')] })).rejects.toThrow(/b\.png/);
    await change(call, { kind: 'merge', name: 'pitting', into: 'crack' });
    await call('project.close', {});
    await call('project.open', { folder });
    expect(await call('bulk.undo', { id: done.id! })).toMatchObject({ images: 1, left: [] });
    expect(trainingFiles(folder, 'b.png').map(path => readFileSync(path))).toEqual(before);
    expect(['train', 'val'].map(list => readFileSync(listPath(folder, list), 'utf8'))).toEqual(sides);
    expect((await call('dataset.summary', {})).split).toMatchObject({ changed: 0, record: { valRatio: 0.5 } });
    // A label's class comes back with it.
    expect(await classesOf(call)).toEqual(['crack', 'pitting']);
    await expect(call('bulk.undo', { id: done.id! })).rejects.toThrow(/taken back already/);
  });

  it('do not come back over an image that has their name now', async () => {
    const { call, folder } = await labelled();
    const { id } = await call('bulk.remove', { images: ['c.png'] });
    await writePicture(imagePath(folder, 'c.png'), SIZE, SIZE, () => 7);
    await expect(call('bulk.undo', { id: id! })).rejects.toThrow(/another image has its name now/);
    rmSync(imagePath(folder, 'c.png'));
    await call('bulk.undo', { id: id! });
    expect(existsSync(imagePath(folder, 'c.png'))).toBe(true);
  });

  it.skipIf(process.platform === 'win32' || process.getuid?.() === 0)('all stay when one cannot be moved', async () => {
    const { call, folder } = await labelled();
    await call('labels.flush', {});
    chmodSync(join(folder, 'data/dl_train/masks'), 0o500);
    await expect(call('bulk.remove', { images: ['a.png'] })).rejects.toThrow(/^Cannot write /);
    chmodSync(join(folder, 'data/dl_train/masks'), 0o700);
    expect(trainingFiles(folder, 'a.png').every(existsSync)).toBe(true);
  });
});

/** Kills the program after some of its steps, at another moment of the next each round. */
async function killedAmid(folder: string, what: string, round: number): Promise<void> {
  const child = execa(process.execPath, [program, folder, what], { reject: false, buffer: false });
  let steps = 0;
  child.stdout.on('data', (chunk: Buffer) => {
    steps += String(chunk).split('ok').length - 1;
    if (steps > round) setTimeout(() => child.kill('SIGKILL'), 3 * round);
  });
  expect((await child).signal).toBe('SIGKILL');
}

describe('a studio that is killed', () => {
  it('while a class is renamed leaves every label with the class that the project has', async () => {
    const folder = await labelProject(IMAGES);
    const first = await openProject(folder);
    for (const image of IMAGES) await first.labels.edit(image, 0, [square('one'), square('two', 30)]);
    await first.close();
    for (let round = 0; round < 6; round++) {
      await killedAmid(folder, 'classes', round);
      const { labels, notices, project, close } = await openProject(folder);
      expect(notices).toEqual([]);
      const names = project.classes.map(({ name }) => name);
      expect([
        ['crack', 'pitting'],
        ['fissure', 'pitting'],
      ]).toContainEqual(names);
      for (const image of IMAGES) {
        const { document } = await labels.read(image);
        expect(document.labels.map(label => label.class)).toEqual([names[0], names[0]]);
      }
      await close();
    }
  });

  it('while images are removed or brought back leaves all of them or none, and in the split or not', async () => {
    const folder = await labelProject(IMAGES);
    const first = await openProject(folder);
    for (const image of IMAGES) await first.labels.edit(image, 0, [square('one')]);
    await first.close();
    mkdirSync(join(folder, 'data/dl_train/splits'));
    writeFileSync(listPath(folder, 'train'), 'b.png\nc.png\n');
    writeFileSync(listPath(folder, 'val'), 'a.png\n');
    const files = trainingFiles(folder, 'a.png').concat(trainingFiles(folder, 'b.png'));
    const before = files.map(path => readFileSync(path, 'utf8'));
    for (let round = 0; round < 8; round++) {
      await killedAmid(folder, 'images', round);
      const { notices, close } = await openProject(folder);
      expect(notices).toEqual([]);
      const there = files.filter(existsSync);
      expect([0, files.length]).toContain(there.length);
      const isThere = there.length > 0;
      expect(there.map(path => readFileSync(path, 'utf8'))).toEqual(isThere ? before : []);
      expect(linesOf(folder, 'train')).toEqual(isThere ? ['b.png', 'c.png'] : ['c.png']);
      expect(linesOf(folder, 'val')).toEqual(isThere ? ['a.png'] : []);
      await close();
    }
  });
});
