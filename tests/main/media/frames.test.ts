import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { decoders } from '../../../src/main/media/decoders.ts';
import { openFrameIndex } from '../../../src/main/media/frame-index.ts';
import { readFrame, readFrames } from '../../../src/main/media/frames.ts';
import { inForm } from '../../../src/main/media/picture-form.ts';
import type { RgbImage } from '../../../src/shared/image/gray-image.ts';
import { Random } from '../../../src/shared/random.ts';
import { cutInHalf, joinClips, makeClips, sequentialDecode, WHOLE_CLIPS } from './clips.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'studio-frames-'));
  await makeClips(folder, [...WHOLE_CLIPS, 'stream-first.mp4']);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const md5 = (image: RgbImage) => createHash('md5').update(image.data).digest('hex');

/** Reads 12 random frames as one request, and `single` of them one by one, and holds them against a sequential decode. */
async function expectExact(video: string, single = 4) {
  const form = { squarePixels: false, toneMap: false };
  const index = await openFrameIndex(video, { cache: null, form });
  const expected = await sequentialDecode(video);
  expect(index.info.frames).toBe(expected.length);
  const random = new Random(5);
  const numbers = Array.from({ length: 12 }, () => random.below(expected.length));
  const readAndCheck = async (number: number) => {
    const image = await readFrame(index, number);
    expect(image).toMatchObject({ width: index.info.width, height: index.info.height });
    expect(md5(image), `frame ${number}`).toBe(expected[number]);
  };
  // Two at a time: starting ffmpeg is most of the time.
  for (let i = 0; i < single; i += 2) await Promise.all(numbers.slice(i, Math.min(i + 2, single)).map(readAndCheck));
  const together = new Map<number, string>();
  for await (const { frame, image } of readFrames(index, numbers)) together.set(frame, md5(image));
  const rising = [...new Set(numbers)].sort((a, b) => a - b);
  expect([...together]).toEqual(rising.map(number => [number, expected[number]]));
}

describe('random frames are bit-identical to a sequential decode', () => {
  test('variable-rate.mp4', () => expectExact(join(folder, 'variable-rate.mp4'), 12));

  test.each(WHOLE_CLIPS.filter(name => name !== 'variable-rate.mp4'))('%s', name => expectExact(join(folder, name)));

  test('a file that breaks off, as far as it decodes', async () => {
    const broken = join(folder, 'broken.mp4');
    await cutInHalf(join(folder, 'stream-first.mp4'), broken);
    await expectExact(broken);
  });

  test.each([
    ['a larger size', ['small.ts', 'large.ts']],
    ['a smaller size', ['large.ts', 'small.ts']],
    ['another pixel format', ['small.ts', 'full-chroma.ts']],
  ] as const)('joined MPEG-TS that changes midway to %s', async (_what, parts) => {
    await joinClips(folder, parts, 'joined.ts');
    await expectExact(join(folder, 'joined.ts'), 8);
  });

  test('a stream without timestamps', async () => {
    await makeClips(folder, ['raw.h264']);
    await expectExact(join(folder, 'raw.h264'));
  });

  const shared = join(import.meta.dirname, '../../../../shared/data/videos');
  const clips = existsSync(shared) ? readdirSync(shared) : ['(skipped: ../shared/data/videos is not here)'];
  test.skipIf(!existsSync(shared)).each(clips)('%s', name => expectExact(join(shared, name)));
});

test('frames far apart and neighbours in one request come in rising order, each once', async () => {
  const index = await openFrameIndex(join(folder, 'b-frames.mp4'), { cache: null });
  const frames: number[] = [];
  for await (const { frame } of readFrames(index, [70, 3, 4, 3, 0])) frames.push(frame);
  expect(frames).toEqual([0, 3, 4, 70]);
});

test.each(['long.mp4', 'long.ts'])(
  'frames of %s that lie far apart are sought side by side, each exact',
  async name => {
    await makeClips(folder, ['long.mp4', name]);
    const index = await openFrameIndex(join(folder, name), { cache: null });
    const plain = await sequentialDecode(join(folder, name));
    const starts = vi.spyOn(decoders, 'slot');
    const wanted = [5, 120, 121, 240, 360];
    const startedBefore: number[] = [];
    for await (const { frame, image } of readFrames(index, wanted)) {
      startedBefore.push(starts.mock.calls.length);
      expect(frame).toBe(wanted[startedBefore.length - 1]);
      expect(md5(image)).toBe(plain[frame]);
    }
    starts.mockRestore();
    expect(startedBefore).toHaveLength(wanted.length);
    expect(startedBefore[0]).toBeGreaterThan(1);
    expect(decoders.running).toBe(0);
  },
);

test('a file that was changed since it was indexed gives no frame rather than another one', async () => {
  const video = join(folder, 'changing.mp4');
  await copyFile(join(folder, 'b-frames.mp4'), video);
  const index = await openFrameIndex(video, { cache: null });
  await copyFile(join(folder, 'open-gop.mp4'), video);
  await expect(readFrame(index, 30)).rejects.toThrow(
    /^Frame 30 of .* no longer decodes as it did: was the file changed/,
  );
});

test('frames whose pixels are not square come stretched as players show them, or as stored', async () => {
  await makeClips(folder, ['anamorphic.mp4']);
  const video = join(folder, 'anamorphic.mp4');
  const square = await openFrameIndex(video, { cache: null });
  expect(md5(await readFrame(square, 40))).toBe((await sequentialDecode(video, 'scale=213:120'))[40]);
  const stored = inForm(square, { squarePixels: false, toneMap: false });
  expect(md5(await readFrame(stored, 40))).toBe((await sequentialDecode(video))[40]);
});

test('a high dynamic range is mapped to the screen when that is asked for, and only then', async () => {
  const index = await openFrameIndex(join(folder, 'ten-bit.mkv'), { cache: null });
  const mean = async (toneMap: boolean) => {
    const { data } = await readFrame(inForm(index, { squarePixels: true, toneMap }), 30);
    return data.reduce((sum, value) => sum + value, 0) / data.length;
  };
  expect(Math.abs((await mean(true)) - (await mean(false)))).toBeGreaterThan(10);
});

test.each([-1, 75, 1.5, Number.NaN])('frame %d, which the video does not have, is a usage error', async number => {
  const index = await openFrameIndex(join(folder, 'b-frames.mp4'), { cache: null });
  await expect(readFrame(index, number)).rejects.toThrow(/its frames are 0 to 74/);
});

test('aborting ends the reading, and no ffmpeg stays behind', async () => {
  const index = await openFrameIndex(join(folder, 'b-frames.mp4'), { cache: null });
  const controller = new AbortController();
  const read = async () => {
    for await (const _ of readFrames(index, [...Array(75).keys()], { signal: controller.signal })) controller.abort();
  };
  await expect(read()).rejects.toThrow(/abort/i);
});
