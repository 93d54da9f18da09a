import { readFileSync, writeFileSync } from 'node:fs';
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
import { labelPath, labelProject, maskPath, readDocument, square } from '../labels/label-project.ts';

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

describe('a studio killed while a class is renamed to and fro', () => {
  it('leaves every label with the class that the project has', { timeout: 120_000 }, async () => {
    const folder = await labelProject(IMAGES);
    const first = await openProject(folder);
    for (const image of IMAGES) await first.labels.edit(image, 0, [square('one'), square('two', 30)]);
    await first.close();
    for (let round = 0; round < 6; round++) {
      const child = execa(process.execPath, [program, folder], { reject: false });
      const last = 2 + round * 3;
      child.stdout.on('data', (chunk: Buffer) => {
        if (new RegExp(`ok (${last}|${last + 1})\n`).test(String(chunk)))
          setTimeout(() => child.kill('SIGKILL'), round * 3);
      });
      expect((await child).signal).toBe('SIGKILL');
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
});
