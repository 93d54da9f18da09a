import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { lookAtVideo } from '../../../src/main/media/first-look.ts';
import { openFrameIndex } from '../../../src/main/media/frame-index.ts';
import { readFrame } from '../../../src/main/media/frames.ts';
import { temporaryFolder } from '../../helpers/pictures.ts';
import { makeClips, turnAskew } from './clips.ts';

const folder = temporaryFolder();
const form = { squarePixels: true, toneMap: false };
beforeAll(() => makeClips(folder, ['anamorphic.mp4', 'late-start.mkv', 'rotated.mp4', 'one-frame.mp4']));
afterAll(() => rm(folder, { recursive: true, force: true }));

test.each(['b-frames.mp4', 'anamorphic.mp4', 'late-start.mkv', 'rotated.mp4', 'one-frame.mp4', 'askew.mp4'])(
  'the first look at %s shows the frame that the index counts as its first',
  async name => {
    const video = join(folder, name);
    if (name === 'askew.mp4') await turnAskew(join(folder, 'b-frames.mp4'), video);
    const { info, picture } = await lookAtVideo(video, form);
    const index = await openFrameIndex(video, { cache: null });
    expect(picture).toEqual(await readFrame(index, 0));
    expect(info).toMatchObject({ width: index.info.width, height: index.info.height, stream: index.info.stream });
    // Matroska counts the time before a late start.
    if (name !== 'late-start.mkv') expect(info.frames).toBe(index.info.frames);
  },
);

test('a container that promises 68 years is not believed beyond the bytes that it has', async () => {
  const bytes = await readFile(join(folder, 'b-frames.mp4'));
  // Of the movie header: units a second, and their number.
  const header = bytes.indexOf('mvhd') + 16;
  bytes.writeUInt32BE(1, header);
  bytes.writeUInt32BE(0x7fff_fff0, header + 4);
  await writeFile(join(folder, 'years.mp4'), bytes);
  const { info } = await lookAtVideo(join(folder, 'years.mp4'), form);
  expect(info.durationMs).toBeGreaterThan(1e12);
  expect(info.frames).toBeLessThanOrEqual(bytes.length);
  expect((await openFrameIndex(join(folder, 'years.mp4'), { cache: null })).info.frames).toBe(75);
});
