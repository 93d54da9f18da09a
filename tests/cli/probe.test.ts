import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { studio } from '../helpers/studio.ts';
import { cutInHalf, makeClips } from '../main/media/clips.ts';

let folder: string;
let env: Record<string, string>;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'studio-probe-'));
  env = { XDG_CACHE_HOME: join(folder, 'cache') };
  await makeClips(folder, ['sound.wav', 'stream-first.mp4']);
  await writeFile(join(folder, 'text.mp4'), 'no video at all');
  await cutInHalf(join(folder, 'stream-first.mp4'), join(folder, 'broken.mp4'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('probe tells people in lines', async () => {
  const { exitCode, stdout, stderr } = await studio(['probe', join(folder, 'variable-rate.mp4')], { env });
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  expect(stdout).toMatch(/size\s+160 x 120 px as displayed\nframes\s+\d+ decode\nrate .*varying\n/);
});

test('probe --json prints one JSON object and takes the video from FMVS_VIDEO_PATH', async () => {
  const video = join(folder, 'b-frames.mp4');
  const { exitCode, stdout } = await studio(['--json', 'probe'], { env: { ...env, FMVS_VIDEO_PATH: video } });
  expect(exitCode).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ path: video, width: 160, height: 120, frames: 75, rotation: 0 });
});

test('a video that breaks off is probed, with a line on how much decodes', async () => {
  const { exitCode, stdout, stderr } = await studio(['probe', join(folder, 'broken.mp4')], { env });
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/frames\s+\d+ decode/);
  expect(stderr).toMatch(
    /^\S*broken.mp4 is damaged or breaks off: \d+ frames decode, [\d.]+ s of [\d.]+ s \(ffmpeg: .*$/,
  );
});

test('a file whose name begins with a dash is a file, not a flag', async () => {
  await copyFile(join(folder, 'b-frames.mp4'), join(folder, '-dash.mp4'));
  const { exitCode, stdout } = await studio(['--json', 'probe', '-dash.mp4'], { cwd: folder, env });
  expect(exitCode).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ path: './-dash.mp4', frames: 75 });
});

test.each([
  [['probe'], 2, /VIDEO is missing: .*FMVS_VIDEO_PATH/],
  [['probe', 'nowhere.mp4'], 1, /Cannot read nowhere.mp4: it does not exist/],
  [['probe', 'sound.wav'], 1, /Cannot read sound.wav: it has no video stream/],
  [['probe', 'text.mp4'], 1, /Cannot read text.mp4: it is not a video/],
  [['probe', '.'], 1, /Cannot read \.: it is not a file/],
  [['probe', 'b-frames.mp4', '--nonsense'], 2, /unknown option '--nonsense'/],
])('%j ends with one clear line and code %d', async (args, code, message) => {
  const { exitCode, stdout, stderr } = await studio(args, { cwd: folder, env });
  expect({ exitCode, stdout, lines: stderr.trim().split('\n').length }).toEqual({
    exitCode: code,
    stdout: '',
    lines: 1,
  });
  expect(stderr).toMatch(message);
});
