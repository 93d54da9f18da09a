import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createProjectCalls } from '../../../src/main/calls/project-calls.ts';
import { createOpenedFiles } from '../../../src/main/files/opened-files.ts';
import { readGray } from '../../../src/main/images/png.ts';
import { ProjectHolder } from '../../../src/main/project/project-holder.ts';
import { createLabelSession, type LabelSession } from '../../../src/renderer/label/session.ts';
import { liveImages } from '../../../src/renderer/label/session-state.ts';
import type { Client } from '../../../src/shared/api-client.ts';
import { createEmitter } from '../../../src/shared/emitter.ts';
import { ALL_IMAGES, chosenImages, type ImageFilter } from '../../../src/shared/labels/image-choice.ts';
import type { LabelEdit } from '../../../src/shared/labels/label-edits.ts';
import type { ImageLabel, Point } from '../../../src/shared/schemas/label.ts';
import { temporaryFolder, writePicture } from '../../helpers/pictures.ts';
import { editsFor } from '../../shared/labels/random-edits.ts';

const SAMPLE = join(import.meta.dirname, '../../../assets/sample');

describe('a labelling session on a real project', () => {
  let root: string;
  let folder: string;
  let calls: ReturnType<typeof createProjectCalls>;
  let closing: AbortController;
  let session: LabelSession;
  let told: string[];
  /** Calls that shall fail next, with these words. */
  let refusals: string[];
  /** What this window's calls wait for. */
  let held: Promise<void> | undefined;

  beforeAll(() => {
    root = temporaryFolder();
  });
  afterAll(() => rm(root, { recursive: true, force: true }));

  beforeEach(async ({ task }) => {
    folder = join(root, task.id);
    closing = new AbortController();
    const recentFile = join(folder, 'recent.json');
    const project = new ProjectHolder({ openedFiles: createOpenedFiles(), closing: closing.signal, recentFile });
    const { publish, subscribe } = createEmitter();
    subscribe(event => event.name === 'labels.changed' && void session?.changed(event.data));
    calls = createProjectCalls({ project, publish, demoFolder: SAMPLE, recentFile });
    await calls['project.create']({ folder: join(folder, 'p'), name: 'Test' });
    await calls['project.update']({
      classes: [
        { name: 'crack', colour: '#ff5a3c' },
        { name: 'pitting', colour: '#3cb4ff' },
      ],
    });
    for (const name of ['a.png', 'b.png', 'c.png']) {
      await writePicture(join(folder, 'p/data/dl_train/images', name), 64, 64, () => 128);
    }
    [told, refusals, held] = [[], [], undefined];
    session = createLabelSession(client, (_, sentence) => told.push(sentence), 'crack', 'Ada');
    await session.refresh();
  });
  afterEach(() => calls['project.close']({}));

  const client: Pick<Client, 'call'> = {
    async call(name, input) {
      const refusal = name === 'labels.edit' ? refusals.shift() : undefined;
      if (refusal) throw new Error(refusal);
      await held;
      const call = (calls as Record<string, unknown>)[name] as (input: unknown) => Promise<never>;
      return call(input);
    },
  };
  const settled = (image = 'a.png') =>
    // Every edit is a write that is waited for, and a busy machine takes its time.
    vi.waitFor(() => expect(session.documents.store.getState().open[image].pending).toEqual([]), { timeout: 60_000 });
  const shown = (image = 'a.png') => session.documents.store.getState().open[image].shown;
  const pointer = (at: Point) => ({ at, button: 'left', shift: false, alt: false, ctrl: false }) as const;
  function draw(...points: Point[]) {
    session.choose('polygon');
    for (const at of points) {
      session.pointer('onPointerDown', pointer(at));
      session.pointer('onPointerUp', pointer(at));
    }
    session.handle('onComplete');
  }
  const triangle = () => draw([0, 0], [40, 0], [0, 40]);

  it('shows a shape at once and has it on disk, document and mask, soon after', async () => {
    triangle();
    expect(shown()).toMatchObject({ state: 'in progress', labels: [{ shape: 'polygon', class: 'crack' }] });
    await settled();
    await calls['labels.flush']({});
    const file = JSON.parse(await readFile(join(folder, 'p/data/dl_train/labels/a.png.json'), 'utf8'));
    expect(file.labels).toEqual(shown().labels);
    const mask = await readGray(join(folder, 'p/data/dl_train/masks/a.png'));
    expect(mask.data[64 * 5 + 5]).toBe(255);
    expect(mask.data[64 * 50 + 50]).toBe(0);
  });

  it('undoes and redoes after other images were shown', async () => {
    triangle();
    await session.open('b.png');
    triangle();
    await session.open('a.png');
    session.undo();
    expect(shown()).toMatchObject({ state: 'unlabelled', labels: [] });
    session.redo();
    expect(shown().labels).toHaveLength(1);
    expect(shown('b.png').labels).toHaveLength(1);
    await settled();
    expect((await calls['labels.read']({ image: 'a.png' })).document.labels).toEqual(shown().labels);
  });

  it('undoes any number of edits to the first and redoes them to the last', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), async seed => {
        const before = shown();
        const edits = editsFor(before, 30, seed);
        for (const edit of edits) session.edit([edit]);
        const after = shown();
        for (const _ of edits) session.undo();
        expect(shown()).toEqual({ ...before, revision: shown().revision, changed: shown().changed });
        for (const _ of edits) session.redo();
        expect(shown().labels).toEqual(after.labels);
        await settled();
        const { document } = await calls['labels.read']({ image: 'a.png' });
        expect({ state: document.state, labels: document.labels }).toEqual({
          state: after.state,
          labels: after.labels,
        });
      }),
      { numRuns: 5 },
    );
  });

  it('takes a refused edit back, with all that were built on it, and says why', async () => {
    triangle();
    await settled();
    refusals.push('The disk is full: free some space.');
    session.choose('select');
    session.edit([{ kind: 'set-class', id: shown().labels[0].id, class: 'pitting' }]);
    session.duplicate();
    await settled();
    await vi.waitFor(() => expect(told).toEqual(['The disk is full: free some space.']), 60_000);
    expect(shown().labels).toMatchObject([{ class: 'crack' }]);
    session.undo();
    await settled();
    expect((await calls['labels.read']({ image: 'a.png' })).document.labels).toEqual([]);
  });

  it('shows what another window made of an image instead of overwriting it', async () => {
    triangle();
    await settled();
    const { document } = await calls['labels.read']({ image: 'a.png' });
    await calls['labels.edit']({
      image: 'a.png',
      revision: document.revision,
      edits: [{ kind: 'set-state', state: 'verified' }],
    });
    await vi.waitFor(
      () => expect(shown()).toMatchObject({ state: 'verified', labels: [{ shape: 'polygon' }] }),
      60_000,
    );
    expect(told).toEqual([]);
  });

  /** Makes edits on the newest revision, as another window would, while this one's calls are on their way. */
  async function elsewhere(meanwhile: () => void, edits: (labels: readonly ImageLabel[]) => LabelEdit[]) {
    const { document } = await calls['labels.read']({ image: 'a.png' });
    let go = () => {};
    held = new Promise(resolve => {
      go = resolve;
    });
    meanwhile();
    await calls['labels.edit']({ image: 'a.png', revision: document.revision, edits: edits(document.labels) });
    go();
    await settled();
  }
  const line = (id: string): LabelEdit => ({
    kind: 'add',
    index: 0,
    label: { id, shape: 'polyline', class: 'crack', source: 'drawn', points: [[1, 1]], width: 2 },
  });

  it('keeps what is drawn while another window draws on the same image, and can undo it', async () => {
    await elsewhere(triangle, () => [line('theirs')]);
    expect(shown().labels).toMatchObject([{ id: 'theirs' }, { shape: 'polygon' }]);
    expect((await calls['labels.read']({ image: 'a.png' })).document.labels).toEqual(shown().labels);
    expect(told).toEqual([]);
    session.undo();
    await settled();
    expect((await calls['labels.read']({ image: 'a.png' })).document.labels).toMatchObject([{ id: 'theirs' }]);
  });

  it('takes back what it changed of labels that another window has changed, says so, and keeps what it drew', async () => {
    triangle();
    await settled();
    const change = () => {
      session.chooseClass('pitting');
      triangle();
    };
    await elsewhere(change, ([{ id }]) => [{ kind: 'remove', id }]);
    expect(shown().labels).toMatchObject([{ shape: 'polygon', class: 'pitting' }]);
    expect(told).toEqual([expect.stringMatching(/a\.png was changed in another window/)]);
  });

  it('adds nothing twice whose answer was lost', async () => {
    triangle();
    await settled();
    const { labels } = shown();
    await elsewhere(
      () => session.edit([{ kind: 'add', index: 1, label: { ...labels[0], id: 'again' } }]),
      () => [line('again')],
    );
    expect(shown().labels.map(({ id }) => id)).toEqual(['again', labels[0].id]);
  });

  it('counts images that another window works on', async () => {
    await calls['labels.edit']({ image: 'b.png', revision: 0, edits: [{ kind: 'set-state', state: 'verified' }] });
    await vi.waitFor(
      () => expect(session.store.getState().images).toMatchObject([{}, { name: 'b.png', state: 'verified' }, {}]),
      60_000,
    );
  });

  it('verifies and goes on to the next image that is not', async () => {
    await session.open('b.png');
    session.verifyAndGoOn();
    await settled('b.png');
    expect(session.store.getState().current).toBe('c.png');
    await vi.waitFor(() => expect(shown('c.png')).toBeDefined(), 60_000);
    session.verifyAndGoOn();
    expect(session.store.getState().current).toBe('a.png');
    await settled('c.png');
    session.verifyAndGoOn();
    await settled();
    await expect.poll(() => told).toEqual(['All images are verified: go on to Dataset.']);
    expect((await calls['labels.list']({})).images.map(({ state }) => state)).toEqual([
      'verified',
      'verified',
      'verified',
    ]);
  });

  it('says that all are verified only when no image has come since the list was read', async () => {
    for (const image of ['b.png', 'c.png'])
      await calls['labels.edit']({ image, revision: 0, edits: [{ kind: 'set-state', state: 'verified' }] });
    await session.refresh();
    await writePicture(join(folder, 'p/data/dl_train/images', 'd.png'), 64, 64, () => 128);
    session.verifyAndGoOn();
    await expect.poll(() => session.store.getState().current).toBe('d.png');
    expect(told).toEqual([]);
  });

  it('picks the stretch of images between two as they are listed, and single ones besides', async () => {
    const picked = () => [...session.store.getState().picked];
    session.pickImage('a.png', 'open');
    session.pickImage('c.png', 'besides');
    expect(picked()).toEqual(['a.png', 'c.png']);
    session.pickImage('a.png', 'besides');
    expect(picked()).toEqual(['c.png']);
    session.pickImage('b.png', 'open');
    session.pickImage('a.png', 'stretch');
    expect(picked()).toEqual(['a.png', 'b.png']);
    session.list({ search: 'c' });
    session.pickListed();
    expect(picked()).toEqual(['c.png']);
  });

  it('goes through the images that the filter lets through', async () => {
    await session.open('b.png');
    triangle();
    await settled('b.png');
    session.list({ filter: 'unlabelled' });
    session.go(-1);
    expect(session.store.getState().current).toBe('a.png');
    session.go(1);
    expect(session.store.getState().current).toBe('c.png');
    session.go(1);
    expect(session.store.getState().current).toBe('c.png');
  });

  it('merges the selected labels into the first that was picked, in one step', () => {
    triangle();
    draw([50, 50], [60, 50], [60, 60]);
    const before = shown().labels;
    session.pick(before[1].id, false);
    session.pick(before[0].id, true);
    session.combine('merge');
    expect(shown().labels).toMatchObject([{ id: before[1].id, shape: 'brush', x: 0, y: 0 }]);
    session.undo();
    expect(shown().labels).toEqual(before);
  });

  it('goes to the next image that is not verified, and to one by a part of its name', async () => {
    await session.open('b.png');
    session.verifyAndGoOn();
    await settled('b.png');
    await session.open('a.png');
    session.goToUnverified(1);
    expect(session.store.getState().current).toBe('c.png');
    session.goToUnverified(-1);
    expect(session.store.getState().current).toBe('a.png');
    session.list({ search: 'B.P' });
    session.openFound();
    expect(session.store.getState().current).toBe('b.png');
    session.go(1);
    expect(session.store.getState().current).toBe('b.png');
  });

  it('pastes a label into another image at its place, and beside itself in its own', async () => {
    triangle();
    session.copy();
    session.paste();
    expect(shown().labels[1]).toMatchObject({
      points: [
        [12, 12],
        [52, 12],
        [12, 52],
      ],
    });
    await settled();
    await session.open('b.png');
    session.paste();
    expect(shown('b.png').labels).toMatchObject([
      {
        points: [
          [0, 0],
          [40, 0],
          [0, 40],
        ],
      },
    ]);
    await settled('b.png');
  });

  it('takes the last point back before it takes back an edit', () => {
    triangle();
    session.choose('polygon');
    for (const at of [
      [5, 5],
      [9, 9],
    ] as Point[]) {
      session.pointer('onPointerDown', pointer(at));
      session.pointer('onPointerUp', pointer(at));
    }
    session.undo();
    session.undo();
    expect(shown().labels).toHaveLength(1);
    session.undo();
    expect(shown().labels).toHaveLength(0);
  });

  it('finishes the shape in hand when the image or the tool is left, and drops what is no shape yet', async () => {
    const begin = (...points: Point[]) => {
      session.choose('polyline');
      for (const at of points) {
        session.pointer('onPointerDown', pointer(at));
        session.pointer('onPointerUp', pointer(at));
      }
    };
    begin([5, 5], [50, 50]);
    await session.open('b.png');
    expect(shown().labels).toMatchObject([{ shape: 'polyline' }]);
    begin([5, 5], [50, 50]);
    session.choose('select');
    expect(shown('b.png').labels).toHaveLength(1);
    begin([20, 20]);
    await session.open('a.png');
    expect(session.store.getState().tool.name).toBe('idle');
    expect(shown('b.png').labels).toHaveLength(1);
    await settled('b.png');
  });

  it('changes nothing of a locked label and picks no hidden one', () => {
    triangle();
    const { id } = shown().labels[0];
    session.toggle('locked', [id]);
    session.remove();
    session.chooseClass('pitting');
    expect(shown().labels).toMatchObject([{ id, class: 'crack' }]);
    session.toggle('locked', [id]);
    session.toggle('hidden', [id]);
    session.choose('select');
    session.pointer('onPointerDown', pointer([5, 5]));
    expect(session.store.getState().selected).toEqual([]);
  });

  it('does to all selected labels what it does to one, in one step each', () => {
    triangle();
    draw([50, 50], [60, 50], [60, 60]);
    const before = shown().labels;
    session.pickAll();
    session.copy();
    session.chooseClass('pitting');
    expect(shown().labels).toMatchObject([{ class: 'pitting' }, { class: 'pitting' }]);
    session.undo();
    expect(shown().labels).toEqual(before);
    session.paste();
    expect(shown().labels).toHaveLength(4);
    expect(
      shown()
        .labels.slice(2)
        .map(({ id }) => id),
    ).toEqual(session.store.getState().selected);
    session.undo();
    expect(shown().labels).toEqual(before);
    session.pick(before[1].id, false);
    session.pick(before[0].id, true);
    session.remove();
    expect(shown().labels).toEqual([]);
    session.undo();
    expect(shown().labels).toEqual(before);
  });

  it('pastes into another image where the labels were copied', async () => {
    triangle();
    session.pickAll();
    session.copy();
    const [{ id: _, ...label }] = shown().labels;
    await session.open('b.png');
    session.paste();
    expect(shown('b.png').labels).toMatchObject([label]);
    await settled('b.png');
  });

  it('changes the width of the selected polyline, undoably', () => {
    session.choose('polyline');
    for (const at of [
      [5, 5],
      [30, 30],
    ] as Point[]) {
      session.pointer('onPointerDown', pointer(at));
      session.pointer('onPointerUp', pointer(at));
    }
    session.widen(1);
    session.handle('onComplete');
    expect(shown().labels).toMatchObject([{ width: 3.5 }]);
    session.choose('select');
    session.widen(-1);
    expect(shown().labels).toMatchObject([{ width: 3 }]);
    session.undo();
    expect(shown().labels).toMatchObject([{ width: 3.5 }]);
  });

  describe('review', () => {
    const listed = (filter: ImageFilter) => {
      const images = liveImages(session.store.getState().images ?? [], session.documents.store.getState().open);
      return chosenImages(images, { ...ALL_IMAGES, filter }).map(({ name }) => name);
    };
    const place = (at: Point) => {
      session.choose('remark');
      session.pointer('onPointerDown', pointer(at));
    };

    it('keeps who approved an image and when, and takes it back when the labels change after it', async () => {
      triangle();
      session.verifyAndGoOn();
      expect(listed('to review')).toEqual(['a.png']);
      await session.open('a.png');
      session.approveAndGoOn();
      await settled();
      await calls['labels.flush']({});
      const { review } = JSON.parse(await readFile(join(folder, 'p/data/dl_train/labels/a.png.json'), 'utf8'));
      expect(review).toEqual({ verdict: 'approved', remarks: [], by: 'Ada', at: expect.stringMatching(/^20.*Z$/) });
      expect(listed('approved')).toEqual(['a.png']);
      expect(listed('to review')).toEqual([]);
      triangle();
      expect(shown().review).toBeUndefined();
      session.undo();
      expect(shown().review).toEqual(review);
    });

    it('sends an image back with remarks on places, so that it does not train until it was done again', async () => {
      triangle();
      session.verifyAndGoOn();
      await session.open('a.png');
      place([12, 8]);
      session.remark('  the crack goes on here ');
      place([30, 40]);
      session.remark('and this is a joint');
      const remarks = [
        { at: [12, 8], text: 'the crack goes on here' },
        { at: [30, 40], text: 'and this is a joint' },
      ];
      expect(shown()).toMatchObject({ state: 'in progress', review: { verdict: 'returned', by: 'Ada', remarks } });
      expect(listed('returned')).toEqual(['a.png']);
      session.removeRemark(1);
      expect(shown().review?.remarks).toEqual(remarks.slice(0, 1));
      triangle();
      expect(shown().review?.verdict).toBe('returned');
      session.verifyAndGoOn();
      expect(shown()).toMatchObject({
        state: 'verified',
        review: { verdict: 'answered', remarks: remarks.slice(0, 1) },
      });
      expect(listed('to review')).toEqual(['a.png']);
      await settled();
      await session.refresh();
      expect(session.store.getState().images?.[0]).toMatchObject({ state: 'verified', review: 'answered' });
    });

    it('asks for words before it sends back, and forgets the place when the hand goes elsewhere', async () => {
      place([12, 8]);
      session.remark('   ');
      expect(shown().review).toBeUndefined();
      session.choose('select');
      session.remark('too late');
      expect(shown().review).toBeUndefined();
      place([12, 8]);
      session.remark('look here');
      session.removeRemark(0);
      expect(shown().review).toBeUndefined();
      await settled();
    });
  });
});
