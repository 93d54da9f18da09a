import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { InspectionId } from '../../../src/shared/contract-inspections.ts';
import { crackedGround, writeCrackVideo } from '../../helpers/crack-video.ts';
import { temporaryFolder } from '../../helpers/pictures.ts';
import { startTestStudio, type TestStudio } from '../../helpers/test-studio.ts';
import { writeTinyModel } from '../../helpers/tiny-model.ts';

const model = { kind: 'run', run: 'tiny' } as const;
const asReference = { model: null, pictures: false, device: 'cpu' } as const;
let studio: TestStudio;
let folder: string;
let video: string;
let asked: { model: typeof model; video: string; mode: 'tile'; every: { frames: number }; device: 'cpu' };
beforeAll(async () => {
  studio = startTestStudio();
  folder = join(temporaryFolder(), 'project');
  await studio.call('project.create', { folder, name: 'Line 3' });
  mkdirSync(join(folder, 'dl_models/tiny'), { recursive: true });
  mkdirSync(join(folder, 'videos'), { recursive: true });
  const metadata = { input_size: '256' };
  await writeTinyModel(join(folder, 'dl_models/tiny/model.onnx'), { darkness: 0.3, metadata });
  video = join(folder, 'videos/wall.mp4');
  asked = { model, video, mode: 'tile', every: { frames: 1 }, device: 'cpu' };
  const crack = [
    [170, 200],
    [200, 260],
    [230, 330],
  ] as const;
  const views = Array.from({ length: 24 }, (_, i) => ({ x: 200 + 2 * i, y: 260, turn: 0, zoom: 1 }));
  await writeCrackVideo(video, crackedGround(5, [crack]), views);
});
afterAll(() => studio.close());

const told = () => studio.told.flatMap(event => (event.name === 'job.progress' ? [event.data] : []));
const fileOf = ({ video, time }: InspectionId, name: string) => join(folder, 'inspections', video, time, name);

describe('an inspection of a video of the project', () => {
  let id: InspectionId;

  it('tells how far it is, ends when it is cancelled, runs alone, and is then listed as not finished', async () => {
    const going = studio.call('inspections.start', { ...asked, job: 'inspecting' });
    await vi.waitUntil(() => told().some(({ job, text }) => job === 'inspecting' && text.includes('crack')), 20_000);
    expect((await studio.call('inspections.list', {})).running).toBe('inspecting');
    await expect(studio.call('inspections.start', asked)).rejects.toThrow(
      'An inspection runs already: wait until it has ended, or cancel it.',
    );
    await expect(studio.call('inspections.reference', { ...asReference, video })).rejects.toThrow(
      'An inspection runs already: wait until it has ended, or cancel it.',
    );
    await studio.call('job.cancel', { job: 'inspecting' });
    await expect(going).rejects.toThrow('The job was cancelled.');
    const { inspections, running } = await studio.call('inspections.list', {});
    expect(running).toBeNull();
    expect(inspections).toEqual([
      { video: 'wall', time: expect.any(String), file: 'wall.mp4', model: 'model.onnx', threshold: 0.5, events: null },
    ]);
    id = { video: 'wall', time: inspections[0].time };
    await expect(studio.call('inspections.read', id)).rejects.toThrow(
      /has not come to its end: go on with it first\.$/,
    );
  });

  it('goes on as it was begun, and gives each event with a picture of its peak that the page can read', async () => {
    expect(
      await studio.call('inspections.start', { ...asked, every: 'auto', resume: id.time, job: 'resuming' }),
    ).toEqual(id);
    const last = told().findLast(({ job }) => job === 'resuming');
    expect(last).toMatchObject({
      done: 1,
      total: 1,
      text: expect.stringMatching(/^1 crack · .*real time · 0 s left · /),
    });
    const { settings, events } = await studio.call('inspections.read', id);
    expect(settings.every).toEqual({ frames: 1 });
    expect(events).toEqual([
      expect.objectContaining({ id: 1, verdict: null, begin: expect.objectContaining({ frame: 0 }) }),
    ]);
    expect(await studio.call('inspections.look', { ...id, frame: 1 })).toEqual({
      ...{ width: 320, height: 240, masks: [expect.objectContaining({ rle: expect.stringMatching(/./) })] },
      ...{ before: { frame: 0, ms: 0 }, after: { frame: 2, ms: 80 } },
    });
    await studio.call('inspections.start', { ...asked, resume: id.time, sheet: true });
    expect(existsSync(fileOf(id, 'sheet-1.png'))).toBe(true);
    const picture = await studio.openedFiles.locate(events[0].pictureUrl ?? '');
    expect(
      readFileSync(picture ?? '')
        .subarray(1, 4)
        .toString(),
    ).toBe('PNG');
    expect((await studio.call('inspections.list', {})).inspections).toMatchObject([{ ...id, events: 1 }]);
  });

  it('ends when its project is closed, and goes on when that is open again', async () => {
    const going = studio.call('inspections.start', { ...asked, job: 'left' });
    const ended = expect(going).rejects.toThrow('The inspection was stopped, for its project was closed: ');
    await vi.waitUntil(() => told().some(({ job, text }) => job === 'left' && text.includes('crack')), 20_000);
    await studio.call('project.close', {});
    await ended;
    await studio.call('project.open', { folder });
    const [left] = (await studio.call('inspections.list', {})).inspections;
    expect(left.events).toBeNull();
    await studio.call('inspections.start', { ...asked, resume: left.time });
    expect((await studio.call('inspections.read', left)).events).toHaveLength(1);
    rmSync(join(folder, 'inspections', left.video, left.time), { recursive: true });
  });

  it('waits for one as the reference, too, which is told as running', async () => {
    const going = studio.call('inspections.reference', { ...asReference, video, job: 'as the reference' });
    await expect(studio.call('inspections.start', asked)).rejects.toThrow('An inspection runs already: ');
    expect((await studio.call('inspections.list', {})).running).toBe('as the reference');
    expect((await going).frames).toBeGreaterThan(20);
    expect((await studio.call('inspections.list', {})).running).toBeNull();
  });

  it('keeps what a person says of an event, with who and when, and forgets it when it is taken back', async () => {
    const { verdict } = await studio.call('inspections.judge', { ...id, event: 1, verdict: 'unsure' });
    await studio.call('inspections.judge', { ...id, event: 1, verdict: 'false' });
    expect((await studio.call('inspections.read', id)).events[0].verdict).toMatchObject({
      ...verdict,
      verdict: 'false',
      at: expect.any(String),
    });
    expect(JSON.parse(readFileSync(fileOf(id, 'verdicts.json'), 'utf8')).verdicts).toEqual({
      1: { verdict: 'false', by: expect.stringMatching(/./), at: expect.stringMatching(/^\d{4}-.*Z$/) },
    });
    await studio.call('inspections.judge', { ...id, event: 1, verdict: null });
    expect((await studio.call('inspections.read', id)).events[0].verdict).toBeNull();
    await expect(studio.call('inspections.judge', { ...id, event: 2, verdict: 'true' })).rejects.toThrow(
      /has no event 2\.$/,
    );
  });

  it('sends the frame of a verdict to the dataset: no crack, verified; a crack, its mask to look at; and once', async () => {
    const judged = async (verdict: 'true' | 'false') => {
      await studio.call('inspections.judge', { ...id, event: 1, verdict });
      const { image } = await studio.call('inspections.keep', { ...id, what: { event: 1 } });
      const { state, labels } = (await studio.call('labels.read', { image })).document;
      return { image, state, labels };
    };
    expect((await studio.call('inspections.askNext', { ...id, count: 5 })).frames).toHaveLength(1);
    const rejected = await judged('false');
    expect(rejected).toMatchObject({ state: 'verified', labels: [] });
    const { peak } = (await studio.call('inspections.read', id)).events[0];
    expect(rejected.image).toContain(`f${String(peak.frame).padStart(7, '0')}_inspected`);
    const found = await judged('true');
    expect(found).toMatchObject({ image: rejected.image, state: 'unlabelled' });
    expect(found.labels).toEqual([expect.objectContaining({ source: 'predicted', class: 'crack' })]);
    await studio.call('inspections.judge', { ...id, event: 1, verdict: null });
    expect((await studio.call('labels.list', {})).images).toHaveLength(1);
  });

  it('asks about no frame within two seconds of one in the dataset, and saves one as it is', async () => {
    // The video lasts one.
    expect((await studio.call('inspections.askNext', { ...id, count: 5 })).frames).toEqual([]);
    const { image } = await studio.call('inspections.keep', { ...id, what: { frame: 3 } });
    expect((await studio.call('labels.read', { image })).document).toMatchObject({ state: 'unlabelled', labels: [] });
    await expect(studio.call('inspections.keep', { ...id, what: { frame: 999 } })).rejects.toThrow(/999/);
  });

  it('is compared with another of the same video, crack by crack', async () => {
    const other = await studio.call('inspections.start', { ...asked, every: { frames: 5 }, threshold: 0.6 });
    expect(await studio.call('inspections.compare', { first: id, second: other })).toEqual({
      both: [[[1], [1]]],
      alone: [[], []],
    });
  });

  it('never writes over verdicts that it cannot read', async () => {
    writeFileSync(fileOf(id, 'verdicts.json'), '{"version": 9}');
    const judging = studio.call('inspections.judge', { ...id, event: 1, verdict: 'true' });
    await expect(judging).rejects.toThrow(/verdicts\.json is damaged or of another program: .*\.$/);
    expect(readFileSync(fileOf(id, 'verdicts.json'), 'utf8')).toBe('{"version": 9}');
  });

  it('is refused in one sentence for a way out of the project and for what is no video', async () => {
    const away = { video: '..', time: id.time };
    await expect(studio.call('inspections.read', away)).rejects.toThrow(
      '".." is not the name of a file of the project.',
    );
    const start = (path: string) => studio.call('inspections.start', { ...asked, video: path });
    await expect(start('wall.mp4')).rejects.toThrow('"wall.mp4" is not the full path of a video.');
    await expect(start(join(folder, 'studio.json'))).rejects.toThrow(/studio\.json.*\.$/);
  });
});
