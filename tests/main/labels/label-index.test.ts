import { mkdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { LabelIndex } from '../../../src/main/labels/label-index.ts';
import { projectLayout } from '../../../src/main/layout/project-layout.ts';
import type { LabelDocument } from '../../../src/shared/schemas/label.ts';
import { imagePath, labelPath, labelProject } from './label-project.ts';

const NOTHING = new Map<string, LabelDocument>();
let folder: string;
beforeEach(async () => {
  folder = await labelProject(['a.png', 'b.png', 'c.png']);
  mkdirSync(join(folder, 'data/dl_train/labels'));
});

function writeDocument(image: string, state: string, count: number): void {
  const points = [
    [0, 0],
    [1, 0],
    [1, 1],
  ];
  const labels = Array.from({ length: count }, (_, i) => ({ id: `${i}`, shape: 'polygon', class: 'crack', points }));
  const document = { version: 1, image, width: 64, height: 64, revision: 3, state, labels, changed: null };
  writeFileSync(labelPath(folder, image), JSON.stringify(document));
}

/** Changes what a document of the year 2001 says, but neither its size nor its time: only who reads it again can know. */
function changeInSecret(image: string): void {
  const path = labelPath(folder, image);
  writeFileSync(path, readFileSync(path, 'utf8').replace('"verified"', '"secretly"'));
  utimesSync(path, 1e9, 1e9);
}

async function states(index = new LabelIndex(projectLayout(folder), true), unsaved = NOTHING) {
  return (await index.list(unsaved)).map(({ name, state, labels }) => `${name}: ${state}, ${labels}`);
}

describe('the list of images', () => {
  it('has every image by name, with size and time of its file', async () => {
    writeDocument('b.png', 'verified', 2);
    expect(await states()).toEqual(['a.png: unlabelled, 0', 'b.png: verified, 2', 'c.png: unlabelled, 0']);
    const [first] = await new LabelIndex(projectLayout(folder), true).list(NOTHING);
    const { size, mtimeMs } = statSync(imagePath(folder, 'a.png'));
    expect(first).toMatchObject({ bytes: size, mtime: mtimeMs });
  });

  it('reads a document again only when it changed, in this session and the next', async () => {
    writeDocument('b.png', 'verified', 2);
    writeDocument('c.png', 'verified', 1);
    utimesSync(labelPath(folder, 'b.png'), 1e9, 1e9);
    const index = new LabelIndex(projectLayout(folder), true);
    await states(index);
    changeInSecret('b.png');
    writeDocument('c.png', 'in progress', 4);
    const expected = ['a.png: unlabelled, 0', 'b.png: verified, 2', 'c.png: in progress, 4'];
    expect(await states(index)).toEqual(expected);
    expect(await states()).toEqual(expected);
  });

  it('is made anew when its cache is gone or damaged', async () => {
    writeDocument('b.png', 'verified', 2);
    const { labelIndex } = projectLayout(folder);
    for (const damage of ['', '{"version": 1, "rows": {"b.png": {"state": "verified"}}}', 'null']) {
      await states();
      writeFileSync(labelIndex.path, damage);
      expect(await states()).toContain('b.png: verified, 2');
      expect(JSON.parse(readFileSync(labelIndex.path, 'utf8')).rows['b.png']).toMatchObject({
        summary: { state: 'verified', labels: 2 },
      });
    }
  });

  it('forgets images that are gone, and passes over names that no other system could bear', async () => {
    writeDocument('b.png', 'verified', 2);
    const index = new LabelIndex(projectLayout(folder), true);
    await states(index);
    if (process.platform !== 'win32') writeFileSync(imagePath(folder, 'what?.png'), '');
    writeFileSync(imagePath(folder, '.hidden.png'), '');
    writeFileSync(imagePath(folder, 'notes.txt'), '');
    expect(await states(index)).toHaveLength(3);
  });

  it('counts a damaged document as work begun', async () => {
    writeFileSync(labelPath(folder, 'a.png'), '{"state": "verif');
    expect(await states()).toContain('a.png: in progress, 0');
  });
});
