import { mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execaSync } from 'execa';
import sharp from 'sharp';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { readGray, readSize } from '../../../src/main/images/png.ts';
import type { InspectedModel, InspectedSource } from '../../../src/shared/contract-inspect.ts';
import { resizeBilinear } from '../../../src/shared/image/resize.ts';
import type { Point } from '../../../src/shared/schemas/label.ts';
import { temporaryFolder, writePicture } from '../../helpers/pictures.ts';
import { makeTrainingProject, startTestStudio, type TestStudio } from '../../helpers/test-studio.ts';
import { tinyProbability, writeTinyModel } from '../../helpers/tiny-model.ts';
import { makeClips } from '../media/clips.ts';

const studios: TestStudio[] = [];
afterEach(() => {
  for (const studio of studios.splice(0)) studio.close();
});

const TINY: InspectedModel = { kind: 'run', run: 'tiny' };
const training = (image: string): InspectedSource => ({ kind: 'training', image });
const file = (path: string) => ({ kind: 'file', path }) as const;

async function startStudio() {
  const studio = startTestStudio();
  studios.push(studio);
  const folder = await makeTrainingProject(studio);
  mkdirSync(join(folder, 'dl_models/tiny'), { recursive: true });
  await writeTinyModel(join(folder, 'dl_models/tiny/model.onnx'));
  const { call, openedFiles } = studio;
  const pixelsAt = async (url: string) => readGray((await openedFiles.locate(url)) ?? '');
  const predict = async (source: InspectedSource, mode: 'resize' | 'tile' = 'resize', model = TINY) =>
    pixelsAt((await call('inspect.predict', { model, source, mode })).url);
  const picture = (source: InspectedSource) => call('inspect.picture', { source });
  return { ...studio, folder, pixelsAt, predict, picture };
}

/** Probabilities, 0 to 255, are those of these grays, one by one. */
function expectSaidOf(said: ArrayLike<number>, grays: ArrayLike<number>) {
  expect(said).toHaveLength(grays.length);
  const far = Array.from(said).map((value, i) => Math.abs(value - 255 * tinyProbability(grays[i])));
  expect(Math.max(...far)).toBeLessThanOrEqual(0.51);
}

describe('what a model says of a training image', () => {
  it('is a picture of the probabilities that the page can read', async () => {
    const { call, folder, pixelsAt, picture, openedFiles } = await startStudio();
    const grays = Array.from({ length: 32 * 32 }, (_, i) => [0, 60, 100, 105, 110, 200, 255][i % 7]);
    await writePicture(join(folder, 'data/dl_train/images/x.png'), 32, 32, grays);
    const source = training('x.png');
    const { url, ...facts } = await call('inspect.predict', { model: TINY, source, mode: 'resize' });
    expect(facts).toMatchObject({ width: 32, height: 32 });
    expect(facts.highest).toBeCloseTo(tinyProbability(0), 5);
    expectSaidOf((await pixelsAt(url)).data, grays);
    expect(await picture(source)).toMatchObject({ width: 32, height: 32, maskUrl: null });
    const { maskUrl } = await picture(training('00.png'));
    expect(await openedFiles.locate(maskUrl ?? '')).toContain('00.png');
  });

  it('is shown over the colour picture that was collected with it, where there is one of its size', async () => {
    const { folder, picture, openedFiles } = await startStudio();
    const name = (base: string) => training(`line 1__${base}.png`);
    const previews = join(folder, 'data/dl_dataset/line 1/previews');
    for (const [base, side] of [
      ['000001000_f0000025_unk', 32],
      ['000002000_f0000050_unk', 31],
    ] as const) {
      await writePicture(join(folder, `data/dl_train/images/line 1__${base}.png`), 32, 32, () => 100);
      await writePicture(join(previews, `${base}_prev.png`), side, side, () => 100);
    }
    const { url, ...shown } = await picture(name('000001000_f0000025_unk'));
    expect(shown).toMatchObject({ width: 32, height: 32, original: true, box: { x1: 0, y1: 0, x2: 32, y2: 32 } });
    expect(await openedFiles.locate(url)).toBe(join(previews, '000001000_f0000025_unk_prev.png'));
    const { url: gray, original } = await picture(name('000002000_f0000050_unk'));
    expect(gray).toContain('/dl_train/images/line%201__');
    expect(original).toBe(false);
  });

  it('comes of a gray picture of its own, as large as the network has it', async () => {
    const { call, folder, pixelsAt } = await startStudio();
    const grays = Array.from({ length: 40 * 20 }, (_, i) => (i * 7) % 256);
    await writePicture(join(folder, 'data/dl_train/images/x.png'), 40, 20, grays);
    const source = training('x.png');
    const given = async (side: number | null) => pixelsAt((await call('inspect.input', { source, side })).url);
    expect(await given(null)).toEqual({ width: 40, height: 20, data: Uint8Array.from(grays) });
    expect(await given(16)).toEqual(resizeBilinear({ width: 40, height: 20, data: Uint8Array.from(grays) }, 16, 16));
    await expect(given(4097)).rejects.toThrow();
  });

  it('is refused in one sentence without a model, an image, or a plain name', async () => {
    const { predict, picture } = await startStudio();
    const by = (run: string) => predict(training('00.png'), 'resize', { kind: 'run', run });
    await expect(by('none')).rejects.toThrow('none has no model');
    await expect(by('../tiny')).rejects.toThrow('is not the name');
    for (const ask of [predict, picture]) {
      await expect(ask(training('no.png'))).rejects.toThrow(/^Cannot read .*no\.png/);
      await expect(ask(training('../../studio.json'))).rejects.toThrow('is not the name');
    }
  });

  it('comes tile by tile at the image’s own resolution, and can be cancelled on the way', async () => {
    const { call, told, folder, predict } = await startStudio();
    const grays = Array.from({ length: 300 * 200 }, (_, i) => (i * 7) % 256);
    await writePicture(join(folder, 'data/dl_train/images/large.png'), 300, 200, grays);
    const source = training('large.png');
    expectSaidOf((await predict(source, 'tile')).data, grays);
    // Squeezed to 32 px and back, neighbours are mixed.
    expect(await predict(source, 'resize')).not.toEqual(await predict(source, 'tile'));

    const cancelled = call('inspect.predict', { model: TINY, source, mode: 'tile', job: 'a' });
    const waiting = call('inspect.predict', { model: TINY, source, mode: 'tile', job: 'b' });
    const ended = Promise.allSettled([cancelled, waiting]);
    await call('job.cancel', { job: 'a' });
    await call('job.cancel', { job: 'b' });
    for (const end of await ended) expect(end).toMatchObject({ reason: { message: 'The job was cancelled.' } });
    await call('inspect.predict', { model: TINY, source, mode: 'tile', job: 'c' });
    const heard = told.flatMap(({ name, data }) => (name === 'job.progress' && data.job === 'c' ? [data] : []));
    expect(heard.length).toBeGreaterThan(10);
    expect(heard.at(-1)).toMatchObject({ done: heard.length - 1, total: heard.length });
  });
});

describe('a model from disk', () => {
  it('says its epoch, Dice and size, and looks as one of the project does', async () => {
    const { call, predict } = await startStudio();
    const metadata = { input_size: '48', epoch: '7', val_dice: '0.8125' };
    const path = await writeTinyModel(join(temporaryFolder(), 'model.onnx'), { metadata });
    const model = file(path);
    expect(await call('inspect.model', { model })).toEqual({
      ...{ path, epoch: 7, valDice: 0.8125, inputSize: 48 },
      inputMode: 'resize',
      classes: [],
    });
    expect(await predict(training('00.png'), 'tile', model)).toEqual(await predict(training('00.png'), 'tile'));
    const { epoch, valDice } = await call('inspect.model', { model: TINY });
    expect([epoch, valDice]).toEqual([null, null]);
  });

  it('is refused in one sentence when it is none', async () => {
    const { call } = await startStudio();
    const folder = temporaryFolder();
    const open = (path: string) => call('inspect.model', { model: file(path) });
    const text = join(folder, 'notes.onnx');
    writeFileSync(text, 'this is text\n'.repeat(9));
    await expect(open(text)).rejects.toThrow(/notes\.onnx is not an ONNX model; give the model\.onnx/);
    const other = await writeTinyModel(join(folder, 'other.onnx'), { input: 'tokens' });
    await expect(open(other)).rejects.toThrow(/^\S+other\.onnx is another kind of model: .*\.$/);
    await expect(open(join(folder, 'none.onnx'))).rejects.toThrow(/^Cannot read .*none\.onnx: it does not exist/);
    await expect(open(folder)).rejects.toThrow(/^Cannot read .*: it is a folder/);
    await expect(open('model.onnx')).rejects.toThrow('"model.onnx" is not the full path of a model.');
  });
});

describe('pictures from disk', () => {
  it('are those of a folder and single files, each once', async () => {
    const { call, openedFiles } = await startStudio();
    const folder = temporaryFolder();
    for (const name of ['b.png', 'a.png']) await writePicture(join(folder, name), 4, 4, () => 9);
    const alone = join(temporaryFolder(), 'no-ending');
    await writePicture(alone, 4, 4, () => 9);
    const { images, problems } = await call('inspect.images', { paths: [alone, folder, join(folder, 'b.png')] });
    expect(images.map(({ name }) => name)).toEqual(['no-ending', 'a.png', 'b.png']);
    expect(problems).toEqual([]);
    const [, a] = images;
    const opened = await openedFiles.locate(a!.thumbnailUrl.replace('/thumbnails/', '/files/').split('?')[0]!);
    expect(opened).toBe(a?.path);
  });

  it('are turned as their EXIF says, before the model and on the page alike', async () => {
    const { predict, picture, pixelsAt } = await startStudio();
    const path = join(temporaryFolder(), 'lying.jpg');
    const data = Uint8Array.from({ length: 32 * 48 * 3 }, (_, i) => (i % (48 * 3) < 60 ? 20 : 230));
    const lying = sharp(data, { raw: { width: 48, height: 32, channels: 3 } });
    await lying.withMetadata({ orientation: 6 }).jpeg({ quality: 100 }).toFile(path);
    const shown = await picture(file(path));
    expect(shown).toMatchObject({ width: 32, height: 48, box: { x1: 0, y1: 0, x2: 32, y2: 48 }, maskUrl: null });
    const gray = await readGray(path);
    expect(await pixelsAt(shown.url)).toEqual(gray);
    const said = await predict(file(path), 'tile');
    expect([said.width, said.height]).toEqual([32, 48]);
    expectSaidOf(said.data, gray.data);
    // What lay on the left is on top.
    expect([said.data[16], said.data[47 * 32 + 16]]).toEqual([255, 0]);
  });

  it('are shown as they lie where Chromium can, and as PNG where it cannot', async () => {
    const { picture, openedFiles } = await startStudio();
    const folder = temporaryFolder();
    const png = join(folder, 'a.png');
    await writePicture(png, 5, 4, () => 9);
    const tiff = join(folder, 'a.tif');
    await sharp(png).tiff().toFile(tiff);
    expect(await openedFiles.locate((await picture(file(png))).url)).toBe(png);
    const shown = await openedFiles.locate((await picture(file(tiff))).url);
    expect(shown).toMatch(/\.png$/);
    expect(await readSize(shown!)).toEqual({ width: 5, height: 4 });
  });

  it('are refused in one sentence each when they cannot be read', async () => {
    const { call, predict, picture } = await startStudio();
    const folder = temporaryFolder();
    const broken = join(folder, 'broken.png');
    await writePicture(broken, 64, 64, pixel => (pixel * 31) % 256);
    truncateSync(broken, 300);
    const text = join(folder, 'text.jpg');
    writeFileSync(text, 'this is text');
    const paths = [text, join(folder, 'none.png'), 'a.png', temporaryFolder()];
    const { images, problems } = await call('inspect.images', { paths });
    expect(images).toEqual([]);
    expect(problems.map(({ path }) => path)).toEqual(paths);
    expect(problems.map(({ problem }) => problem)).toEqual([
      expect.stringMatching(/^Cannot read .*text\.jpg: it is damaged or not a picture/),
      expect.stringMatching(/^Cannot read .*none\.png: it does not exist/),
      '"a.png" is not the full path of a picture or of a folder of pictures.',
      expect.stringContaining('holds no pictures'),
    ]);
    await expect(picture(file(text))).rejects.toThrow(/text\.jpg: it is damaged or not a picture/);
    await expect(predict(file(broken))).rejects.toThrow(/broken\.png: it is damaged or not a picture/);
    // The model has nothing to do with it.
    await predict(training('00.png'));
  });
});

describe.skipIf(process.platform === 'win32')('a picture or model that is no regular file', () => {
  it('is refused at once, for a device would never end and a pipe never begin', async () => {
    const { call, picture, predict } = await startStudio();
    const pipe = join(temporaryFolder(), 'pipe.png');
    execaSync('mkfifo', [pipe]);
    const paths = ['/dev/zero', pipe];
    const { images, problems } = await call('inspect.images', { paths });
    const refused = expect.stringMatching(/^Cannot read .*: it is a device or pipe where a file is needed\.$/);
    expect({ images, problems }).toEqual({ images: [], problems: paths.map(path => ({ path, problem: refused })) });
    for (const path of paths) {
      await expect(picture(file(path))).rejects.toThrow(/a device or pipe/);
      await expect(predict(training('00.png'), 'resize', file(path))).rejects.toThrow(/a device or pipe/);
    }
  });
});

describe('a frame of a video', () => {
  const clips = temporaryFolder();
  const roi: Point[] = [
    [30, 30],
    [100, 40],
    [60, 90],
  ];
  beforeAll(() => makeClips(clips, []));

  it.each([false, true])(
    'is given to the model exactly as its saved sample, outside the ROI black: %s',
    async black => {
      const studio = await startStudio();
      const { call, next, predict, picture } = studio;
      const { video } = await call('video.open', { path: join(clips, 'b-frames.mp4') });
      await call('video.index', { video });
      const options = { blur: true, maskOutside: black };
      const saved = next('sample.saved');
      await call('sample.save', { video, frame: 31, roi, options: { ...options, tag: 'unk', addToTraining: true } });
      const sample = training((await saved).sample?.trainingImage ?? '');
      const source = { kind: 'frame', video, frame: 31, roi, options } as const;
      for (const mode of ['resize', 'tile'] as const)
        expect(await predict(source, mode)).toEqual(await predict(sample, mode));
      const { url, ...shown } = await picture(source);
      expect(shown).toEqual({
        width: 160,
        height: 120,
        original: true,
        box: { x1: 20, y1: 20, x2: 111, y2: 101 },
        maskUrl: null,
        roiUrl: null,
      });
      expect(url).toBe((await call('video.frame', { video, frame: 31 })).url);
    },
  );

  it('is taken whole without an ROI, and refused in one sentence when it is not there', async () => {
    const { call, predict, picture } = await startStudio();
    const { video } = await call('video.open', { path: join(clips, 'b-frames.mp4') });
    await call('video.index', { video });
    const options = { blur: true, maskOutside: false };
    const source = { kind: 'frame', video, frame: 2, roi: null, options } as const;
    expect(await picture(source)).toMatchObject({ box: { x1: 0, y1: 0, x2: 160, y2: 120 } });
    expect(await predict(source)).toMatchObject({ width: 160, height: 120 });
    for (const ask of [predict, picture]) {
      await expect(ask({ ...source, frame: 75 })).rejects.toThrow(/^Frame 75 is not in /);
      await expect(ask({ ...source, video: 'other' })).rejects.toThrow('That video is not open any more');
      await expect(ask({ ...source, roi: [...roi, [160, 0]] })).rejects.toThrow(/vertex 160,0 lies outside/);
    }
  });
});
