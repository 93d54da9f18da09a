import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { crc32 } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { decoders } from '../../../src/main/media/decoders.ts';
import { openFrameIndex } from '../../../src/main/media/frame-index.ts';
import { FramePictures, type IndexedVideo } from '../../../src/main/media/frame-pictures.ts';
import { readFrame } from '../../../src/main/media/frames.ts';
import type { RgbImage } from '../../../src/shared/image/gray-image.ts';
import { temporaryFolder } from '../../helpers/pictures.ts';
import { makeClips } from './clips.ts';

const folder = temporaryFolder();
let clip: IndexedVideo;
beforeAll(async () => {
  await makeClips(folder, ['open-gop.mp4']);
  const index = await openFrameIndex(join(folder, 'open-gop.mp4'), { cache: null });
  clip = { video: 'clip', index };
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const opened = () => new FramePictures(join(folder, 'pictures'), new AbortController().signal);
const sum = ({ data }: RgbImage) => crc32(data);

/** The ffmpegs that this process has started and that are alive. */
async function ffmpegs(): Promise<number> {
  const { stdout } = await promisify(execFile)('ps', ['-o', 'comm=,stat=', '--ppid', String(process.pid)]);
  return stdout.split('\n').filter(line => /ffmpeg/.test(line) && !/Z/.test(line)).length;
}

async function quiet(): Promise<void> {
  await expect.poll(() => decoders.running).toBe(0);
}

test('a picture is the exact frame, and those around it come with it', async () => {
  const pictures = opened();
  const image = await pictures.pixels(clip, 40, 'picture');
  expect(sum(image)).toBe(sum(await readFrame(clip.index, 40)));
  await quiet();
  for (const number of [41, 48, 32, 39]) {
    expect(sum(await pictures.pixels(clip, number, 'picture'))).toBe(sum(await readFrame(clip.index, number)));
    expect(decoders.running).toBe(0);
  }
});

test.skipIf(process.platform === 'win32')('scrubbing never runs more than two decoders, and leaves none', async () => {
  const pictures = opened();
  let [most, isOver] = [0, false];
  const watching = (async () => {
    while (!isOver) most = Math.max(most, await ffmpegs());
  })();
  let last = Promise.resolve<unknown>(undefined);
  let before = new AbortController();
  const shown: number[] = [];
  for (let number = 0; number < 75; number += 5) {
    before.abort();
    before = new AbortController();
    last = pictures.pixels(clip, number, 'picture', before.signal).then(() => shown.push(number));
    last.catch(() => {});
    await new Promise(resolve => setTimeout(resolve, 15));
  }
  await last;
  expect(shown.at(-1)).toBe(70);
  await quiet();
  isOver = true;
  await watching;
  expect(most).toBeGreaterThan(0);
  expect(most).toBeLessThanOrEqual(2);
  expect(await ffmpegs()).toBe(0);
});

test('a decode that nobody waits for any more is killed', async () => {
  const pictures = opened();
  const leaving = new AbortController();
  const gone = pictures.pixels(clip, 70, 'picture', leaving.signal);
  await expect.poll(() => decoders.running).toBe(1);
  leaving.abort();
  await expect(gone).rejects.toThrow(/abort/i);
  await quiet();
});

test('one who leaves does not take the frame from another who waits for it', async () => {
  const pictures = opened();
  const leaving = new AbortController();
  const gone = pictures.pixels(clip, 60, 'picture', leaving.signal);
  const stays = pictures.pixels(clip, 60, 'picture');
  leaving.abort();
  await expect(gone).rejects.toThrow(/abort/i);
  expect(sum(await stays)).toBe(sum(await readFrame(clip.index, 60)));
});

test('saves come before pictures, which come all the same', async () => {
  const pictures = opened();
  const order: string[] = [];
  const picture = (number: number) =>
    pictures.pixels(clip, number, 'picture').then(image => {
      order.push(`picture ${number}`);
      return image;
    });
  const shown = [picture(10), picture(30), picture(55)];
  const saved = pictures.pixels(clip, 72, 'save').then(() => order.push('save'));
  await saved;
  // The two pictures that are decoded already may come at the last moment before they make room; the third waits.
  expect(order.length).toBeLessThanOrEqual(3);
  for (const [i, number] of [10, 30, 55].entries()) {
    expect(sum((await shown[i])!)).toBe(sum(await readFrame(clip.index, number)));
  }
});
