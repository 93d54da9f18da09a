import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startStudio, studio, studioProgram } from '../helpers/studio.ts';
import { cutInHalf, makeClips } from '../main/media/clips.ts';

let folder: string;
let env: Record<string, string>;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'studio-collect-'));
  env = { XDG_CACHE_HOME: join(folder, 'cache') };
  await makeClips(folder, ['sound.wav', 'stream-first.mp4']);
  await cutInHalf(join(folder, 'stream-first.mp4'), join(folder, 'broken.mp4'));
  await writeFile(join(folder, 'occupied'), '');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const ROI = '10,10 100,10 100,100 10,100';

test('collect takes frames by number, by time and by step, and says where each went', async () => {
  const wishes = ['--frame', '7', '--at', '00:00:00.400', '--at', '1.2s', '--every', '1s', '--count', '2'];
  const args = ['--json', 'collect', 'b-frames.mp4', '--out', 'out', '--roi', ROI, ...wishes, '--tag', 'pit'];
  const { exitCode, stdout, stderr } = await studio(args, { cwd: folder, env });
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  const records = stdout
    .trim()
    .split('\n')
    .map(line => JSON.parse(line));
  expect(records.map(record => record.frame)).toEqual([0, 7, 10, 25, 30]);
  expect(records[1].base).toBe('000000280_f0000007_pit');
  for (const { image } of records) expect(existsSync(join(folder, image))).toBe(true);
});

test('video and folder come from the reference pipeline’s variables', async () => {
  const variables = { FMVS_VIDEO_PATH: join(folder, 'b-frames.mp4'), FMVS_DATASET_DIR: join(folder, 'from-env') };
  const flags = ['--count', '1', '--no-raw', '--no-preview', '--no-blur', '--mask-outside'];
  const { exitCode, stdout } = await studio(['collect', ...flags], { env: { ...env, ...variables } });
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/^00:00:01\.480 {2}frame 37 {2}.*000001480_f0000037_unk\.png$/);
  expect((await readdir(join(folder, 'from-env', 'b-frames'))).sort()).toEqual(['images', 'meta', 'roi_masks']);
});

test('of a video that breaks off the frames that decode are taken, with a line on how much that is', async () => {
  const args = ['collect', 'broken.mp4', '--out', 'half', '--count', '2'];
  const { exitCode, stderr } = await studio(args, { cwd: folder, env });
  expect(exitCode).toBe(0);
  expect(stderr).toMatch(/^broken.mp4 is damaged or breaks off: \d+ frames decode/);
  expect(await readdir(join(folder, 'half', 'broken', 'images'))).toHaveLength(2);
});

test.each([
  [['b-frames.mp4', '--frame', '1', '--roi', '1,1 5,5'], 2, /at least three vertices, not 2/],
  [
    ['b-frames.mp4', '--frame', '1', '--roi', '0,0 160,0 50,50'],
    2,
    /160,0 lies outside the picture: x goes from 0 to 159/,
  ],
  [['b-frames.mp4', '--frame', '1', '--roi', 'all'], 2, /"all" is not a vertex/],
  [['b-frames.mp4'], 2, /which frames are wanted: say which with --at TIME/],
  [['b-frames.mp4', '--frame', '75'], 2, /its frames are 0 to 74/],
  [['b-frames.mp4', '--frame', 'x'], 2, /--frame wants a whole number/],
  [['b-frames.mp4', '--at', 'noon'], 2, /--at wants a time/],
  [['b-frames.mp4', '--every', '0s'], 2, /--every wants a time of at least 1 ms/],
  [['b-frames.mp4', '--count', '0'], 2, /--count wants a whole number/],
  [['b-frames.mp4', '--at', '99s'], 2, /past the end/],
  [['b-frames.mp4', '--frame', '1', '--tag', '../x'], 2, /The tag/],
  [['b-frames.mp4', '--frame', '1', '--nonsense'], 2, /unknown option/],
  [['nowhere.mp4', '--frame', '1'], 1, /nowhere.mp4: it does not exist/],
  [['sound.wav', '--frame', '1'], 1, /no video stream/],
  [['b-frames.mp4', '--frame', '1', '--out', 'occupied'], 1, /Cannot write .*occupied: a file .* in the way/],
])('%j ends with one clear line and code %d, and writes nothing', async (args, code, message) => {
  const out = join(folder, 'nothing');
  const flags = args.includes('--out') ? [] : ['--out', out];
  const { exitCode, stdout, stderr } = await studio(['collect', ...args, ...flags], { cwd: folder, env });
  expect({ exitCode, stdout, lines: stderr.trim().split('\n').length }).toEqual({
    exitCode: code,
    stdout: '',
    lines: 1,
  });
  expect(stderr).toMatch(message);
  expect(existsSync(out)).toBe(false);
});

test.skipIf(process.platform === 'win32')(
  'a file that does not fit leaves one line and no part of a sample',
  async () => {
    // No file may grow beyond 2 blocks of 512 or 1024 bytes: what a full disk does, without filling one.
    const deaf = 'data:text/javascript,process.on("SIGXFSZ", () => {})';
    const command = `ulimit -f 2; exec "$0" --import "$1" "$2" collect b-frames.mp4 --frame 3 --out full`;
    const options = { cwd: folder, env, reject: false } as const;
    const args = ['-c', command, process.execPath, deaf, studioProgram];
    const { exitCode, stderr } = await execa('/bin/sh', args, options);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^error: Cannot write \S*full\/b-frames\/\S+: .*$/);
    const left = await readdir(join(folder, 'full'), { recursive: true, withFileTypes: true });
    expect(left.filter(entry => entry.isFile())).toEqual([]);
  },
);

test('Ctrl-C ends with how many samples are written, all of them whole', async () => {
  const args = ['collect', 'stream-first.mp4', '--out', 'interrupted', '--every', '0.04s'];
  const running = startStudio(args, { cwd: folder, env });
  running.stdout?.once('data', () => running.kill('SIGINT'));
  const { exitCode, stderr } = await running;
  const written = Number(/^error: Stopped; (\d+) samples of stream-first\.mp4 are written\.$/.exec(stderr)?.[1]);
  expect([exitCode, written > 0]).toEqual([1, true]);
  for (const kind of ['images', 'roi_masks', 'raw_gray', 'previews', 'meta']) {
    expect(await readdir(join(folder, 'interrupted/stream-first', kind))).toHaveLength(written);
  }
});

test.each([
  ['an ROI that encloses nothing', ['--roi', '10,10 20,20 30,30', '--frame', '1'], /The ROI encloses nothing/],
  ['an empty folder name', ['--frame', '1', '--out', ''], /--out \(or FMVS_DATASET_DIR\) is empty: name a folder/],
  ['a tag that no file name holds', ['--frame', '1', '--tag', 'x'.repeat(300)], /at most 64 letters/],
])('%s is refused in one line', async (_what, flags, line) => {
  const { exitCode, stderr } = await studio(['collect', 'stream-first.mp4', '--out', 'refused', ...flags], {
    cwd: folder,
    env,
  });
  expect(stderr).toMatch(line);
  expect([exitCode, stderr.split('\n').length]).toEqual([2, 1]);
});

test.runIf(existsSync('/dev/full'))('results that cannot be printed are an error, not silence', async () => {
  const options = { cwd: folder, env, reject: false } as const;
  const command = 'exec "$0" "$1" probe stream-first.mp4 > /dev/full';
  const { exitCode, stderr } = await execa('/bin/sh', ['-c', command, process.execPath, studioProgram], options);
  expect([exitCode, stderr]).toEqual([
    1,
    'error: Cannot write standard output: the disk is full; free some space and run it again.',
  ]);
});
