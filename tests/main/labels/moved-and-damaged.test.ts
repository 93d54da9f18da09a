import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openProject } from '../../../src/main/project/open-project.ts';
import { Random } from '../../../src/shared/random.ts';
import { temporaryFolder } from '../../helpers/pictures.ts';
import { journalPath, labelProject, square } from './label-project.ts';

/** Long enough for documents to be written when the test says so. */
const NEVER = { labelDelay: 1e6 };
const IMAGES = ['a.png', 'b.png'];
const COUNT = 6;

/** Edits that are confirmed and in the journal alone. */
async function withEdits(folder: string) {
  const project = await openProject(folder, NEVER);
  for (const image of IMAGES) {
    for (let i = 0; i < COUNT; i++) await project.labels.edit(image, i, [square(`${image[0]}${i}`, i)]);
  }
  return project;
}

async function labelsIn(folder: string) {
  const { labels, notices, close } = await openProject(folder, NEVER);
  const ids: string[] = [];
  for (const image of IMAGES) ids.push(...(await labels.read(image)).document.labels.map(({ id }) => id));
  await close();
  return { ids, notices };
}

const ALL = IMAGES.flatMap(image => Array.from({ length: COUNT }, (_, i) => `${image[0]}${i}`));

describe('a project that is moved while edits are not yet in their documents', () => {
  it('takes them along: nothing is written where it was, and nothing forgotten', async () => {
    const folder = await labelProject(IMAGES);
    const moved = `${folder}-moved`;
    const { labels, close } = await withEdits(folder);
    renameSync(folder, moved);
    await expect(labels.flush()).rejects.toThrow(
      /p was moved or replaced while it was open, .*open the project where it is now/,
    );
    await expect(labels.edit('a.png', COUNT, [square('late')])).rejects.toThrow(/was moved or replaced/);
    await expect(close()).rejects.toThrow(/was moved or replaced/);
    expect(existsSync(folder)).toBe(false);
    const { ids, notices } = await labelsIn(moved);
    expect([ids.sort(), notices]).toEqual([ALL, []]);
  });

  it('is not mistaken for another that stands in its place since', async () => {
    const folder = await labelProject(IMAGES);
    const other = await labelProject(IMAGES);
    const moved = `${folder}-moved`;
    const { labels, close, update } = await withEdits(folder);
    renameSync(folder, moved);
    cpSync(other, folder, { recursive: true });
    const before = readdirSync(folder, { recursive: true }).sort();
    await expect(labels.flush()).rejects.toThrow(/was moved or replaced/);
    await expect(update({ name: 'Other' })).rejects.toThrow(/was moved or replaced/);
    await expect(close()).rejects.toThrow(/was moved or replaced/);
    expect(readdirSync(folder, { recursive: true }).sort()).toEqual(before);
    expect((await labelsIn(moved)).ids.sort()).toEqual(ALL);
  });

  it('goes on when it is put back', async () => {
    const folder = await labelProject(IMAGES);
    const { labels, close } = await withEdits(folder);
    renameSync(folder, `${folder}-moved`);
    await expect(labels.flush()).rejects.toThrow(/was moved or replaced/);
    renameSync(`${folder}-moved`, folder);
    await labels.flush();
    expect(readFileSync(journalPath(folder))).toHaveLength(0);
    await close();
  });
});

describe('a journal with damaged bytes', () => {
  it('loses no edit whose line is spared, tells of the others and never keeps the project from being opened', async () => {
    const folder = await labelProject(IMAGES);
    const { labels, close } = await withEdits(folder);
    const journal = readFileSync(journalPath(folder));
    await labels.flush();
    await close();
    const random = new Random(7);
    const lines = journal.toString('utf8').split('\n').slice(0, -1);
    for (let round = 0; round < 12; round++) {
      const copy = join(temporaryFolder(), 'p');
      cpSync(folder, copy, { recursive: true });
      for (const way of ['data/dl_train/labels', '.studio/backups/labels', 'data/dl_train/masks', '.studio/lock']) {
        renameSync(join(copy, way), join(copy, `${way}-away`));
      }
      const damaged = Buffer.from(journal);
      const places = Array.from({ length: 1 + random.below(3) }, () => random.below(damaged.length));
      for (const at of places) damaged[at] = random.below(256);
      mkdirSync(join(copy, '.studio/journal'), { recursive: true });
      writeFileSync(journalPath(copy), damaged);
      const spared = damaged
        .toString('utf8')
        .split('\n')
        .filter(line => lines.includes(line));
      const { ids, notices } = await labelsIn(copy);
      const expected = spared.map(line => JSON.parse(line.slice(9)).edits[0].label.id);
      expect(ids).toEqual(expect.arrayContaining(expected));
      if (spared.length < lines.length) expect(notices.join()).toMatch(/A part of the journal .* was damaged/);
    }
  });

  it('that is all damage is told of, and the project opens', async () => {
    for (const damage of ['00000000 \n', '\0'.repeat(5000), '\n\n\n', '{}\n[]\n']) {
      const folder = await labelProject(IMAGES);
      mkdirSync(join(folder, '.studio/journal'), { recursive: true });
      writeFileSync(journalPath(folder), damage);
      expect((await labelsIn(folder)).ids).toEqual([]);
    }
  });
});
