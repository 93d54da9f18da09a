import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ffmpegCandidates, findFfmpeg, keepEveryFrame } from '../../../src/main/media/ffmpeg-path.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'studio-settings-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('ffmpeg is looked for in the setting, in FFMPEG_PATH, in ffmpeg-static, on the PATH, in this order', () => {
  const paths = ffmpegCandidates({ ffmpegPath: '/a' }, { FFMPEG_PATH: '/b' }, '/c').map(candidate => candidate.path);
  expect(paths).toEqual(['/a', '/b', '/c', 'ffmpeg']);
  expect(ffmpegCandidates({}, {}, undefined).map(candidate => candidate.path)).toEqual(['ffmpeg']);
});

test('an ffmpeg is found and tells its version', async () => {
  expect((await findFfmpeg()).version).toMatch(/\d/);
});

test('a program that the user named and that does not run is an error, not passed over', async () => {
  process.env.FFMPEG_PATH = join(folder, 'none');
  try {
    await expect(findFfmpeg()).rejects.toThrow(/^FFMPEG_PATH names .*none, which is not an ffmpeg that runs/);
  } finally {
    delete process.env.FFMPEG_PATH;
  }
});

test('setup says what to install when there is no ffmpeg and none can be had', async () => {
  // An unprivileged caller with an empty PATH and a package without a binary; the download is kept from the network.
  const script = join(import.meta.dirname, '../../../scripts/setup.mjs');
  const env = {
    PATH: folder,
    FFMPEG_BINARIES_URL: 'http://127.0.0.1:9/',
    HOME: folder,
    FFMPEG_BIN: join(folder, 'ffmpeg'),
  };
  const { exitCode, stderr } = await execa(process.execPath, [script], { env, extendEnv: false, reject: false });
  expect(exitCode).toBe(1);
  expect(stderr.split('\n').at(-1)).toMatch(/^No ffmpeg was found and none could be fetched\. Run: .*ffmpeg/);
});

test.each([
  ['4.4.2-0ubuntu0.22.04.1', ['-vsync', '0', '-enc_time_base', '-1']],
  ['N-47683-g0e8eb07980-static', ['-vsync', '0', '-enc_time_base', '-1']],
  ['5.1.9-0+deb12u1', ['-fps_mode', 'passthrough', '-enc_time_base', '-1']],
  ['6.1.1-static', ['-fps_mode', 'passthrough', '-enc_time_base', 'demux']],
  ['n7.1', ['-fps_mode', 'passthrough', '-enc_time_base', 'demux']],
  ['2026-01-01-git-abc', ['-fps_mode', 'passthrough', '-enc_time_base', 'demux']],
])('ffmpeg %s is told in its own words to keep every frame', (version, flags) => {
  expect(keepEveryFrame(version)).toEqual(flags);
});
