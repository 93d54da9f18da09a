import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createServices } from '../../../src/main/calls/services.ts';
import { createOpenedFiles } from '../../../src/main/files/opened-files.ts';
import { forkWorker } from '../../../src/main/jobs/worker-host.ts';
import { answer, type CallName, contract, type Input, type Output } from '../../../src/shared/contract.ts';
import { temporaryFolder, writePicture } from '../../helpers/pictures.ts';
import { square } from '../labels/label-project.ts';

const studios: AbortController[] = [];
afterEach(() => {
  for (const studio of studios.splice(0)) studio.abort();
});

/** A studio without a window: its calls go through the same check of input and output as a window's. */
function startStudio(recentFile = join(temporaryFolder(), 'recent.json')) {
  const closing = new AbortController();
  studios.push(closing);
  const openedFiles = createOpenedFiles();
  const dialogs = { openFile: async () => null, openFiles: async () => [], openFolder: async () => null };
  const handlers = createServices({
    spawnWorker: forkWorker,
    publish: () => {},
    dialogs,
    openedFiles,
    closing: closing.signal,
    recentFile,
  });
  const reply = (name: string, input: unknown) => answer(handlers, name, input);
  const call = async <K extends CallName>(name: K, input: Input<K>): Promise<Output<K>> => {
    const replied = await reply(name, input);
    if (!replied.ok) throw new Error(replied.error);
    return contract[name].output.parse(replied.output) as Output<K>;
  };
  return { call, reply, openedFiles, closing };
}

async function withImage(folder: string, name = 'a.png'): Promise<void> {
  await writePicture(join(folder, 'data/dl_train/images', name), 32, 32, () => 9);
}

describe('the calls of a project', () => {
  it('create it, label an image, close it, and find everything there', async () => {
    const { call, openedFiles } = startStudio();
    const folder = join(temporaryFolder(), 'new');
    expect(await call('project.current', {})).toEqual({ open: null });
    const created = await call('project.create', { folder, name: 'Line 3' });
    expect(created).toMatchObject({ folder, readOnly: null, notices: [], project: { name: 'Line 3' } });
    expect(await call('labels.list', {})).toEqual({ images: [] });
    await withImage(folder);
    expect(await openedFiles.locate('/files/project/data/dl_train/images/a.png')).toContain('a.png');
    expect((await call('labels.read', { image: 'a.png' })).document.revision).toBe(0);
    const edits = [square('one'), { kind: 'set-state', state: 'verified' } as const];
    expect(await call('labels.edit', { image: 'a.png', revision: 0, edits })).toEqual({ revision: 1, problem: null });
    // The list knows what is confirmed, written or not.
    const row = {
      name: 'a.png',
      state: 'verified',
      review: null,
      labels: 1,
      classes: { crack: 1 },
      predicted: 0,
      crackPx: 100,
      bytes: expect.any(Number),
      mtime: expect.any(Number),
    };
    expect((await call('labels.list', {})).images).toEqual([row]);
    expect((await call('project.current', {})).open).toEqual(created);
    await call('project.close', {});
    expect(await openedFiles.locate('/files/project/data/dl_train/images/a.png')).toBe(undefined);
    await call('project.open', { folder });
    expect((await call('labels.list', {})).images).toEqual([row]);
    expect((await call('labels.read', { image: 'a.png' })).document).toMatchObject({
      revision: 1,
      labels: [{ id: 'one' }],
    });
    expect((await call('project.recent', {})).projects).toMatchObject([{ folder, name: 'Line 3', exists: true }]);
  });

  it('change its name, classes and settings', async () => {
    const { call } = startStudio();
    const folder = temporaryFolder();
    const { project } = await call('project.create', { folder, name: 'Line 3' });
    const classes = [...project.classes, { name: 'pitting', colour: '#00ff00' }];
    await call('project.update', { classes, settings: { ...project.settings, trainUnverified: true } });
    await call('project.close', {});
    const reopened = await call('project.open', { folder });
    expect(reopened.project).toMatchObject({ name: 'Line 3', classes, settings: { trainUnverified: true } });
  });

  it('leave the open project open when another cannot be opened', async () => {
    const { call, reply } = startStudio();
    const folder = temporaryFolder();
    await call('project.create', { folder, name: 'Line 3' });
    expect(await reply('project.open', { folder: temporaryFolder() })).toMatchObject({
      ok: false,
      error: expect.stringMatching(/is not a project/),
    });
    expect((await call('project.current', {})).open?.folder).toBe(folder);
  });

  it('open it read-only in a second studio, until the first one closes', async () => {
    const [first, second] = [startStudio(), startStudio()];
    const folder = temporaryFolder();
    await first.call('project.create', { folder, name: 'Line 3' });
    await withImage(folder);
    const { readOnly } = await second.call('project.open', { folder });
    expect(readOnly).toMatch(
      /^This project is open in another Crack Studio .* read-only here: close it there first\.$/,
    );
    expect(await second.reply('labels.edit', { image: 'a.png', revision: 0, edits: [square('x')] })).toMatchObject({
      ok: false,
      error: readOnly,
    });
    await second.call('project.close', {});
    first.closing.abort();
    await expect
      .poll(async () => {
        const opened = await second.call('project.open', { folder });
        if (opened.readOnly) await second.call('project.close', {});
        return opened.readOnly;
      })
      .toBe(null);
  });

  it('say so when no project is open', async () => {
    const { reply } = startStudio();
    for (const name of ['labels.list', 'labels.flush']) {
      expect(await reply(name, {})).toMatchObject({
        ok: false,
        error: 'No project is open: open or create one first.',
      });
    }
  });
});

describe('nonsense from outside', () => {
  const polygon = {
    id: 'x',
    shape: 'polygon',
    class: 'crack',
    points: [
      [0, 0],
      [1, 0],
      [1, 1],
    ],
  };
  const brush = { id: 'x', shape: 'brush', class: 'crack', x: 0, y: 0, width: 2, height: 2, runs: [0, 4] };
  const add = (label: object) => ({ image: 'a.png', revision: 0, edits: [{ kind: 'add', index: 0, label }] });

  it.each<[string, string, unknown]>([
    ['a relative folder', 'project.open', { folder: 'p' }],
    ['a folder with a NUL', 'project.create', { folder: '/tmp/a\0b', name: 'x' }],
    ['no name', 'project.create', { folder: '/tmp/never-made', name: '  ' }],
    ['a path for an image', 'labels.read', { image: '../../studio.json' }],
    ['a path for an image to edit', 'labels.edit', { ...add(polygon), image: '..\\..\\a.png' }],
    [
      'a coordinate that is none',
      'labels.edit',
      add({
        ...polygon,
        points: [
          [0, 0],
          [1, 0],
          [Number.NaN, 1],
        ],
      }),
    ],
    [
      'a coordinate without end',
      'labels.edit',
      add({
        ...polygon,
        points: [
          [0, 0],
          [1, 0],
          [Infinity, 1],
        ],
      }),
    ],
    [
      'a brush mask that would take years to paint',
      'labels.edit',
      add({ ...brush, width: 1e9, height: 1e9, runs: [0, 1e18] }),
    ],
    ['runs that do not fill the mask', 'labels.edit', add({ ...brush, runs: [3] })],
    ['an id with a path in it', 'labels.edit', add({ ...polygon, id: '../x' })],
    ['an unknown edit', 'labels.edit', { ...add(polygon), edits: [{ kind: 'explode' }] }],
    ['no edits', 'labels.edit', { ...add(polygon), edits: [] }],
    [
      'too many edits',
      'labels.edit',
      { ...add(polygon), edits: Array(1001).fill({ kind: 'set-state', state: 'verified' }) },
    ],
    ['a state that is none', 'labels.edit', { ...add(polygon), edits: [{ kind: 'set-state', state: 'done' }] }],
    [
      'two classes of one name',
      'project.update',
      {
        classes: [
          { name: 'a', colour: '#000000' },
          { name: 'a', colour: '#ffffff' },
        ],
      },
    ],
  ])('(%s) is refused in one sentence and changes nothing', async (_, name, input) => {
    const { call, reply } = startStudio();
    const folder = temporaryFolder();
    await call('project.create', { folder, name: 'Line 3' });
    await withImage(folder);
    const before = readdirSync(folder, { recursive: true });
    const refused = await reply(name, input);
    expect(refused).toMatchObject({
      ok: false,
      details: { code: 'usage' },
      error: expect.stringMatching(/^[^\n]{1,400}\.$/),
    });
    await call('labels.flush', {});
    expect((await call('labels.read', { image: 'a.png' })).document).toMatchObject({ revision: 0, labels: [] });
    expect(readdirSync(folder, { recursive: true })).toEqual(before);
  });
});
