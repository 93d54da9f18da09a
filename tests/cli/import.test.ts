import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { beforeAll, describe, expect, it } from 'vitest';
import { readMask } from '../../src/main/images/masks.ts';
import { temporaryFolder, writePicture } from '../helpers/pictures.ts';
import { studio } from '../helpers/studio.ts';

const bytes = (value: unknown) => new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value));
const SIZE = { width: 20, height: 12 };

/** Labels as CVAT exports them as COCO: `a` has a crack and rust, of `b` nothing is said. */
function coco(file = (name: string) => name) {
  const shape = (id: number, category_id: number, segmentation: number[][]) => ({
    ...{ id, image_id: 1, category_id, segmentation, iscrowd: 0, area: 18, bbox: [2, 2, 6, 3] },
  });
  return {
    images: ['a', 'b'].map((name, i) => ({ id: i + 1, file_name: file(`${name}.jpg`), ...SIZE })),
    categories: [
      { id: 1, name: 'crack' },
      { id: 2, name: 'rust' },
    ],
    annotations: [shape(1, 1, [[2, 2, 8, 2, 8, 5, 2, 5]]), shape(2, 2, [[10, 2, 16, 2, 16, 5, 10, 5]])],
  };
}

let dir: string;
let pictures: string;
let source: string;

beforeAll(async () => {
  dir = temporaryFolder();
  pictures = join(dir, 'pictures');
  source = join(dir, 'task.zip');
  for (const name of ['a', 'b']) await writePicture(join(pictures, `${name}.png`), SIZE.width, SIZE.height, () => 90);
  writeFileSync(source, zipSync({ 'annotations/instances_default.json': bytes(coco()) }));
});

describe('studio import', () => {
  it('leaves out masks with soft edges, says what to do, and cuts them at half if asked', async () => {
    const soft = join(dir, 'soft');
    await writePicture(join(soft, 'images/a.png'), SIZE.width, SIZE.height, () => 90);
    const ramp = (i: number) => Math.round((255 * (i % SIZE.width)) / (SIZE.width - 1));
    await writePicture(join(soft, 'masks/a.png'), SIZE.width, SIZE.height, ramp);
    const skipped = await studio(['import', soft, '--into', join(dir, 'soft-skipped')]);
    expect(skipped.stdout).toMatch(/^skipped 1: masks with soft edges/m);
    expect(skipped.exitCode).toBe(1);
    expect(skipped.stderr).toMatch(
      /^error: Nothing was imported from .*: masks with soft edges.*: cut them with --soft half/,
    );
    const cut = await studio(['import', soft, '--into', join(dir, 'soft-cut'), '--soft', 'half']);
    expect(cut.stdout).toMatch(/^labels: 1 brush crack$/m);
    const mask = await readMask(join(dir, 'soft-cut/data/dl_train/masks/a.png'));
    expect([...mask.data.subarray(0, SIZE.width)].map(Boolean)).toEqual(
      Array.from({ length: SIZE.width }, (_, x) => ramp(x) >= 128),
    );
  });

  it.each([
    [
      '33-size-double',
      'images whose labels were made for another size, such as x.jpg: 80x60 px for an image of 40x30 px',
    ],
    ['30-mask-inv', 'such as masks/x.png: 81 % are crack: turn all masks over with --invert'],
    [
      '06-labelstudio-coco-local-files/result.json',
      'there is no picture, such as .*: name the folder of the pictures with --images',
    ],
  ])('of %s from which nothing comes fails, with the true cause last, and writes nothing', async (name, cause) => {
    const project = join(dir, 'nothing');
    const fixture = join(import.meta.dirname, '../fixtures/interchange', name);
    const { exitCode, stderr } = await studio(['import', fixture, '--into', project]);
    expect(exitCode).toBe(1);
    expect(stderr.split('\n').at(-1)).toMatch(new RegExp(`^error: Nothing was imported from .*${cause}`));
    expect(existsSync(project)).toBe(false);
  });

  it('turns masks over where that is asked for', async () => {
    const fixture = join(import.meta.dirname, '../fixtures/interchange/30-mask-inv');
    const { stdout } = await studio(['import', fixture, '--into', join(dir, 'inverted'), '--invert']);
    expect(stdout).toMatch(/^pixels of crack: 230 by the rule of the other tool, 230 here$/m);
  });

  it('makes a project of labels and pictures, says what came of them, and takes it all back', async () => {
    const project = join(dir, 'bridge');
    const args = ['import', source, '--images', pictures, '--into', project, '--class', 'rust='];
    const dry = await studio([...args, '--dry-run']);
    expect(dry.stdout).toMatch(/^images: 2 in the source, 0 matched, 2 new, 0 not found$/m);
    expect(dry.stdout).toMatch(/^to be imported: 1 with labels, /m);
    expect(dry.stdout).toMatch(/Nothing is written yet\.$/);
    expect(existsSync(project)).toBe(false);

    const { stdout, stderr, exitCode } = await studio([...args, '--json']);
    expect({ exitCode, stderr }).toEqual({
      exitCode: 0,
      stderr: 'Images of which the source says nothing stay unlabelled; --missing empty takes them for free of cracks.',
    });
    const report = JSON.parse(stdout);
    expect(report).toMatchObject({
      format: 'coco',
      images: { there: 2, added: 2, labelled: 1, unlabelled: 1 },
      labels: [{ class: 'crack', count: 1 }],
      notes: [{ code: 'class-skipped', count: 1, examples: ['a.jpg: rust'] }],
    });
    expect(readdirSync(join(project, 'data/dl_train/images')).sort()).toEqual(['a.png', 'b.png']);
    const mask = await readMask(join(project, 'data/dl_train/masks/a.png'));
    expect(mask.data.filter(value => value === 255)).toHaveLength(18);
    const kept = JSON.parse(readFileSync(join(project, '.studio/imports', report.id, 'report.json'), 'utf8'));
    expect(kept).toEqual(report);

    const undone = await studio(['import', '--undo', '--into', project]);
    expect(undone.stdout).toBe(`The import of ${source} is taken back: 0 images as before, 2 removed, 0 kept.`);
    expect(readdirSync(join(project, 'data/dl_train/images'))).toEqual([]);
  });

  it.each([
    ['a source that is not there', ['nothing.zip'], 1, /^error: Cannot read nothing\.zip: it does not exist/],
    ['no source', [], 2, /^error: SOURCE is missing/],
    ['a format that does not exist', ['x', '--format', 'word'], 2, /word/],
    ['a class without a name', ['x', '--class', 'crack'], 2, /^error: "crack" renames no class: write NAME=CLASS/],
    ['nothing to undo', ['--undo'], 1, /no studio\.json/],
  ])('%s is one line, and nothing is written', async (_, args, code, line) => {
    const project = join(dir, 'not-made');
    const { exitCode, stdout, stderr } = await studio(['import', ...args, '--into', project]);
    expect([exitCode, stdout, stderr.split('\n').length]).toEqual([code, '', 1]);
    expect(stderr).toMatch(line);
    expect(existsSync(project)).toBe(false);
  });

  it.each([
    ['a text file', 'labels.txt', 'no labels'],
    ['JSON that is broken off', 'labels.json', '{"images": [{"id": 1'],
    ['a zip that is none', 'labels.zip', 'PK no zip'],
  ])('refuses %s in one line, and makes no project', async (_, name, text) => {
    const path = join(temporaryFolder(), name);
    writeFileSync(path, text);
    const project = join(dir, 'not-made');
    const { exitCode, stderr } = await studio(['import', path, '--into', project]);
    expect([exitCode, stderr.split('\n').length]).toEqual([1, 1]);
    expect(stderr).toContain(path);
    expect(existsSync(project)).toBe(false);
  });

  it('never writes outside the project, whatever images are called', async () => {
    const project = join(dir, 'inside', 'project');
    const evil = join(dir, 'evil.json');
    writeFileSync(evil, JSON.stringify(coco(name => `../../${name}`)));
    const { exitCode, stdout, stderr } = await studio([
      'import',
      evil,
      '--images',
      pictures,
      '--into',
      project,
      '--format',
      'coco',
    ]);
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/skipped 2: names that no file may bear/);
    expect(stderr).toMatch(
      /^error: Nothing was imported from .*: names that no file may bear, such as \.\.\/\.\.\/a\.jpg: /,
    );
    expect(existsSync(join(dir, 'inside'))).toBe(false);
  });
});
