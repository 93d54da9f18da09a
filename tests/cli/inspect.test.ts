import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openFrameIndex } from '../../src/main/media/frame-index.ts';
import { readFrame } from '../../src/main/media/frames.ts';
import { stretchesOf } from '../../src/shared/labels/stretches.ts';
import { Random } from '../../src/shared/random.ts';
import { type CrackEvent, eventsDocumentSchema } from '../../src/shared/schemas/inspection.ts';
import { type Crack, crackedGround, writeCrackVideo } from '../helpers/crack-video.ts';
import { temporaryFolder } from '../helpers/pictures.ts';
import { startStudio, studio } from '../helpers/studio.ts';
import { writeTinyModel } from '../helpers/tiny-model.ts';

/** Each costs a second or two. Whoever changes inspections asks for more: `STUDIO_KILLS=30 npx vitest run cli/inspect`. */
const KILLS = Number(process.env.STUDIO_KILLS ?? 2);
const dir = temporaryFolder();
const [model, video] = [join(dir, 'model.onnx'), join(dir, 'wall.mp4')];
const inspect = ['inspect', model, video, '--mode', 'tile'];

/** Seen from the beginning until it leaves; and one that comes into view and stays. */
const cracks: Crack[] = [
  [
    [170, 200],
    [200, 260],
    [230, 330],
  ],
  [
    [520, 180],
    [560, 240],
    [545, 320],
  ],
];
/** The camera pans over the wall in three seconds: 4 px a frame. */
const views = Array.from({ length: 75 }, (_, i) => ({ x: 200 + 4 * i, y: 260, turn: 0, zoom: 1 }));

beforeAll(async () => {
  await writeTinyModel(model, { darkness: 0.3, metadata: { input_size: '256' } });
  await writeCrackVideo(video, crackedGround(5, cracks), views);
});
afterAll(() => rmSync(dir, { recursive: true }));

/** The newest inspection of a video in a folder. */
function newest(out: string, name = 'wall'): string {
  const folder = join(out, name);
  const times = readdirSync(folder).filter(time => existsSync(join(folder, time, 'settings.json')));
  return join(folder, times.sort().at(-1) ?? 'none');
}

/** The content of every file of a folder and of those in it. */
function filesOf(folder: string): Record<string, string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile());
  const paths = entries.map(({ parentPath, name }) => join(parentPath, name)).sort();
  return Object.fromEntries(paths.map(path => [relative(folder, path), readFileSync(path, 'base64')]));
}

function eventsIn(out: string) {
  return eventsDocumentSchema.parse(JSON.parse(readFileSync(join(newest(out), 'events.json'), 'utf8'))).events;
}

/** The pixels of a crack, as numbers of the frame's pixels in rising order. */
function pixels({ mask }: CrackEvent): number[] {
  return stretchesOf(mask).flatMap(({ y, from, to }) =>
    Array.from({ length: to - from }, (_, i) => 320 * y + from + i),
  );
}

/** The same of an annotation, whose runs go down the columns. */
function cocoPixels({ segmentation }: { segmentation: { counts: number[]; size: [number, number] } }): number[] {
  const { counts, size } = segmentation;
  const found: number[] = [];
  let at = 0;
  for (const [i, count] of counts.entries()) {
    for (let k = at; i % 2 === 1 && k < at + count; k++) found.push(320 * (k % size[0]) + Math.floor(k / size[0]));
    at += count;
  }
  expect(at).toBe(320 * 240);
  return found.sort((a, b) => a - b);
}

/** A video as ffmpeg reads it. */
async function framesOf(path: string) {
  const index = await openFrameIndex(path, { cache: null });
  return {
    codec: index.info.codec,
    times: index.timesMs.map(Math.round),
    async count(frame: number, is: (pixel: Uint8Array) => boolean) {
      const { data } = await readFrame(index, frame);
      let count = 0;
      for (let i = 0; i < data.length; i += 3) if (is(data.subarray(i, i + 3))) count++;
      return count;
    },
  };
}

describe('studio inspect', () => {
  const out = join(dir, 'inspections');

  it('finds every crack of a video once, exact to the frame, though it looks at five frames a second', async () => {
    const { exitCode, stderr, stdout } = await studio([...inspect, '--out', out]);
    expect([exitCode, stderr.split('\n').at(-1)]).toEqual([
      0,
      expect.stringMatching(/^2 cracks in .*wall\.mp4, \d+ frames looked at: /),
    ]);
    expect(stdout.match(/^crack \d: /gm)).toHaveLength(2);
    const [left, right] = eventsIn(out);
    const every = join(dir, 'every');
    await studio([...inspect, '--out', every, '--every', '1']);
    const [leftTruth, rightTruth] = eventsIn(every);
    expect([left.begin.frame, left.end.frame]).toEqual([0, leftTruth.end.frame]);
    expect([right.begin.frame, right.end.frame]).toEqual([rightTruth.begin.frame, 74]);
    expect(left.frames_seen).toBeLessThan(leftTruth.frames_seen);
    // The whole crack is seen at its peak, where it lies in the frame.
    expect(Math.abs(left.length_px - 144)).toBeLessThan(8);
    expect(left.mask.y).toBeGreaterThan(50);
    // The model's blurred edges make it wider than the 4.6 px drawn.
    expect(Math.abs(left.width_mean_px - 5.6)).toBeLessThan(1);
  });

  it('writes a line for every frame looked at, a table and a picture of each peak', () => {
    const folder = newest(out);
    expect(readdirSync(folder).sort()).toEqual(['events.csv', 'events.json', 'frames.jsonl', 'peaks', 'settings.json']);
    expect(readdirSync(join(folder, 'peaks'))).toHaveLength(2);
    const looks = readFileSync(join(folder, 'frames.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .map(line => JSON.parse(line));
    expect(looks.map(({ frame }) => frame)).toEqual(looks.map(({ frame }) => frame).toSorted((a, b) => a - b));
    expect(looks.length).toBeLessThan(60);
    expect(readFileSync(join(folder, 'events.csv'), 'utf8').split('\n')[0]).toMatch(/^id,class,begin,peak,end,/);
  });

  it('looks where it is told: a stretch, an ROI, larger cracks alone', async () => {
    const part = join(dir, 'part');
    const where = ['--start', '0s', '--end', '1s', '--roi', '0,0 319,0 319,239 0,239'];
    await studio([...inspect, '--out', part, ...where, '--annotate', 'subtitles', '--clips']);
    expect(readdirSync(newest(part))).toEqual(expect.arrayContaining(['clips', 'events.ass', 'events.vtt']));
    const { stdout } = await studio(['probe', join(newest(part), 'clips/001.mp4'), '--json']);
    expect(JSON.parse(stdout).frames).toBeGreaterThanOrEqual(25);
    expect(eventsIn(part)).toHaveLength(1);
    await studio([...inspect, '--out', part, '--min-length', '500', '--every', '10']);
    expect(eventsIn(part)).toEqual([]);
  });

  it(
    `goes on after each of ${KILLS} kills at random moments, and the files are those of an inspection that was never interrupted`,
    async () => {
      // A frame in two seconds: what is done is kept four times.
      const slow = join(dir, 'slow.mp4');
      await writeCrackVideo(slow, crackedGround(5, cracks), views.slice(0, 20), 0.5);
      const inspectSlow = (name: string) => ['inspect', model, slow, '--mode', 'tile', '--out', join(dir, name)];
      const begun = Date.now();
      expect((await studio(inspectSlow('unhurt'))).exitCode).toBe(0);
      const wholeMs = Date.now() - begun;
      const random = new Random(12);
      for (let [kills, round] = [0, 0]; kills < KILLS || round === 0; round++) {
        const killed = `killed-${round}`;
        for (let done = false; !done; ) {
          const isBegun = existsSync(join(dir, killed, 'slow')) && existsSync(newest(join(dir, killed), 'slow'));
          const going = startStudio([...inspectSlow(killed), ...(isBegun ? ['--resume'] : [])]);
          const death = kills < KILLS ? setTimeout(() => going.kill('SIGKILL'), random.below(wholeMs)) : undefined;
          const { exitCode, signal, stderr } = await going;
          clearTimeout(death);
          if (signal === 'SIGKILL') kills++;
          else expect(exitCode, stderr).toBe(0);
          done = exitCode === 0;
        }
        expect(filesOf(newest(join(dir, killed), 'slow'))).toEqual(filesOf(newest(join(dir, 'unhurt'), 'slow')));
      }
    },
    180_000 + 30_000 * KILLS,
  );

  it('says which shards are missing, and joined they are what one inspection gives', async () => {
    const shards = join(dir, 'shards');
    const run = (...flags: string[]) => studio([...inspect, '--out', shards, ...flags]);
    expect((await run('--shard', '2/2')).stderr).toMatch(/2\/2 of .*wall\.mp4, \d+ frames looked at: .*shards.2-of-2$/);
    expect((await run('--join')).stderr).toMatch(
      /^error: These shards in .* are not done: 1\/2\. Run them, then join\.$/,
    );
    await run('--shard', '1/2');
    expect((await run('--join')).exitCode).toBe(0);
    expect(filesOf(newest(shards))).toEqual(filesOf(newest(out)));
    expect((await run('--shard', '3/2')).stderr).toMatch(
      /^error: --shard wants which of how many stretches, e\.g\. 2\/4,/,
    );
  });

  it('goes on with nothing else than it was begun with, and says of one that is finished that it is', async () => {
    const finished = await studio([...inspect, '--out', out, '--resume']);
    expect(finished.exitCode).toBe(0);
    expect(finished.stderr).toMatch(/was finished before: there was nothing to go on with$/);
    const { exitCode, stderr } = await studio([...inspect, '--out', join(dir, 'none'), '--resume']);
    expect([exitCode, stderr]).toEqual([
      1,
      expect.stringMatching(/^error: There is no inspection in .* to go on with: begin one\.$/),
    ]);
  });

  it('makes of the events what is asked for, also when it has come to its end: a video, a COCO data set, sheets of the peaks', async () => {
    const made = await studio([...inspect, '--out', out, '--resume', '--annotate', 'video', '--coco', '--sheet']);
    expect([made.exitCode, made.stderr]).toEqual([0, expect.stringMatching(/was finished before/)]);
    const folder = newest(out);
    const [wall, annotated] = await Promise.all([video, join(folder, 'annotated.mp4')].map(framesOf));
    expect([annotated.codec, annotated.times]).toEqual(['h264', wall.times]);
    // White words above, and red lines around the cracks, in a gray video.
    const isRed = ([r, g, b]: Uint8Array) => r - Math.max(g, b) > 60;
    expect(await annotated.count(60, isRed)).toBeGreaterThan(100);
    expect(await wall.count(60, isRed)).toBe(0);
    const coco = JSON.parse(readFileSync(join(folder, 'coco/annotations/instances_default.json'), 'utf8'));
    const found = eventsIn(out);
    expect(coco.annotations.map(cocoPixels)).toEqual(found.toSorted((a, b) => a.peak.frame - b.peak.frame).map(pixels));
    for (const { file_name, width, height } of coco.images) {
      const picture = await sharp(join(folder, 'coco/images/default', file_name)).metadata();
      expect([picture.width, picture.height]).toEqual([width, height]);
    }
    expect((await sharp(join(folder, 'sheet-1.png')).metadata()).width).toBe(16 + 2 * 336);
  });

  it('says in one sentence what is wrong with a video, an ROI or a stretch', async () => {
    const said = async (...flags: string[]) =>
      (await studio([...inspect, '--out', join(dir, 'wrong'), ...flags])).stderr;
    expect(await said('--roi', '0,0 900,0 900,900')).toMatch(/^error: .*(900|320).*$/);
    expect(await said('--start', '99s')).toMatch(
      /^error: .* has no frame between the start and the end asked for: it lasts 3\.0 s\.$/,
    );
    expect((await studio(['inspect', model, join(dir, 'gone.mp4'), '--out', dir])).stderr).toMatch(
      /^error: .*gone\.mp4.*$/,
    );
  });
});
