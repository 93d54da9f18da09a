import { appendFile, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { execa } from 'execa';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { sampleImage } from '../../../src/main/collect/draw-sample.ts';
import { sampleBase } from '../../../src/main/collect/sample-files.ts';
import { collectSamples } from '../../../src/main/collect/samples.ts';
import { decoders } from '../../../src/main/media/decoders.ts';
import { openFrameIndex } from '../../../src/main/media/frame-index.ts';
import { readFrame } from '../../../src/main/media/frames.ts';
import { parseRoi, placeRoi } from '../../../src/shared/geometry/roi.ts';
import { gaussianBlur } from '../../../src/shared/image/blur.ts';
import { rgbToGray } from '../../../src/shared/image/gray.ts';
import { cropGray } from '../../../src/shared/image/gray-image.ts';
import { Random } from '../../../src/shared/random.ts';
import { sampleMetaSchema } from '../../../src/shared/schemas/sample.ts';
import { makeClips } from '../media/clips.ts';

const root = join(import.meta.dirname, '../../..');
let folder: string;
let video: string;
const cache = null;
const roi = parseRoi('30,30 100,40 60,90');
const box = { x1: 20, y1: 20, x2: 111, y2: 101 };
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'studio-samples-'));
  await makeClips(folder, []);
  video = join(folder, 'b-frames.mp4');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function pixels(file: string) {
  const picture = sharp(file);
  // Without this sharp would spread a gray file over three channels.
  if ((await picture.metadata()).channels === 1) picture.toColourspace('b-w');
  const { data, info } = await picture.raw().toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, channels: info.channels, data: new Uint8Array(data) };
}

/** Bytes by path, of all files below. */
async function contentsOf(below: string): Promise<Record<string, Buffer>> {
  const entries = await readdir(below, { recursive: true, withFileTypes: true });
  const files = entries.filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name));
  return Object.fromEntries(
    await Promise.all(files.map(async file => [file.slice(below.length), await readFile(file)])),
  );
}

test('a sample is the blurred gray crop, its mask, its raw crop, a preview and the metadata, in the reference layout', async () => {
  const outDir = join(folder, 'plain');
  const samples = await collectSamples({ video, outDir, roi, frames: { frames: [31] }, cache });
  const base = '000001240_f0000031_unk';
  const image = join(outDir, 'b-frames', 'images', `${base}.png`);
  expect(samples).toEqual([{ frame: 31, timeMs: 1240, base, image }]);
  const files = (await readdir(outDir, { recursive: true })).filter(name => name.includes('.')).sort();
  const names = [`images/${base}.png`, `meta/${base}.json`, `previews/${base}_prev.png`];
  names.push(`raw_gray/${base}_raw.png`, `roi_masks/${base}_roi.png`);
  expect(files).toEqual(names.map(name => join('b-frames', name)));

  const index = await openFrameIndex(video, { cache });
  const frame = await readFrame(index, 31);
  const crop = cropGray(gaussianBlur(rgbToGray(frame), 5), box);
  expect(await pixels(image)).toEqual({ ...crop, channels: 1 });
  expect((await sharp(image).metadata()).depth).toBe('uchar');
  expect((await pixels(join(outDir, 'b-frames', names[3]))).data).toEqual(crop.data);
  const mask = await pixels(join(outDir, 'b-frames', names[4]));
  expect(mask).toMatchObject({ width: 91, height: 81, channels: 1 });
  expect([...new Set(mask.data)].sort()).toEqual([0, 255]);
  expect(await pixels(join(outDir, 'b-frames', names[2]))).toMatchObject({ width: 91, height: 81, channels: 3 });

  const meta = sampleMetaSchema.parse(JSON.parse(await readFile(join(outDir, 'b-frames', names[1]), 'utf8')));
  expect(meta).toMatchObject({
    ...{ pos_ms: 1240, frame_index: 31, label_tag: 'unk', bbox_xyxy: [20, 20, 111, 101] },
    ...{
      roi_poly_full: [
        [30, 30],
        [100, 40],
        [60, 90],
      ],
      blurred: true,
      masked_outside: false,
    },
    ...{ video_name: 'b-frames.mp4', video_width: 160, video_height: 120, video_fps: 25 },
  });
});

test('flags leave out the blur, the raw crop and the preview, and blacken what is outside', async () => {
  const outDir = join(folder, 'flags');
  const options = { tag: 'crack-1', maskOutside: true, blur: false, raw: false, preview: false };
  const [sample] = await collectSamples({ video, outDir, roi, frames: { frames: [0] }, options, cache });
  expect(sample.base).toBe('000000000_f0000000_crack-1');
  expect((await readdir(join(outDir, 'b-frames'))).sort()).toEqual(['images', 'meta', 'roi_masks']);
  const image = await pixels(sample.image);
  const mask = await pixels(join(outDir, 'b-frames', 'roi_masks', `${sample.base}_roi.png`));
  const crop = cropGray(rgbToGray(await readFrame(await openFrameIndex(video, { cache }), 0)), box);
  expect(image.data).toEqual(crop.data.map((value, i) => (mask.data[i] ? value : 0)));
});

test('only the part that is kept is blurred, and it is as if all were', () => {
  const random = new Random(3);
  const [width, height] = [23, 17];
  const frame = { width, height, data: Uint8Array.from({ length: width * height * 3 }, () => random.below(256)) };
  const whole = gaussianBlur(rgbToGray(frame), 5);
  const corners = [0, 1, 2, 3, 9, 14, 15, 16];
  for (const [x1, y1] of corners.flatMap(x => corners.map(y => [x, y] as const))) {
    const vertices = [
      [x1, y1],
      [Math.min(width - 1, x1 + 5), y1],
      [x1, Math.min(height - 1, y1 + 4)],
    ] as const;
    if (y1 === height - 1) continue;
    const roi = placeRoi(
      vertices.map(([x, y]) => ({ x, y })),
      width,
      height,
      0,
    );
    expect(sampleImage(frame, roi, {})).toEqual(cropGray(whole, roi.box));
  }
});

test('without an ROI the whole frame is kept', async () => {
  const [sample] = await collectSamples({ video, outDir: join(folder, 'whole'), frames: { frames: [2] }, cache });
  expect(await pixels(sample.image)).toMatchObject({ width: 160, height: 120 });
});

test('a name in use gets _0001, _0002, …', async () => {
  const request = { video, outDir: join(folder, 'again'), frames: { frames: [5] }, cache };
  const bases = [];
  for (let i = 0; i < 3; i++) bases.push((await collectSamples(request))[0].base);
  expect(bases).toEqual(['000000200_f0000005_unk', '000000200_f0000005_unk_0001', '000000200_f0000005_unk_0002']);
});

test('what is broken off goes on when it is asked for again: no frame is saved twice, and none is missing', async () => {
  const outDir = join(folder, 'broken-off');
  const images = join(outDir, 'b-frames', 'images');
  const frames = Array.from({ length: 12 }, (_, i) => 2 * i);
  const request = { video, outDir, frames: { frames }, cache };
  const controller = new AbortController();
  const onProgress = (_: unknown, done: number) => done === 5 && controller.abort();
  await expect(collectSamples({ ...request, signal: controller.signal, onProgress })).rejects.toThrow();
  const before = await readdir(images);
  // As a kill leaves it: a sample without its image, and a line that is cut off.
  await rm(join(images, before[2]));
  const [record] = (await readdir(join(outDir, 'b-frames'))).filter(name => name.startsWith('.collecting'));
  await appendFile(join(outDir, 'b-frames', record), '{"frame": 22, "ba');
  expect((await collectSamples(request)).map(({ frame }) => frame).sort((a, b) => a - b)).toEqual(frames);
  const names = (await readdir(images)).sort();
  expect(names).toEqual(frames.map(frame => `${sampleBase(40 * frame, frame, 'unk')}.png`));
  expect((await readdir(join(outDir, 'b-frames'))).filter(name => name.startsWith('.'))).toEqual([]);
  // Other wishes, and the same once more, are saved beside them.
  await collectSamples({ ...request, roi });
  await collectSamples(request);
  expect(await readdir(images)).toHaveLength(3 * frames.length);
});

test.each(['b-frames.mp4', 'variable-rate.mp4', 'late-start.mkv'])(
  'the first collecting of %s takes its frames from the decode that counts them, the same as a later one',
  async name => {
    await makeClips(folder, [name]);
    const request = { video: join(folder, name), roi, frames: { everyMs: 300, startMs: 400 } };
    const known = join(folder, 'known');
    const starts = vi.spyOn(decoders, 'slot');
    const counted: number[] = [];
    const onCounting = ({ frames }: { frames: number }) => counted.push(frames);
    const first = await collectSamples({ ...request, outDir: join(folder, 'first', name), cache: known, onCounting });
    // A look at what the file promises, and the decode; what a frame rate that varies hides from the guess is read behind it.
    if (name !== 'variable-rate.mp4') expect(starts).toHaveBeenCalledTimes(2);
    starts.mockRestore();
    expect(counted.length).toBeGreaterThan(20);
    const later = await collectSamples({ ...request, outDir: join(folder, 'later', name), cache: known });
    expect(first.map(({ base }) => base)).toEqual(later.map(({ base }) => base));
    expect(await contentsOf(join(folder, 'first', name))).toEqual(await contentsOf(join(folder, 'later', name)));
  },
);

test('what a kill leaves of a first collecting is believed by nobody and gone after the next one', async () => {
  const outDir = join(folder, 'killed');
  const images = join(outDir, 'b-frames', 'images');
  const request = { video, outDir, frames: { everyMs: 40 }, cache };
  const script = `
    import { readdirSync } from 'node:fs';
    import { collectSamples } from '${pathToFileURL(join(root, 'src/main/collect/samples.ts'))}';
    const seen = () => { try { return readdirSync(${JSON.stringify(images)}).length; } catch { return 0; } };
    setInterval(() => seen() > 2 && process.kill(process.pid, 'SIGKILL'), 1);
    await collectSamples(${JSON.stringify(request)});`;
  const child = await execa('node', ['--import', 'tsx', '--input-type=module', '-e', script], {
    reject: false,
    cwd: root,
  });
  expect(child.signal, child.stderr).toBe('SIGKILL');
  const left = await readdir(images);
  expect(left.length).toBeGreaterThan(2);
  expect(left.filter(file => file.endsWith('.png'))).toEqual([]);
  expect(await collectSamples(request)).toHaveLength(75);
  expect((await readdir(images)).filter(file => !file.endsWith('.png'))).toEqual([]);
});

test('a first collecting that is stopped, or asks for what the video does not have, leaves nothing', async () => {
  const outDir = join(folder, 'none');
  const controller = new AbortController();
  const onCounting = ({ frames }: { frames: number }) => frames > 30 && controller.abort();
  const stopped = { video, outDir, frames: { everyMs: 80 }, cache, signal: controller.signal, onCounting };
  await expect(collectSamples(stopped)).rejects.toThrow();
  const late = collectSamples({ video, outDir, frames: { everyMs: 80, frames: [75] }, cache });
  await expect(late).rejects.toThrow(/^Frame 75 is not in .*: its frames are 0 to 74/);
  await expect(stat(outDir)).rejects.toThrow(/ENOENT/);
});

test('what a stranger wrote of a collecting names no file elsewhere', async () => {
  const outDir = join(folder, 'stranger');
  const request = { video, outDir, frames: { frames: Array.from({ length: 12 }, (_, i) => 3 + i) }, cache };
  const controller = new AbortController();
  const onProgress = () => controller.abort();
  await collectSamples({ ...request, signal: controller.signal, onProgress }).catch(() => {});
  const [record] = (await readdir(join(outDir, 'b-frames'))).filter(name => name.startsWith('.collecting'));
  const [head] = (await readFile(join(outDir, 'b-frames', record), 'utf8')).split('\n');
  for (const base of ['../../elsewhere', '000000120_f0000003_unk/../../x', '000000120_f0000003_unk_1/x']) {
    await writeFile(join(outDir, 'b-frames', record), `${head}\n${JSON.stringify({ frame: 3, base })}\n`);
    await collectSamples(request);
  }
  expect(await readdir(outDir)).toEqual(['b-frames']);
  const folders = ['images', 'meta', 'previews', 'raw_gray', 'roi_masks'];
  expect((await readdir(join(outDir, 'b-frames'))).filter(name => !name.startsWith('.'))).toEqual(folders);
});

test('a sample that cannot be written whole leaves nothing behind', async () => {
  const outDir = join(folder, 'blocked');
  await collectSamples({ video, outDir, frames: { frames: [1] }, cache });
  await rm(join(outDir, 'b-frames', 'previews'), { recursive: true });
  await writeFile(join(outDir, 'b-frames', 'previews'), 'in the way');
  const failure = collectSamples({ video, outDir, frames: { frames: [6] }, cache });
  await expect(failure).rejects.toThrow(/^Cannot write /);
  const left = (await readdir(outDir, { recursive: true })).filter(name => name.includes('f0000006'));
  expect(left).toEqual([]);
});

test('a time becomes HHMMSSmmm, and a tag that is no part of a file name is refused', () => {
  expect(sampleBase(3_723_004.4, 12, 'unk')).toBe('010203004_f0000012_unk');
  expect(sampleBase(59_999.6, 1, 'unk')).toBe('000100000_f0000001_unk');
  for (const tag of ['', 'a/b', '..', 'a b', '.x']) expect(() => sampleBase(0, 0, tag)).toThrow(/tag/);
});
