import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder, writePicture } from '../helpers/pictures.ts';
import { studio } from '../helpers/studio.ts';

async function folder(positives: number): Promise<string> {
  const dir = temporaryFolder();
  for (let i = 0; i < 6; i++) {
    await writePicture(join(dir, 'images', `${i}.png`), 8, 8, () => 100);
    if (i < 4) await writePicture(join(dir, 'masks', `${i}.png`), 8, 8, p => (i < positives && p === 0 ? 128 : 0));
  }
  return dir;
}

test('prints the counts and writes the lists', async () => {
  const dir = await folder(3);
  const { exitCode, stdout, stderr } = await studio(['prepare', dir, '--min-val-pos', '1']);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  expect(stdout.split('\n')).toEqual([
    'images=6 positives=3 negatives=3',
    'masks: created=2 rewritten=3 odd=3',
    'train=5 (positives=2) val=1 (positives=1)',
  ]);
});

test('of few positives most train; with --recipe reference ten validate, and a warning says what that leaves', async () => {
  const dir = temporaryFolder();
  for (let i = 0; i < 15; i++) {
    await writePicture(join(dir, 'images', `${i}.png`), 8, 8, () => 100);
    await writePicture(join(dir, 'masks', `${i}.png`), 8, 8, p => (i < 14 && p === 0 ? 255 : 0));
  }
  const auto = await studio(['prepare', dir]);
  expect(auto.stdout).toContain('train=12 (positives=11) val=3 (positives=3)');
  expect(auto.stderr).toBe('');
  const reference = await studio(['prepare', dir, '--recipe', 'reference']);
  expect(reference.stdout).toContain('train=5 (positives=4) val=10 (positives=10)');
  expect(reference.stderr).toMatch(/^Warning: only 5 images train, and 10 validate: /);
});

test('--json prints one object, and the folder may come from the environment', async () => {
  const dir = await folder(3);
  const { stdout } = await studio(['prepare', '--json'], { env: { FMVS_TRAIN_DATA_DIR: dir } });
  const report = JSON.parse(stdout);
  expect(report).toMatchObject({ images: 6, positives: 3, masks_odd: 3, train: 5, val: 1, group: 'file', left_out: 0 });
});

test.each([
  [['--val-ratio', '1.5'], 2, /--val-ratio wants a number between 0 and 0\.9, not "1\.5"/],
  [['--min-val-pos', 'many'], 2, /--min-val-pos wants a whole number of at least 0, not "many"/],
  [['--seed', '-1'], 2, /--seed/],
  [['--group', 'colour'], 2, /colour.*file, video/],
  [['--nonsense'], 2, /unknown option '--nonsense'/],
])('nonsense flags %j are one line and exit code %i', async (flags, code, line) => {
  const { exitCode, stdout, stderr } = await studio(['prepare', '/nowhere', ...flags]);
  expect(exitCode).toBe(code);
  expect(stdout).toBe('');
  expect(stderr.trim().split('\n')).toHaveLength(1);
  expect(stderr).toMatch(line);
});

test('no positive mask, a mask of another size and a place that cannot be written are one line and exit code 1', async () => {
  const failure = async (dir: string) => {
    const { exitCode, stdout, stderr } = await studio(['prepare', dir]);
    expect([exitCode, stdout, stderr.trim().split('\n').length]).toEqual([1, '', 1]);
    return stderr;
  };
  expect(await failure(await folder(0))).toMatch(/No positive mask in .*masks: label at least one crack/);
  const differing = await folder(2);
  await writePicture(join(differing, 'masks/0.png'), 9, 8, () => 255);
  expect(await failure(differing)).toMatch(/masks.0\.png is 9x8 px but its image is 8x8 px/);
  const blocked = await folder(2);
  writeFileSync(join(blocked, '.studio'), '');
  expect(await failure(blocked)).toMatch(/Cannot write .*\.studio: a file .* in the way/);
});

test('a folder of another kind of file is one line', async () => {
  const dir = temporaryFolder();
  mkdirSync(join(dir, 'images'));
  writeFileSync(join(dir, 'images/a.jpg'), '');
  const { exitCode, stderr } = await studio(['prepare', dir]);
  expect([exitCode, stderr]).toEqual([1, expect.stringMatching(/^error: No PNG image in .*images/)]);
});
