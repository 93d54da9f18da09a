import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readMask } from '../../../src/main/images/masks.ts';
import { Journal } from '../../../src/main/labels/journal.ts';
import { entriesOf, parseJournal } from '../../../src/main/labels/journal-lines.ts';
import { projectLayout } from '../../../src/main/layout/project-layout.ts';
import { openProject } from '../../../src/main/project/open-project.ts';
import { invertEdits, type LabelEdit } from '../../../src/shared/labels/label-edits.ts';
import { rasterizeLabels } from '../../../src/shared/labels/rasterize.ts';
import { writePicture } from '../../helpers/pictures.ts';
import { SIZE } from '../../shared/labels/random-edits.ts';
import { imagePath, journalPath, labelPath, labelProject, maskPath, readDocument, square } from './label-project.ts';

/** Longer than any of these tests: documents are written when a test says so. */
const NEVER = { labelDelay: 1e6 };
const white = async (path: string) => (await readMask(path)).data.filter(value => value === 255).length;

describe('labels of an open project', () => {
  it('are confirmed in the journal, then written with a mask and a backup, which empties the journal', async () => {
    const folder = await labelProject();
    const { labels, close } = await openProject(folder, NEVER);
    expect((await labels.read('a.png')).document).toMatchObject({
      revision: 0,
      state: 'unlabelled',
      width: SIZE,
      labels: [],
    });
    expect(await labels.edit('a.png', 0, [square('one')])).toEqual({ revision: 1, problem: null });
    expect(parseJournal(readFileSync(journalPath(folder))).entries).toHaveLength(1);
    expect(existsSync(labelPath(folder, 'a.png'))).toBe(false);
    await labels.flush();
    const document = readDocument(folder, 'a.png');
    expect(document).toMatchObject({
      version: 1,
      revision: 1,
      labels: [{ id: 'one' }],
      changed: { by: expect.any(String) },
    });
    const box = { x1: 0, y1: 0, x2: SIZE, y2: SIZE };
    const expected = rasterizeLabels(document.labels, box, ['crack', 'pitting']).data.map(value => (value ? 255 : 0));
    expect((await readMask(maskPath(folder, 'a.png'))).data).toEqual(expected);
    expect(await white(maskPath(folder, 'a.png'))).toBe(100);
    expect(readFileSync(journalPath(folder))).toHaveLength(0);
    expect(readFileSync(join(folder, '.studio/backups/labels/a.png.json'))).toEqual(
      readFileSync(labelPath(folder, 'a.png')),
    );
    await close();
  });

  it('are on disk within a second without being asked', async () => {
    const folder = await labelProject();
    const { labels, close } = await openProject(folder);
    await labels.edit('a.png', 0, [square('one')]);
    await expect.poll(() => existsSync(maskPath(folder, 'a.png'))).toBe(true);
    await close();
  });

  it('survive a crash right after they were confirmed, and do not come twice', async () => {
    const folder = await labelProject(['a.png', 'b.png']);
    const { labels } = await openProject(folder, NEVER);
    await labels.edit('a.png', 0, [square('one')]);
    await labels.edit('b.png', 0, [square('two')]);
    const journal = readFileSync(journalPath(folder));
    await labels.edit('a.png', 1, [{ kind: 'set-state', state: 'verified' }]);
    await labels.flush();
    await labels.close();
    // As if the crash had come after the documents were written, but with an old journal left.
    writeFileSync(journalPath(folder), journal);
    rmSync(join(folder, '.studio/lock'), { recursive: true });
    const again = await openProject(folder, NEVER);
    expect(again.notices).toEqual([]);
    expect((await again.labels.read('a.png')).document).toMatchObject({
      revision: 2,
      state: 'verified',
      labels: [{ id: 'one' }],
    });
    expect((await again.labels.read('b.png')).document).toMatchObject({ revision: 1, labels: [{ id: 'two' }] });
    await again.close();
  });

  it('are edited from their newest revision only', async () => {
    const { labels, close } = await openProject(await labelProject(), NEVER);
    const both = await Promise.allSettled([
      labels.edit('a.png', 0, [square('one')]),
      labels.edit('a.png', 0, [square('two')]),
    ]);
    expect(both.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    expect(String(both[1])).not.toContain('one');
    await expect(labels.edit('a.png', 7, [square('x')])).rejects.toThrow(
      /changed elsewhere meanwhile: open the image again\.$/,
    );
    expect((await labels.read('a.png')).document.labels.map(({ id }) => id)).toEqual(['one']);
    await close();
  });

  it('take several edits all or none', async () => {
    const folder = await labelProject();
    const { labels, close } = await openProject(folder, NEVER);
    await expect(labels.edit('a.png', 0, [square('one'), { kind: 'remove', id: 'nobody' }])).rejects.toThrow(
      /no label "nobody"/,
    );
    expect((await labels.read('a.png')).document).toMatchObject({ revision: 0, labels: [] });
    expect(readFileSync(journalPath(folder))).toHaveLength(0);
    await close();
  });

  it('are undone by the inverse edits', async () => {
    const { labels, close } = await openProject(await labelProject(), NEVER);
    await labels.edit('a.png', 0, [square('one')]);
    const { document } = await labels.read('a.png');
    const edits: LabelEdit[] = [
      { kind: 'move-vertex', id: 'one', vertex: 0, to: [0.5, 0.25] },
      { kind: 'remove', id: 'one' },
    ];
    await labels.edit('a.png', 1, edits);
    await labels.edit('a.png', 2, invertEdits(document, edits));
    expect((await labels.read('a.png')).document.labels).toEqual(document.labels);
    await close();
  });

  it('bear classes of the project and names inside it, nothing else', async () => {
    const { labels, close } = await openProject(await labelProject(), NEVER);
    await labels.edit('a.png', 0, [square('one')]);
    await expect(labels.edit('a.png', 1, [{ kind: 'set-class', id: 'one', class: 'rust' }])).rejects.toThrow(
      /no class "rust": it has crack, pitting/,
    );
    for (const name of ['../a.png', '/etc/passwd', 'a.png/../../b']) {
      await expect(labels.edit(name, 0, [square('x')])).rejects.toThrow(/not the name of a file/);
      await expect(labels.read(name)).rejects.toThrow(/not the name of a file/);
    }
    await expect(labels.edit('gone.png', 0, [square('x')])).rejects.toThrow(
      /Cannot read .*gone\.png: it does not exist/,
    );
    await close();
  });

  it('cannot be edited once the project is closed', async () => {
    const { labels, close } = await openProject(await labelProject(), NEVER);
    await close();
    await expect(labels.edit('a.png', 0, [square('x')])).rejects.toThrow(/closed meanwhile/);
  });
});

describe('a mask that another tool made', () => {
  it('is the first label of its image, pixel by pixel, and is kept', async () => {
    const folder = await labelProject();
    const isWhite = (pixel: number) => pixel % 7 === 0 || pixel < 3;
    const original = await writePicture(maskPath(folder, 'a.png'), SIZE, SIZE, pixel => (isWhite(pixel) ? 255 : 0));
    const { labels, close } = await openProject(folder, NEVER);
    const { document } = await labels.read('a.png');
    expect(document).toMatchObject({
      revision: 0,
      labels: [{ id: 'mask', shape: 'brush', source: 'imported', class: 'crack' }],
    });
    await labels.edit('a.png', 0, [{ kind: 'set-state', state: 'verified' }]);
    await close();
    const { data } = await readMask(maskPath(folder, 'a.png'));
    expect([...data].every((value, pixel) => (value === 255) === isWhite(pixel))).toBe(true);
    expect(readFileSync(join(folder, 'data/dl_train/.studio/originals/a.png'))).toEqual(original);
  });

  it('in place of ours is kept before ours replaces it', async () => {
    const folder = await labelProject();
    const first = await openProject(folder, NEVER);
    await first.labels.edit('a.png', 0, [square('one')]);
    await first.close();
    const foreign = await writePicture(maskPath(folder, 'a.png'), SIZE, SIZE, () => 255);
    const second = await openProject(folder, NEVER);
    await second.labels.edit('a.png', 1, [square('two', 20)]);
    await second.close();
    expect(await white(maskPath(folder, 'a.png'))).toBe(200);
    const [kept] = readdirSync(join(folder, '.studio/backups/damaged'));
    expect(readFileSync(join(folder, '.studio/backups/damaged', kept))).toEqual(foreign);
  });
});

describe('a label document damaged by hand', () => {
  const DAMAGE: [string, (text: string) => string][] = [
    ['cut off', text => text.slice(0, text.length / 2)],
    ['empty', () => ''],
    ['garbage', () => '\u0000\u0001 no labels'],
    ['of wrong content', text => text.replace('"polygon"', '"circle"')],
    ['with two labels of one id', text => text.replace('"two"', '"one"')],
    ['of another image', text => text.replace('"a.png"', '"b.png"')],
  ];

  it.each(DAMAGE)('%s, is replaced by its backup, and the user is told once in one sentence', async (_, damage) => {
    const folder = await labelProject();
    const first = await openProject(folder, NEVER);
    await first.labels.edit('a.png', 0, [square('one'), square('two', 20)]);
    await first.close();
    const good = readDocument(folder, 'a.png');
    const damaged = damage(readFileSync(labelPath(folder, 'a.png'), 'utf8'));
    writeFileSync(labelPath(folder, 'a.png'), damaged);
    const second = await openProject(folder, NEVER);
    expect(await second.labels.read('a.png')).toMatchObject({
      document: good,
      notice: expect.stringMatching(
        /^.*a\.png\.json was damaged, so its backup of .* is used: check the labels of a\.png\.$/,
      ),
    });
    expect((await second.labels.read('a.png')).notice).toBe(null);
    await second.labels.edit('a.png', good.revision, [{ kind: 'remove', id: 'two' }]);
    await second.close();
    expect(readDocument(folder, 'a.png').labels.map(({ id }) => id)).toEqual(['one']);
    const [kept] = readdirSync(join(folder, '.studio/backups/damaged'));
    expect(readFileSync(join(folder, '.studio/backups/damaged', kept), 'utf8')).toBe(damaged);
  });

  it('after a crash, is mended from backup and journal, and the user is told', async () => {
    const folder = await labelProject();
    const first = await openProject(folder, NEVER);
    await first.labels.edit('a.png', 0, [square('one')]);
    await first.labels.flush();
    await first.labels.edit('a.png', 1, [square('two', 20)]);
    // The crash: the journal stays as it is, nothing more is written.
    const journal = readFileSync(journalPath(folder));
    await first.close();
    const backup = join(folder, '.studio/backups/labels/a.png.json');
    const { labels, ...rest } = readDocument(folder, 'a.png');
    writeFileSync(backup, JSON.stringify({ ...rest, revision: 1, labels: labels.filter(({ id }) => id === 'one') }));
    writeFileSync(labelPath(folder, 'a.png'), '{"version": 1, "ima');
    writeFileSync(journalPath(folder), journal);
    const second = await openProject(folder, NEVER);
    expect(second.notices).toEqual([expect.stringMatching(/a\.png\.json was damaged, so its backup of .*\.$/)]);
    expect((await second.labels.read('a.png')).document.labels.map(({ id }) => id)).toEqual(['two', 'one']);
    await second.close();
  });

  it('without a backup, is begun anew from its mask, and what is left of it is kept', async () => {
    const folder = await labelProject();
    const first = await openProject(folder, NEVER);
    await first.labels.edit('a.png', 0, [square('one')]);
    await first.close();
    rmSync(join(folder, '.studio'), { recursive: true });
    writeFileSync(labelPath(folder, 'a.png'), 'garbage');
    const second = await openProject(folder, NEVER);
    const { document, notice } = await second.labels.read('a.png');
    expect(notice).toMatch(
      /damaged and there is no backup of it, so its labels were made anew from the mask: check a\.png\.$/,
    );
    expect(document.labels).toMatchObject([{ id: 'mask', shape: 'brush' }]);
    await second.labels.edit('a.png', 0, [{ kind: 'set-state', state: 'verified' }]);
    await second.close();
    expect(await white(maskPath(folder, 'a.png'))).toBe(100);
    expect(readdirSync(join(folder, '.studio/backups/damaged'))).toHaveLength(1);
  });

  it('by a newer program, is refused and left alone', async () => {
    const folder = await labelProject();
    mkdirSync(join(folder, 'data/dl_train/labels'), { recursive: true });
    writeFileSync(labelPath(folder, 'a.png'), '{"version": 2, "image": "a.png"}');
    const { labels, close } = await openProject(folder, NEVER);
    await expect(labels.read('a.png')).rejects.toThrow(/a newer Crack Studio wrote it/);
    await expect(labels.edit('a.png', 0, [square('x')])).rejects.toThrow(/a newer Crack Studio wrote it/);
    await close();
    expect(readFileSync(labelPath(folder, 'a.png'), 'utf8')).toBe('{"version": 2, "image": "a.png"}');
  });
});

describe('edits in the journal that fit nothing any more', () => {
  it('are kept aside, and the user is told', async () => {
    const folder = await labelProject(['a.png', 'b.png']);
    const { journal } = await Journal.open(projectLayout(folder).journal, projectLayout(folder).damaged);
    const entry = (image: string, revision: number) => ({
      image,
      revision,
      edits: [square(`n${revision}`)],
      at: 'now',
      by: 'me',
    });
    for (const each of [entry('a.png', 0), entry('a.png', 5), entry('gone.png', 0), entry('b.png', 0)])
      await journal.append(each);
    await journal.close();
    const { labels, notices, close } = await openProject(folder, NEVER);
    expect(notices).toEqual([
      expect.stringMatching(/^1 edits of a\.png .* do not fit/),
      expect.stringMatching(/^1 edits .* could not be applied: Cannot read .*gone\.png/),
    ]);
    expect((await labels.read('a.png')).document.revision).toBe(1);
    expect((await labels.read('b.png')).document.revision).toBe(1);
    await close();
    const kept = parseJournal(readFileSync(join(folder, '.studio/backups/damaged/edits.jsonl')));
    expect(entriesOf(kept.entries).map(({ image, revision }) => [image, revision])).toEqual([
      ['a.png', 5],
      ['gone.png', 0],
    ]);
    expect(imagePath(folder, 'gone.png')).not.toSatisfy(existsSync);
  });
});

describe('a second studio on one project', () => {
  it('reads, may not write, and says why', async () => {
    const folder = await labelProject();
    const first = await openProject(folder, NEVER);
    await first.labels.edit('a.png', 0, [square('one')]);
    await first.labels.flush();
    const second = await openProject(folder, NEVER);
    expect(second.readOnly).toMatch(/^This project is open in another Crack Studio/);
    expect((await second.labels.read('a.png')).document.revision).toBe(1);
    await expect(second.labels.edit('a.png', 1, [square('two')])).rejects.toThrow(second.readOnly!);
    await expect(second.update({ name: 'Mine' })).rejects.toThrow(second.readOnly!);
    await second.close();
    await first.labels.edit('a.png', 1, [square('three')]);
    await first.close();
    const third = await openProject(folder, NEVER);
    expect(third.readOnly).toBe(null);
    expect((await third.labels.read('a.png')).document.revision).toBe(2);
    await third.close();
  });
});
