import { existsSync, readdirSync } from 'node:fs';
import { copyFile, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createServices } from '../../../src/main/calls/services.ts';
import { createOpenedFiles } from '../../../src/main/files/opened-files.ts';
import { forkWorker } from '../../../src/main/jobs/worker-host.ts';
import { decoders } from '../../../src/main/media/decoders.ts';
import { openFrameIndex } from '../../../src/main/media/frame-index.ts';
import { readFrame } from '../../../src/main/media/frames.ts';
import { answer, type CallName, contract, type Input, type Output } from '../../../src/shared/contract.ts';
import { createEmitter } from '../../../src/shared/emitter.ts';
import type { Problem } from '../../../src/shared/errors.ts';
import type { Point } from '../../../src/shared/schemas/label.ts';
import { temporaryFolder } from '../../helpers/pictures.ts';
import { makeClips } from '../media/clips.ts';

const clips = temporaryFolder();
const roi: Point[] = [
  [30, 30],
  [100, 40],
  [60, 90],
];
beforeAll(() => makeClips(clips, ['mpeg2.mpg']));
afterAll(() => rm(clips, { recursive: true, force: true }));

const studios: AbortController[] = [];
afterEach(() => {
  for (const studio of studios.splice(0)) studio.abort();
});

/** A studio without a window and with a cache of its own. */
async function startStudio(folder = join(temporaryFolder(), 'project')) {
  const closing = new AbortController();
  studios.push(closing);
  const { publish, subscribe } = createEmitter();
  const openedFiles = createOpenedFiles();
  const cache = temporaryFolder();
  const handlers = createServices({
    ...{ spawnWorker: forkWorker, publish, openedFiles, closing: closing.signal },
    dialogs: { openFile: async () => null, openFiles: async () => [], openFolder: async () => null },
    recentFile: join(temporaryFolder(), 'recent.json'),
    cache,
  });
  const call = async <K extends CallName>(name: K, input: Input<K>): Promise<Output<K>> => {
    const replied = await answer(handlers, name, input);
    if (!replied.ok) throw new Error(replied.error);
    return contract[name].output.parse(replied.output) as Output<K>;
  };
  const saved = () =>
    new Promise<{ save: string; sample: { base: string } | null; problem: Problem | null }>(resolve => {
      const leave = subscribe(event => {
        if (event.name !== 'sample.saved') return;
        leave();
        resolve(event.data);
      });
    });
  if (existsSync(folder)) await call('project.open', { folder });
  else await call('project.create', { folder, name: 'Line 3' });
  /** Opens a video and counts its frames. */
  const open = async (path: string) => {
    const opened = await call('video.open', { path });
    return { ...opened, ...(await call('video.index', { video: opened.video })) };
  };
  return { call, open, saved, folder, cache, openedFiles };
}

type Studio = Awaited<ReturnType<typeof startStudio>>;

async function save({ call, saved }: Studio, video: string, frame: number, options = {}) {
  const told = saved();
  await call('sample.save', { video, frame, roi, options: { ...defaults, ...options } });
  return (await told).sample!.base;
}
const defaults = { tag: 'unk', maskOutside: false, blur: true, addToTraining: true };

describe('the calls of the Collect stage', () => {
  it('open a video with the time of every frame, serve it by URL, and remember it and its ROI', async () => {
    const studio = await startStudio();
    const path = join(clips, 'b-frames.mp4');
    const opened = await studio.open(path);
    expect(opened).toMatchObject({ name: 'b-frames.mp4', playable: true, roi: null, notice: null });
    expect(opened.timesMs.slice(0, 3)).toEqual([0, 40, 80]);
    expect(await studio.openedFiles.locate(opened.url)).toBe(path);
    await studio.call('roi.save', { video: opened.video, roi });
    expect((await studio.call('video.open', { path })).roi).toEqual(roi);
    expect((await studio.call('video.list', {})).videos).toEqual([
      { path, name: 'b-frames.mp4', exists: true, samples: 0 },
    ]);
    await studio.call('roi.save', { video: opened.video, roi: null });
    expect((await studio.call('video.open', { path })).roi).toBeNull();
  });

  it('show the first picture before the frames are counted, and count them when asked', async () => {
    const studio = await startStudio();
    const path = join(clips, 'b-frames.mp4');
    const opened = await studio.call('video.open', { path });
    expect(opened).toMatchObject({ isIndexed: false, playable: true, info: { width: 160, height: 120, frames: 75 } });
    const { url } = await studio.call('video.frame', { video: opened.video, frame: 0 });
    const data = await sharp(await studio.openedFiles.locate(url))
      .raw()
      .toBuffer();
    const index = await openFrameIndex(path, { cache: null });
    expect(Buffer.from((await readFrame(index, 0)).data).equals(data)).toBe(true);
    await expect(studio.call('video.frame', { video: opened.video, frame: 9 })).rejects.toThrow(/still being counted/);
    // Two pages wait for the same counting.
    const both = ['a', 'b'].map(job => studio.call('video.index', { video: opened.video, job }));
    for (const counted of await Promise.all(both)) expect(counted.timesMs).toEqual(index.timesMs);
    expect(await studio.call('video.open', { path })).toMatchObject({ isIndexed: true, timesMs: index.timesMs });
  });

  it('save the picture on the screen before the frames are counted, once they are', async () => {
    const studio = await startStudio();
    const { video } = await studio.call('video.open', { path: join(clips, 'b-frames.mp4') });
    const told = studio.saved();
    const save = crypto.randomUUID();
    const request = { video, sinceFirstMs: 1241, roi, options: defaults, save };
    expect(await studio.call('sample.save', request)).toEqual({ save });
    expect(await told).toMatchObject({ save, frame: 31, problem: null, sample: { base: '000001240_f0000031_unk' } });
    // Asked once more, for want of an answer, nothing is saved twice.
    await studio.call('sample.save', { ...request, again: true });
    await studio.call('sample.save', { ...request, save: crypto.randomUUID(), again: true });
    await expect.poll(() => readdirSync(join(studio.folder, '.studio/journal/samples'))).toEqual([]);
    expect((await studio.call('sample.list', { video })).samples).toHaveLength(1);
  });

  it('count no longer than somebody waits for it', async () => {
    const studio = await startStudio();
    const { video } = await studio.call('video.open', { path: join(clips, 'mpeg2.mpg') });
    const counting = studio.call('video.index', { video, job: 'count' });
    await studio.call('job.cancel', { job: 'count' });
    await expect(counting).rejects.toThrow('The job was cancelled.');
    await expect.poll(() => decoders.running).toBe(0);
    expect(await studio.call('video.open', { path: join(clips, 'mpeg2.mpg') })).toMatchObject({ isIndexed: false });
  });

  it('show and save square pixels unless the project says otherwise for a video', async () => {
    await makeClips(clips, ['anamorphic.mp4']);
    const studio = await startStudio();
    const path = join(clips, 'anamorphic.mp4');
    const square = await studio.call('video.open', { path });
    expect(square).toMatchObject({ info: { width: 213, height: 120 }, notice: expect.stringMatching(/not square/) });
    const form = { squarePixels: false, toneMap: false };
    const stored = await studio.call('video.open', { path, form });
    expect(stored).toMatchObject({ info: { width: 160, height: 120, form } });
    expect(stored.video).not.toBe(square.video);
    expect((await studio.call('video.open', { path })).info.form).toEqual(form);
  });

  it('give the exact frame as PNG, in whatever order frames are asked for', async () => {
    const studio = await startStudio();
    const path = join(clips, 'b-frames.mp4');
    const { video } = await studio.open(path);
    const index = await openFrameIndex(path, { cache: null });
    for (const frame of [31, 32, 30, 74, 0]) {
      const { url } = await studio.call('video.frame', { video, frame });
      const data = await sharp(await studio.openedFiles.locate(url))
        .raw()
        .toBuffer();
      expect(Buffer.from((await readFrame(index, frame)).data).equals(data)).toBe(true);
    }
    await expect(studio.call('video.frame', { video, frame: 75 })).rejects.toThrow(/^Frame 75 is not in /);
  });

  it('save a frame where the reference pipeline and the Label stage look for it', async () => {
    const studio = await startStudio();
    const { video } = await studio.open(join(clips, 'b-frames.mp4'));
    const base = await save(studio, video, 31, { tag: 'crack' });
    expect(base).toBe('000001240_f0000031_crack');
    const [sample] = (await studio.call('sample.list', { video })).samples;
    expect(sample).toMatchObject({ base, frame: 31, timeMs: 1240, tag: 'crack', roi });
    expect(sample!.thumbnailUrl).toMatch(new RegExp(`^/thumbnails/project/.*/${base}_prev\\.png\\?v=\\d+$`));
    expect(await studio.openedFiles.locate(sample!.imageUrl)).toContain(`${base}.png`);
    expect((await studio.call('labels.list', {})).images.map(({ name }) => name)).toEqual([`b-frames__${base}.png`]);
    expect(readdirSync(join(studio.folder, '.studio/journal/samples'))).toEqual([]);
  });

  it('leave the training set alone when asked to, and add to it later', async () => {
    const studio = await startStudio();
    const { video } = await studio.open(join(clips, 'b-frames.mp4'));
    const base = await save(studio, video, 3, { addToTraining: false });
    expect((await studio.call('labels.list', {})).images).toEqual([]);
    expect(await studio.call('sample.addToTraining', { video, bases: [base] })).toEqual({ added: 1 });
    expect(await studio.call('sample.addToTraining', { video, bases: [base] })).toEqual({ added: 0 });
    expect((await studio.call('labels.list', {})).images).toHaveLength(1);
  });

  it('delete a sample with its training image, and bring both back', async () => {
    const studio = await startStudio();
    const { video } = await studio.open(join(clips, 'b-frames.mp4'));
    const base = await save(studio, video, 5);
    const before = (await studio.call('sample.list', { video })).samples;
    const { undo, notice } = await studio.call('sample.delete', { video, base });
    expect(notice).toBeNull();
    expect((await studio.call('sample.list', { video })).samples).toEqual([]);
    expect((await studio.call('labels.list', {})).images).toEqual([]);
    await studio.call('sample.restore', { undo });
    expect((await studio.call('sample.list', { video })).samples).toEqual(before);
    await expect(studio.call('sample.restore', { undo })).rejects.toThrow(/no longer in the trash/);
  });

  it('keep the training image of a deleted sample when it is labelled, and say so', async () => {
    const studio = await startStudio();
    const { video } = await studio.open(join(clips, 'b-frames.mp4'));
    const image = `b-frames__${await save(studio, video, 5)}.png`;
    await studio.call('labels.edit', { image, revision: 0, edits: [{ kind: 'set-state', state: 'verified' }] });
    await studio.call('labels.flush', {});
    const base = image.slice('b-frames__'.length, -4);
    const { notice } = await studio.call('sample.delete', { video, base });
    expect(notice).toBe(`${image} stays in the training set, because it is labelled.`);
    expect((await studio.call('labels.list', {})).images).toHaveLength(1);
  });

  it('take up a save that a crash broke off, once', async () => {
    const first = await startStudio();
    const path = join(clips, 'b-frames.mp4');
    const { video } = await first.call('video.open', { path });
    await first.call('project.close', {});
    const journal = join(first.folder, '.studio/journal/samples');
    await mkdir(journal, { recursive: true });
    const left = { save: 'from-a-crash', video, frame: 7, roi, options: defaults };
    await writeFile(join(journal, 'from-a-crash.json'), JSON.stringify(left));
    const second = await startStudio(first.folder);
    const told = second.saved();
    await second.call('video.open', { path });
    expect(await told).toMatchObject({ save: 'from-a-crash', problem: null });
    expect((await second.call('sample.list', { video })).samples.map(({ frame }) => frame)).toEqual([7]);
  });

  it('refuse what makes no sense in one sentence, and write nothing', async () => {
    const studio = await startStudio();
    const { video } = await studio.open(join(clips, 'b-frames.mp4'));
    const ask = (change: object) => studio.call('sample.save', { video, frame: 0, roi, options: defaults, ...change });
    await expect(ask({ frame: 75 })).rejects.toThrow(/^Frame 75 is not in /);
    await expect(
      ask({
        roi: [
          [0, 0],
          [9, 0],
          [400, 9],
        ],
      }),
    ).rejects.toThrow(/lies outside the picture/);
    await expect(ask({ options: { ...defaults, tag: 'a/b' } })).rejects.toThrow(/The tag/);
    await expect(ask({ video: 'other' })).rejects.toThrow(/open it again/);
    await expect(studio.call('video.open', { path: 'b-frames.mp4' })).rejects.toThrow(/not the full path/);
    await expect(studio.call('sample.delete', { video, base: '../../studio' })).rejects.toThrow(/not the name/);
    await expect(studio.call('sample.restore', { undo: '..' })).rejects.toThrow(/not the name/);
    expect((await studio.call('sample.list', { video })).samples).toEqual([]);
  });

  it('say what happened when the video is removed while it is open', async () => {
    const studio = await startStudio();
    const path = join(temporaryFolder(), 'gone.mp4');
    await copyFile(join(clips, 'b-frames.mp4'), path);
    const { video } = await studio.open(path);
    await rm(path);
    await expect(studio.call('video.frame', { video, frame: 4 })).rejects.toThrow(/^Frame 4 of .* no longer decodes/);
    const told = studio.saved();
    await studio.call('sample.save', { video, frame: 4, roi, options: defaults });
    expect(await told).toMatchObject({
      sample: null,
      problem: { message: expect.stringMatching(/no longer decodes/) },
    });
    await expect(studio.call('video.open', { path })).rejects.toThrow(/it does not exist/);
  });

  it('make a copy that Chromium plays, with every frame at its time', async () => {
    const studio = await startStudio();
    const opened = await studio.open(join(clips, 'mpeg2.mpg'));
    expect(opened.playable).toBe(false);
    const { url } = await studio.call('video.proxy', { video: opened.video });
    const proxy = (await studio.openedFiles.locate(url))!;
    const index = await openFrameIndex(proxy, { cache: null });
    expect(index.info.codec).toBe('h264');
    const shift = (times: readonly number[]) => times.map(time => Math.round(time - times[0]!));
    expect(shift(index.timesMs)).toEqual(shift(opened.timesMs));
  });

  it('leave no half proxy behind when cancelled, however early', async () => {
    const studio = await startStudio();
    const { video } = await studio.open(join(clips, 'mpeg2.mpg'));
    const making = studio.call('video.proxy', { video, job: 'proxy' });
    expect(await studio.call('job.cancel', { job: 'proxy' })).toEqual({ found: true });
    await expect(making).rejects.toThrow('The job was cancelled.');
    expect(readdirSync(join(studio.cache, 'proxies'))).toEqual([]);
  });
});
