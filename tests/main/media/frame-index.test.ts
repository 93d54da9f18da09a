import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseBanner } from '../../../src/main/media/banner.ts';
import { theFfmpeg } from '../../../src/main/media/ffmpeg-path.ts';
import { type HashedFrame, type HashHeader, readFrameHashes } from '../../../src/main/media/frame-hashes.ts';
import { openFrameIndex } from '../../../src/main/media/frame-index.ts';
import { damageNote, probeVideo, videoNotes } from '../../../src/main/media/probe.ts';
import { cutInHalf, makeClips, turnAskew } from './clips.ts';

let folder: string;
const clip = (name: string) => join(folder, name);
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'studio-index-'));
  const names = ['mpeg-ts.ts', 'edit-list.mp4', 'rotated.mp4', 'late-start.mkv', 'odd-size.mp4', 'sound.wav'];
  await makeClips(folder, [...names, 'variable-rate.mkv', 'stream-first.mp4']);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test.each([
  ['b-frames.mp4', { width: 160, height: 120, frames: 75, averageFps: 25, codec: 'h264', variableRate: false }],
  ['mpeg-ts.ts', { frames: 75, averageFps: 25, variableRate: false }],
  ['rotated.mp4', { width: 120, height: 160, rotation: 270, frames: 75 }],
  ['variable-rate.mp4', { variableRate: true }],
  ['variable-rate.mkv', { variableRate: true }],
  ['odd-size.mp4', { storedWidth: 161, storedHeight: 91 }],
])('probing %s tells what decodes', async (name, expected) => {
  const info = await probeVideo(clip(name), { cache: null });
  expect(info).toMatchObject(expected);
  expect(info.damage).toBeUndefined();
});

test('times begin at 0 for a file that starts late', async () => {
  const index = await openFrameIndex(clip('late-start.mkv'), { cache: null });
  expect(index.timesMs.slice(0, 3)).toEqual([0, 40, 80]);
});

test('times rise in a trimmed file whose edit list hides frames', async () => {
  const { info, timesMs } = await openFrameIndex(clip('edit-list.mp4'), { cache: null });
  expect(info.frames).toBeLessThan(75);
  expect(timesMs.every((time, i) => i === 0 || time > timesMs[i - 1])).toBe(true);
});

test('a file that breaks off keeps what decodes and says how much', async () => {
  await cutInHalf(clip('stream-first.mp4'), clip('broken.mp4'));
  const info = await probeVideo(clip('broken.mp4'), { cache: null });
  expect(info.frames).toBeGreaterThan(5);
  expect(info.frames).toBeLessThan(75);
  expect(damageNote(info)).toMatch(new RegExp(`broken.mp4 is damaged or breaks off: ${info.frames} frames decode`));
});

test.each([
  [
    'anamorphic.mp4',
    { width: 213, height: 120, storedWidth: 160, storedHeight: 120, pixelAspect: [4, 3] },
    /not square/,
  ],
  ['narrow.mp4', { width: 160, height: 135, storedWidth: 160, storedHeight: 120 }, /160 x 135/],
  ['ten-bit.mkv', { dynamicRange: 'pq', form: { squarePixels: true, toneMap: false } }, /without tone mapping/],
  ['askew.mp4', { width: 160, height: 120, rotation: 45 }, /turned by 45 degrees, which no player does/],
])('%s is said to be what it is', async (name, expected, note) => {
  await makeClips(folder, [name]);
  await turnAskew(clip('b-frames.mp4'), clip('askew.mp4'));
  const info = await probeVideo(clip(name), { cache: null });
  expect(info).toMatchObject(expected);
  expect(videoNotes(info)).toEqual([expect.stringMatching(note)]);
});

test('frames that are to be laid askew are taken as players show them', async () => {
  await turnAskew(clip('b-frames.mp4'), clip('askew.mp4'));
  const [askew, plain] = await Promise.all(
    ['askew.mp4', 'b-frames.mp4'].map(name => openFrameIndex(clip(name), { cache: null })),
  );
  expect(askew!.checksums).toEqual(plain!.checksums);
});

test('hundreds of chapters and a comment of a thousand lines are no reason to refuse a video', async () => {
  const chapters = Array.from(
    { length: 300 },
    (_, i) => `[CHAPTER]\nTIMEBASE=1/1000\nSTART=${i}\nEND=${i + 1}\ntitle=c${i}\n`,
  );
  const comment = 'Stream #0:9 -> #0:0 (h264\\\n'.repeat(1000);
  await writeFile(clip('notes.txt'), `;FFMETADATA1\ncomment=${comment}end\n${chapters.join('')}`);
  const add = ['-i', clip('b-frames.mp4'), '-i', clip('notes.txt'), '-map', '0', '-map_metadata', '1', '-c', 'copy'];
  await execa((await theFfmpeg()).path, ['-v', 'error', '-y', ...add, clip('long.mkv')]);
  expect(await probeVideo(clip('long.mkv'), { cache: null })).toMatchObject({
    codec: 'h264',
    frames: 75,
    stream: '0:0',
  });
});

test('an index of a file that could not be read whole is not kept', async () => {
  const cache = clip('unkept');
  const video = clip('share.mp4');
  const whole = await readFile(clip('stream-first.mp4'));
  const write = async (bytes: Buffer) => {
    await writeFile(video, bytes);
    await utimes(video, 1000, 1000);
  };
  await write(Buffer.concat([whole.subarray(0, whole.length >> 1), Buffer.alloc(whole.length - (whole.length >> 1))]));
  expect((await probeVideo(video, { cache })).damage).toBeDefined();
  await write(whole);
  expect(await probeVideo(video, { cache })).toMatchObject({ frames: 75 });
});

test.runIf(existsSync('/proc/self/mem'))('a disk that fails is not taken for a damaged video', async () => {
  // A regular file whose beginning no process may read: what a broken disk or share answers.
  await expect(probeVideo('/proc/self/mem', { cache: null })).rejects.toThrow(
    /^Cannot read all of \/proc\/self\/mem: the disk or the network share failed \(EIO.*read the video again\.$/,
  );
});

test('the index comes from the cache until the file changes', async () => {
  const cache = clip('cache');
  const video = clip('odd-size.mp4');
  let decoded = 0;
  const open = () => openFrameIndex(video, { cache, onProgress: () => decoded++ });
  const first = await open();
  expect(decoded).toBe(75);
  expect(await open()).toEqual(first);
  expect(decoded).toBe(75);
  await utimes(video, 1000, 1000);
  await open();
  expect(decoded).toBe(150);
});

test('a cache that cannot be written or is spoilt does no harm', async () => {
  await writeFile(clip('no-folder'), '');
  const video = clip('b-frames.mp4');
  await expect(openFrameIndex(video, { cache: clip('no-folder') })).resolves.toBeDefined();
  const cache = clip('spoilt');
  const first = await openFrameIndex(video, { cache });
  for (const file of await readdir(cache)) await writeFile(join(cache, file), '{"half": ');
  expect(await openFrameIndex(video, { cache })).toEqual(first);
});

test.each([
  ['nowhere.mp4', /Cannot read .*nowhere.mp4: it does not exist/],
  ['.', /it is not a file/],
  ['text.mp4', /it is not a video that ffmpeg can open .*check that the file is complete/],
  ['empty.mp4', /it is not a video that ffmpeg can open/],
  ['sound.wav', /it has no video stream/],
  ['headless.mp4', /moov atom not found/],
])('%s is refused with one clear line', async (name, message) => {
  await writeFile(clip('text.mp4'), 'this is no video\n'.repeat(1000));
  await writeFile(clip('empty.mp4'), '');
  await cutInHalf(clip('b-frames.mp4'), clip('headless.mp4'));
  const failure = await openFrameIndex(clip(name), { cache: null }).catch(error => error);
  expect(failure.name).toBe('StudioError');
  expect(failure.message).toMatch(message);
  expect(failure.message).not.toContain('\n');
});

test('aborting ends the indexing', async () => {
  const controller = new AbortController();
  const options = { cache: null, signal: controller.signal, onProgress: () => controller.abort() };
  await expect(openFrameIndex(clip('b-frames.mp4'), options)).rejects.toThrow(/abort/i);
});

test('frame hashes are read with their time base, and a missing time stays missing', async () => {
  const text =
    '#tb 0: 1/30000\n#dimensions 0: 480x270\n#sar 0: 4/3\n0, 0, 1001, 1001, 388800, ca2990fd00000000ff\n0, 0, NOPTS, 1, 388800, 0000000a00000000ff\n';
  const header: HashHeader = { timeBase: 1, width: 0, height: 0, pixelAspect: [1, 1] };
  const frames: HashedFrame[] = [];
  for await (const frame of readFrameHashes(Readable.from([text]), header)) frames.push(frame);
  expect(header).toEqual({ timeBase: 1 / 30000, width: 480, height: 270, pixelAspect: [4, 3] });
  expect(frames).toEqual([
    { pts: 1001, checksum: 'ca2990fd00000000' },
    { pts: undefined, checksum: '0000000a00000000' },
  ]);
});

test('the banner tells of the stream that ffmpeg chose, not of the first one', () => {
  const lines = [
    '  Duration: 00:01:16.57, start: 0.000000, bitrate: 324 kb/s',
    '  Stream #0:0[0x1](eng): Video: h264 (High) (avc1 / 0x31637661), yuv420p, 320x180, 71 kb/s, 25 fps, 25 tbr',
    '  Stream #0:3[0x4](eng): Video: hevc (Main), yuv420p, 480x270, 128 kb/s, 29.97 fps, 29.97 tbr, 30k tbn (default)',
    '      displaymatrix: rotation of -90.00 degrees',
    'Stream mapping:',
    '  Stream #0:3 -> #0:0 (hevc (native) -> rawvideo (native))',
    "Output #0, framehash, to 'pipe:':",
    '  Stream #0:0(und): Video: rawvideo (I420 / 0x30323449), yuv420p(progressive), 480x270, q=2-31, 29.97 fps',
  ];
  const expected = { stream: '0:3', codec: 'hevc', fps: 29.97, durationMs: 76570, rotation: 90 };
  expect(parseBanner(lines)).toMatchObject({ ...expected, pixelFormat: 'yuv420p', attachedPicture: false });
  expect(parseBanner(lines.slice(0, 3))).toBeUndefined();
});
